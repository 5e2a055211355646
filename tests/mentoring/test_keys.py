"""Whoever has a key may look: so keys are long, and stand in no log and in nobody's Referer."""

import logging
from urllib.parse import quote, quote_plus

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from progress.mentoring.urls import urlpatterns
from progress.models.keys import LETTERS, may_be_key, new_key
from trilha.logs import WithoutKeys

pytestmark = pytest.mark.beside("sqlite")

KEYED = {
    route.name: name
    for route in urlpatterns
    for name in route.pattern.converters
    if route.name and name in ("key", "token")
}
KEY = "Zk3-x_9:1aB.cD"


def logged(message: str) -> str:
    record = logging.LogRecord("access", logging.INFO, "", 0, "GET %s 404", (message,), None)
    WithoutKeys().filter(record)
    return record.getMessage()


def test_a_key_has_192_bits_that_nobody_guesses() -> None:
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert {len(key) for key in keys} == {32}  # of 6 bits each
    assert len(LETTERS) == 64


@pytest.mark.parametrize("key", ["", "a\x00b", "a/b", "é", "a b", "x'--", "\ud800", "Ａ"])
def test_what_is_no_key_is_not_even_looked_up(key: str) -> None:
    assert not may_be_key(key)


def test_there_are_addresses_with_keys() -> None:
    assert {"shared", "study_sheet", "picture", "embed", "keep", "invited", "guardian"} <= set(
        KEYED
    )


@pytest.mark.parametrize("route", KEYED)
def test_no_log_holds_it(route: str) -> None:
    there = reverse(f"mentoring:{route}", args=[KEY])
    for address in (
        there,
        f"/en{there}?x=1",
        f"http://trilha.example{there}",
        f"/conta/criar/?next={there}",
        f"/conta/criar/?next={quote(there, safe='')}&x=1",
        f"/oembed/?format=json&url={quote_plus(f'https://trilha.example{there}')}",
        f"/x/?next={quote(quote(there, safe=''), safe='')}",
    ):
        said = logged(address)
        assert "***" in said
        assert "Zk3" not in said
        assert "cD" not in said


@pytest.mark.parametrize(
    "address",
    [
        f"/turmas/%63onvite/{KEY}/",
        f"/%6c/{KEY}/",
        f"/en/%6C/{KEY}/folha/?x=%20",
        f"/%74urmas/respons%61vel/{quote(KEY)}/",
        f"/conta/entrar/?next={quote(f'/turmas/%63onvite/{KEY}/', safe='')}",
    ],
)
def test_nor_does_a_way_that_is_spelt_in_signs(address: str) -> None:
    said = logged(address)
    assert "***" in said
    assert "Zk3" not in said
    assert "cD" not in said


def test_what_else_is_spelt_in_signs_stays() -> None:
    assert logged("/busca/?q=100%25%20x") == "GET /busca/?q=100%25%20x 404"


@pytest.mark.parametrize(
    "address", ["/trilhas/l-de-luz/", "/links/", "/turmas/entrar/", "/l", "/url/x/"]
)
def test_other_addresses_are_logged_as_they_are(address: str) -> None:
    assert logged(address) == f"GET {address} 404"


def test_the_server_of_a_developer_logs_no_keys_either() -> None:
    server = logging.getLogger("django.server")
    assert server.propagate
    assert not server.handlers


@pytest.mark.django_db
@pytest.mark.parametrize("route", [route for route in KEYED if route != "stop_mails"])
def test_wrong_ones_of_all_kinds_find_nothing_and_are_passed_on_to_nobody(
    client: Client, route: str
) -> None:
    cache.clear()
    there = reverse(f"mentoring:{route}", args=["KEY"])
    for key in ("wrong", "%00", "x" * 10_000, "%F0%9F%92%A9"):
        answer = client.get(there.replace("KEY", key))
        assert answer.status_code == (405 if route == "keep" else 404)
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]
        assert key not in answer.content.decode()
    assert client.get(there.replace("KEY", "..%2F..%2Fetc")).status_code == 404
