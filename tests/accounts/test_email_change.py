"""Ana moves to another address: a code proves that it is hers."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.accounts.steps import is_signed_in, last_code, sign_in, type_code
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db

NEW = "ana.nova@trilha.test"


@pytest.fixture
def ana(client: Client) -> User:
    ana = cast.ana()
    sign_in(client, ana.email)
    return ana


def ask(client: Client, email: str = NEW, password: str = cast.PASSWORD) -> str:
    """Ask for the change and prove with the password that it is her; where that leads."""
    place = client.post(reverse("account_email"), {"email": email, "action_add": "1"})
    return client.post(place.headers["Location"], {"password": password}).headers["Location"]


def test_the_password_is_asked_before_a_code_is_sent(client: Client, ana: User) -> None:
    answer = client.post(reverse("account_email"), {"email": NEW, "action_add": "1"})
    assert answer.headers["Location"] == "/conta/acesso/?next=%2Fconta%2Femail%2F"
    page = client.post(answer.headers["Location"], {"password": "não é esta"}).content.decode()
    assert "A senha não é esta." in page
    assert not mail.outbox


def test_nothing_changes_until_the_code_is_typed(client: Client, ana: User) -> None:
    assert ask(client) == "/conta/confirmar/"
    assert mail.outbox[-1].to == [NEW]
    ana.refresh_from_db()
    assert ana.email == "ana@trilha.test"
    sign_in(Client(), NEW)
    assert is_signed_in(client)


def test_the_code_moves_the_account(client: Client, ana: User) -> None:
    ask(client)
    answer = type_code(client)
    assert answer.headers["Location"] == "/conta/"
    assert f"Agora você entra com {NEW}." in client.get("/conta/").content.decode()
    ana.refresh_from_db()
    assert ana.email == NEW
    address = EmailAddress.objects.get()
    assert (address.email, address.verified, address.primary) == (NEW, True, True)
    elsewhere = Client()
    sign_in(elsewhere, "ana@trilha.test")
    assert not is_signed_in(elsewhere)
    sign_in(elsewhere, NEW)
    assert is_signed_in(elsewhere)


def test_the_old_address_is_told(client: Client, ana: User) -> None:
    ask(client)
    type_code(client)
    letter = mail.outbox[-1]
    assert letter.to == ["ana@trilha.test"]
    assert letter.subject == "[Trilha] Seu e-mail mudou"
    assert NEW in letter.body


def test_the_other_sessions_end_and_this_one_goes_on(client: Client, ana: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere, ana.email)
    ask(client)
    type_code(client)
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    page = client.get(reverse("usersessions_list")).content.decode()
    assert page.count("este aparelho") == 1
    assert page.count("<li class=") == 1


def test_an_address_of_somebody_else_is_not_told_and_not_taken(client: Client, ana: User) -> None:
    caio = cast.caio()
    assert ask(client, caio.email) == "/conta/confirmar/"
    assert "já está em uso" in type_code(client, last_code()).content.decode()
    ana.refresh_from_db()
    assert ana.email == "ana@trilha.test"


def test_her_own_address_is_no_change(client: Client, ana: User) -> None:
    form = {"email": ana.email, "action_add": "1"}
    page = client.post(reverse("account_email"), form).content.decode()
    assert "Este já é o seu e-mail." in page


def test_the_last_address_cannot_be_removed(client: Client, ana: User) -> None:
    place = client.post(reverse("account_email"), {"email": ana.email, "action_remove": "1"})
    client.post(place.headers["Location"], {"password": cast.PASSWORD})
    assert EmailAddress.objects.filter(email=ana.email).exists()


def test_a_visitor_has_none_to_change(client: Client) -> None:
    answer = client.post(reverse("account_email"), {"email": NEW, "action_add": "1"})
    assert answer.headers["Location"].startswith("/conta/entrar/")
    assert not mail.outbox
