"""Ana's account at a glance, with the two things she changes right there."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db

PAGE = reverse("account")


@pytest.fixture
def ana(client: Client) -> User:
    ana = cast.ana()
    client.force_login(ana)
    return ana


def test_it_shows_what_she_has(client: Client, ana: User) -> None:
    page = client.get(PAGE).content.decode()
    assert ana.email in page
    for route in ("account_email", "account_change_password", "usersessions_list"):
        assert f'href="{reverse(route)}"' in page
    assert "Administração" not in page


def test_she_changes_her_name(client: Client, ana: User) -> None:
    answer = client.post(PAGE, {"name": "  Ana Souza ", "language": "pt-br"})
    assert answer.headers["Location"] == PAGE
    assert "Salvo." in client.get(PAGE).content.decode()
    ana.refresh_from_db()
    assert ana.name == "Ana Souza"


def test_her_language_takes_her_to_the_page_in_it(client: Client, ana: User) -> None:
    answer = client.post(PAGE, {"name": "Ana", "language": "en"})
    assert answer.headers["Location"] == "/en/conta/"
    ana.refresh_from_db()
    assert ana.language == "en"


def test_nothing_else_can_be_changed_here(client: Client, ana: User) -> None:
    form = {"name": "Ana", "language": "pt-br", "email": "x@trilha.test", "is_staff": "on"}
    client.post(PAGE, form | {"is_superuser": "on", "password": "x"})
    again = User.objects.get()
    assert (again.email, again.is_staff, again.is_superuser) == (ana.email, False, False)
    assert again.check_password(cast.PASSWORD)


def test_a_language_we_do_not_speak_is_refused_in_words(client: Client, ana: User) -> None:
    answer = client.post(PAGE, {"name": "Ana Maria", "language": "tlh"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'value="Ana Maria"' in page
    assert 'id="id_language_error"' in page


def test_a_visitor_is_asked_to_come_in(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == "/conta/entrar/?next=/conta/"
    assert client.post(PAGE, {"name": "x"}).headers["Location"].startswith("/conta/entrar/")


def test_it_changes_only_ones_own(client: Client, ana: User) -> None:
    caio = cast.caio()
    client.post(PAGE, {"name": "Ana Souza", "language": "en", "id": caio.pk})
    caio.refresh_from_db()
    assert (caio.name, caio.language) == ("Caio", "pt-br")


def test_a_curator_finds_the_way_to_the_desk(client: Client) -> None:
    client.force_login(cast.duda())
    assert 'href="/admin/"' in client.get(PAGE).content.decode()
