"""Whoever tries too often waits. All workers count in one place, the shared cache."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.accounts.steps import is_signed_in, sign_in, sign_up, type_code
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db

WRONG = "não é esta senha, com certeza"


@pytest.fixture
def ana() -> User:
    return cast.ana()


def from_address(number: int) -> Client:
    return Client(REMOTE_ADDR=f"203.0.113.{number}")


def test_attempts_are_counted_where_every_worker_sees_them(ana: User) -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith((".DatabaseCache", ".RedisCache"))
    sign_in(from_address(1), ana.email, WRONG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_table WHERE cache_key LIKE '%%login_failed%%'")
        assert cursor.fetchone()[0] == 2  # by account and by address


def test_five_wrong_passwords_close_the_door_to_an_account_for_a_while(ana: User) -> None:
    for n in range(5):
        assert "não combinam" in sign_in(from_address(n), ana.email, WRONG).content.decode()
    sixth = from_address(6)
    assert "Foram muitas tentativas" in sign_in(sixth, ana.email).content.decode()
    assert not is_signed_in(sixth)

    caio = cast.caio()
    sign_in(sixth, caio.email)
    assert is_signed_in(sixth)  # nobody else is kept out

    cache.clear()  # five minutes later
    later = from_address(7)
    sign_in(later, ana.email)
    assert is_signed_in(later)


def test_the_right_password_does_not_count(ana: User) -> None:
    for n in range(7):
        client = from_address(n)
        sign_in(client, ana.email)
        assert is_signed_in(client)


def test_one_place_cannot_try_many_accounts(db: None) -> None:
    for n in range(10):
        sign_in(from_address(1), f"p{n}@trilha.test", WRONG)
    page = sign_in(from_address(1), "p10@trilha.test", WRONG).content.decode()
    assert "Foram muitas tentativas" in page


def sign_up_somebody(client: Client, n: int) -> HttpResponse:
    return sign_up(Client(REMOTE_ADDR="203.0.113.1"), f"p{n}@trilha.test")


def ask_for_a_link(client: Client, n: int) -> HttpResponse:
    return client.post(reverse("account_reset_password"), {"email": "eva@trilha.test"})


@pytest.mark.parametrize(
    ("way", "times"), [(sign_up_somebody, 20), (ask_for_a_link, 3)], ids=["sign-up", "reset"]
)
def test_too_many_get_a_calm_page(way: Callable[[Client, int], HttpResponse], times: int) -> None:
    client = from_address(1)
    for n in range(times):
        assert way(client, n).status_code == 302
    answer = way(client, times)
    assert answer.status_code == 429
    assert "Vamos com calma" in answer.content.decode()
    assert len(mail.outbox) == times


def test_codes_for_one_address_are_few(ana: User) -> None:
    for n in range(3):
        asked = from_address(n).post(reverse("account_request_login_code"), {"email": ana.email})
        assert asked.status_code == 302
    asked = from_address(4).post(reverse("account_request_login_code"), {"email": ana.email})
    assert "Foram muitas tentativas" in asked.content.decode()
    assert len(mail.outbox) == 3


def test_a_stranger_cannot_fill_a_mailbox_by_signing_up(db: None) -> None:
    assert sign_up(from_address(1), "eva@trilha.test").status_code == 302
    assert sign_up(from_address(2), "eva@trilha.test").status_code == 429
    assert len(mail.outbox) == 1


def test_another_code_too_soon_keeps_the_first_one_valid(client: Client) -> None:
    sign_up(client)
    assert type_code(client, "x", action="resend").status_code == 429
    type_code(client)
    assert is_signed_in(client)


def test_a_forged_header_does_not_make_a_new_visitor(ana: User) -> None:
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    for n in range(10):
        client = Client(headers={"X-Forwarded-For": f"198.51.100.{n}"})
        sign_in(client, f"p{n}@trilha.test", WRONG)
    client = Client(headers={"X-Forwarded-For": "198.51.100.99"})
    assert "Foram muitas" in sign_in(client, "p10@trilha.test", WRONG).content.decode()


def test_password_and_proof_are_limited_for_the_signed_in(client: Client, ana: User) -> None:
    client.force_login(ana)
    form = {"oldpassword": WRONG, "password1": "lontra verde no alto da serra"}
    answers = [client.post(reverse("account_change_password"), form) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]

    proof = reverse("account_reauthenticate")
    pages = [client.post(proof, {"password": WRONG}).content.decode() for _ in range(6)]
    assert ["A senha não é esta" in page for page in pages] == [True] * 5 + [False]
