"""Ana's account at a glance, with the name she changes right there."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from trilha.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]

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
    answer = client.post(PAGE, {"name": "  Ana Souza "})
    assert answer.headers["Location"] == PAGE
    assert "Salvo." in client.get(PAGE).content.decode()
    ana.refresh_from_db()
    assert ana.name == "Ana Souza"


def test_nothing_else_can_be_changed_here(client: Client, ana: User) -> None:
    form = {"name": "Ana", "language": "en", "email": "x@trilha.test", "is_staff": "on"}
    client.post(PAGE, form | {"is_superuser": "on", "password": "x"})
    again = User.objects.get()
    assert (again.email, again.is_staff, again.is_superuser) == (ana.email, False, False)
    assert again.language == "pt-br"
    assert again.check_password(cast.PASSWORD)


def test_a_name_too_long_is_refused_in_words(client: Client, ana: User) -> None:
    page = client.post(PAGE, {"name": "Ana" * 30}).content.decode()
    assert f'value="{"Ana" * 30}"' in page
    assert 'id="id_name_error"' in page


def test_a_visitor_is_asked_to_come_in(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == "/conta/entrar/?next=/conta/"
    assert client.post(PAGE, {"name": "x"}).headers["Location"].startswith("/conta/entrar/")


def test_it_changes_only_ones_own(client: Client, ana: User) -> None:
    caio = cast.caio()
    client.post(PAGE, {"name": "Ana Souza", "id": caio.pk})
    caio.refresh_from_db()
    assert caio.name == "Caio"


def test_a_curator_finds_the_way_to_the_desk(client: Client) -> None:
    client.force_login(cast.duda())
    assert 'href="/admin/"' in client.get(PAGE).content.decode()
