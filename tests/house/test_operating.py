"""docs/operating.md speaks of commands, services and addresses that are there."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands
from django.urls import reverse

from catalog.curation import Curadoria
from tests.house.test_settings_are_documented import documented
from trilha.jobs.schedule import SCHEDULE
from trilha.jobs.tasks import command

HOME = settings.BASE_DIR
text = (HOME / "docs/operating.md").read_text()
compose = (HOME / "compose.yaml").read_text()
# The image says where it listens and what it was built from, and is for no development.
NOT_HANDED_ON = {"PORT", "REVISION", "DEBUG", "PAGE_FETCH_MODE_RAISES"}


def test_its_commands_exist() -> None:
    named = {"createsuperuser", "migrate", "load_trail", "work"}
    by_the_clock = {line.arguments[0] for line in SCHEDULE if line.task is command}

    assert named | by_the_clock <= set(re.findall(r"\w+", text))
    assert named | by_the_clock <= set(get_commands())


def test_its_services_do_what_it_says() -> None:
    services = dict(re.findall(r"^  (\w+):\n((?:    .*\n)+)", compose, re.MULTILINE))
    runs = {"migrate": "migrate", "content": "load_trail", "worker": "work"}

    for service, does in runs.items():
        assert f"`{service}`" in text
        assert does in services[service]
    assert "--check" in services["worker"], "its health is whether jobs are done"
    assert "content" not in services["web"], "a broken file would keep the site from starting"


def test_its_pauses_are_true() -> None:
    minutes = [str(pause.seconds // 60) for pause in settings.JOB_PAUSES]
    assert f"after {', '.join(minutes[:-1])} and {minutes[-1]} minutes" in text
    assert f"after {settings.JOB_LONGEST.seconds // 60} minutes" in text


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
