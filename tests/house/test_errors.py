"""When something goes wrong the page says so in the look of the site, with a way on."""

import os
import subprocess
import sys

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from tests import cast
from trilha.urls import *  # noqa: F403
from trilha.urls import urlpatterns as ours

pytestmark = pytest.mark.django_db


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [path("quebra/", breaks), *ours]


def test_an_unknown_address_leads_on(client: Client) -> None:
    answer = client.get("/nao/existe/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "A trilha não passa por aqui" in page
    assert 'action="/busca/"' in page


def test_in_english_too(client: Client) -> None:
    answer = client.get("/en/nowhere/")
    assert answer.status_code == 404
    assert '<html lang="en">' in answer.content.decode()


def test_a_learner_keeps_their_navigation_on_a_404(client: Client) -> None:
    client.force_login(cast.ana())
    assert "Conta de Ana" in client.get("/nao/existe/").content.decode()


def test_a_form_without_its_token_is_told_kindly() -> None:
    answer = Client(enforce_csrf_checks=True).post("/conta/entrar/", {"login": "ana@trilha.test"})
    assert answer.status_code == 403
    assert "Esta página ficou aberta tempo demais" in answer.content.decode()


def test_a_forged_host_gets_a_page_and_no_echo(client: Client) -> None:
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "Não entendemos esse pedido" in answer.content.decode()
    assert "evil.example" not in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_our_own_fault_is_said_without_looking_anything_up() -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.ana())
    answer = client.get("/quebra/")
    assert answer.status_code == 500
    assert "Tropeçamos aqui" in answer.content.decode()


AWAY = """
import django
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 0.1  # nobody will come
django.setup()
from django.test import Client
for address in ["/trilhas/", "/saude/viva", "/saude/pronta"]:
    answer = Client(raise_request_exception=False).get(address)
    said = "Voltamos" in answer.content.decode()
    print(address, answer.status_code, answer.get("Retry-After"), said)
"""


def test_while_the_database_is_away_pages_ask_to_come_back() -> None:
    environment = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", AWAY],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "/trilhas/ 503 15 True",
        "/saude/viva 200 None False",
        "/saude/pronta 503 15 False",
    ]


def test_health_says_both_when_all_is_well(client: Client) -> None:
    assert client.get("/saude/viva").json()["ok"]
    assert client.get("/saude/pronta").json() == {"ok": True, "database": "here"}


@pytest.mark.parametrize("key", ['"\\000aaaaaaaaaaaa"', "../etc/passwd/x", "ç" * 12, "a" * 5_000])
def test_a_made_up_session_is_no_session(key: str) -> None:
    answer = Client(headers={"Cookie": f"__Host-sessionid={key}"}).get("/meu-caminho/")
    assert answer.status_code == 200


def test_no_page_names_another_host(client: Client) -> None:
    page = client.get("//elsewhere.example/x/").content.decode()
    assert "//elsewhere.example" not in page.replace("testserver/", "")


def test_an_address_that_cannot_be_read_is_not_followed(client: Client) -> None:
    assert client.get("/conta/entrar/?next=//[").status_code == 200
