"""Ana sees where her account is open, and closes what she does not know."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.accounts.steps import is_signed_in, sign_in
from trilha.accounts.models import User
from trilha.accounts.templatetags.devices import device

pytestmark = pytest.mark.django_db

PAGE = reverse("usersessions_list")
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Mobile Safari/537.36"
)
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
def ana() -> User:
    return cast.ana()


@pytest.fixture
def phone(ana: User) -> Client:
    phone = Client(headers={"User-Agent": PHONE})
    sign_in(phone, ana.email)
    return phone


@pytest.fixture
def laptop(ana: User) -> Client:
    laptop = Client(headers={"User-Agent": LAPTOP})
    sign_in(laptop, ana.email)
    return laptop


def test_she_sees_every_device(phone: Client, laptop: Client) -> None:
    page = laptop.get(PAGE).content.decode()
    assert "Firefox · Linux" in page
    assert "Chrome · Android" in page
    assert page.count("este aparelho") == 1
    assert "Encerrar as outras sessões" in page


def test_she_ends_the_others_and_stays_in(phone: Client, laptop: Client) -> None:
    answer = laptop.post(PAGE)
    assert answer.headers["Location"] == "/conta/sessoes/"
    assert "só esta sessão continua aberta" in laptop.get(PAGE).content.decode()
    assert is_signed_in(laptop)
    assert not is_signed_in(phone)


def test_a_single_session_has_nothing_to_end(laptop: Client) -> None:
    assert "Encerrar" not in laptop.get(PAGE).content.decode()


def test_nobody_sees_or_ends_those_of_another(phone: Client) -> None:
    caio = Client(headers={"User-Agent": LAPTOP})
    sign_in(caio, cast.caio().email)
    assert "Android" not in caio.get(PAGE).content.decode()
    caio.post(PAGE)
    assert is_signed_in(phone)


def test_a_visitor_has_none(client: Client) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/conta/entrar/")
    assert client.post(PAGE).headers["Location"].startswith("/conta/entrar/")


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (LAPTOP, "Firefox · Linux"),
        (PHONE, "Chrome · Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("Leia isto: https://evil.example", "Aparelho desconhecido"),
        ("", "Aparelho desconhecido"),
    ],
)
def test_a_device_is_named_in_our_words(user_agent: str, words: str) -> None:
    assert device(user_agent) == words
