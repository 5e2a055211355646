"""Caio tries addresses. Nothing he gets back says which of them have an account."""

from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.accounts.steps import sign_in, sign_up, type_code

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "ana@trilha.test", "eva@trilha.test"  # of equal length
Way = Callable[[Client, str], HttpResponse]


def reset(client: Client, email: str) -> HttpResponse:
    return client.post(reverse("account_reset_password"), {"email": email})


def ask_for_code(client: Client, email: str) -> HttpResponse:
    return client.post(reverse("account_request_login_code"), {"email": email})


def wrong_password(client: Client, email: str) -> HttpResponse:
    return sign_in(client, email, "não é esta, com certeza")


def wrong_code_after_signup(client: Client, email: str) -> HttpResponse:
    sign_up(client, email)
    return type_code(client, "000-00x")


def page_after_giving_up(client: Client, email: str) -> HttpResponse:
    sign_up(client, email)
    client.post(reverse("account_logout"))
    return client.get(reverse("account_email_verification_sent"))


def resend(client: Client, email: str) -> HttpResponse:
    sign_up(client, email)
    return type_code(client, "x", action="resend")


def signup_twice(client: Client, email: str) -> HttpResponse:
    sign_up(client, email)
    client.post(reverse("account_logout"))
    return sign_up(client, email)


WAYS: list[Way] = [
    sign_up,
    reset,
    ask_for_code,
    wrong_password,
    wrong_code_after_signup,
    page_after_giving_up,
    resend,
    signup_twice,
]


def seen(way: Way, email: str) -> tuple[object, ...]:
    """All that a stranger can see: the answer, the page it leads to, and the cookies."""
    client = Client()
    answer = way(client, email)
    place = answer.headers.get("Location", "")
    page = client.get(place) if place else answer
    text = page.content.decode().replace(email, "…")
    for cookie in client.cookies.values():
        text = text.replace(cookie.value, "")
    token = page.context and str(page.context.get("csrf_token", ""))
    cookies = {name: (cookie["max-age"], cookie["path"]) for name, cookie in client.cookies.items()}
    return answer.status_code, place, page.status_code, text.replace(token or "…", ""), cookies


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_known_and_unknown_addresses_look_alike(way: Way) -> None:
    cast.ana()
    assert seen(way, KNOWN) == seen(way, UNKNOWN)


@pytest.fixture
def hashes() -> Iterator[list[str]]:
    """The passwords that were hashed, which is nearly all the time such an answer takes."""
    made: list[str] = []
    encode = type(get_hasher()).encode

    def counted(self: object, password: str, salt: str, *rest: object) -> str:
        made.append(password)
        return encode(self, password, salt, *rest)  # type: ignore[arg-type]

    with mock.patch.object(type(get_hasher()), "encode", counted):
        yield made


@pytest.mark.parametrize("way", [sign_up, wrong_password], ids=lambda way: way.__name__)
def test_they_cost_the_same_work(way: Way, hashes: list[str]) -> None:
    cast.ana()
    counts = []
    for email in (KNOWN, UNKNOWN):
        hashes.clear()
        way(Client(), email)
        counts.append(len(hashes))
    assert counts == [1, 1]


@pytest.mark.parametrize("way", [sign_up, reset, ask_for_code], ids=lambda way: way.__name__)
def test_both_get_one_mail_and_only_after_the_answer(way: Way) -> None:
    cast.ana()
    for email in (KNOWN, UNKNOWN):
        mail.outbox.clear()
        way(Client(), email)
        assert [letter.to for letter in mail.outbox] == [[email]]
