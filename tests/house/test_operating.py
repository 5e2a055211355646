"""docs/operating.md speaks of commands, services and addresses that are there."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands
from django.urls import reverse

from catalog.curation import Curadoria
from tests.house.test_settings_are_documented import documented

HOME = settings.BASE_DIR
text = (HOME / "docs/operating.md").read_text()
compose = (HOME / "compose.yaml").read_text()
# The image says where it listens and what it was built from, and is for no development.
NOT_HANDED_ON = {"PORT", "REVISION", "DEBUG", "PAGE_FETCH_MODE_RAISES"}


def test_its_commands_exist() -> None:
    named = {"createsuperuser", "migrate", "load_trail", "delete_unverified", "clearsessions"}

    assert named <= set(re.findall(r"\w+", text))
    assert named <= set(get_commands())


def test_its_services_do_what_it_says() -> None:
    services = dict(re.findall(r"^  (\w+):\n((?:    .*\n)+)", compose, re.MULTILINE))
    runs = {"migrate": "migrate", "content": "load_trail", "tidy": "delete_unverified"}

    for service, command in runs.items():
        assert f"`{service}`" in text
        assert command in services[service]
    assert "clearsessions" in services["tidy"]
    assert "profiles" in services["tidy"], "`up` must not start it"
    assert "content" not in services["web"], "a broken file would keep the site from starting"


def test_its_addresses_and_names_are_true() -> None:
    for name in ["alive", "ready", "account_login", "admin:index"]:
        assert f"`{reverse(name)}`" in text
    assert f"*{Curadoria.NAME}*" in text


@pytest.mark.parametrize("readme", ["README.md", "LEIAME.md"])
def test_whoever_comes_in_finds_it(readme: str) -> None:
    assert "(docs/operating.md)" in (HOME / readme).read_text()


def test_compose_hands_every_setting_on() -> None:
    handed_on = set(re.findall(r"^    ([A-Z_]+):", compose, re.MULTILINE))

    assert documented.keys() - NOT_HANDED_ON <= handed_on


@pytest.mark.django_db
def test_sessions_that_ended_can_be_cleared() -> None:
    call_command("clearsessions")
