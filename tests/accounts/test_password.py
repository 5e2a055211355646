"""Ana forgets her password, or wants another one."""

from datetime import timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.accounts.steps import is_signed_in, last_link, sign_in
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db

NEW = "lontra verde no alto da serra"


@pytest.fixture
def ana() -> User:
    return cast.ana()


def ask_for_link(client: Client, email: str) -> str:
    client.post(reverse("account_reset_password"), {"email": email})
    return last_link()


def choose(client: Client, link: str, password: str = NEW) -> int:
    """Open the link and post a password where it leads; the status of the answer."""
    opened = client.get(link)
    place = opened.headers.get("Location", link)
    return client.post(place, {"password1": password}).status_code


def test_a_link_from_the_mail_lets_her_choose_another(client: Client, ana: User) -> None:
    link = ask_for_link(client, ana.email)
    assert choose(client, link) == 302
    assert not is_signed_in(client)  # whoever has the mailbox is not in yet
    sign_in(client, ana.email, cast.PASSWORD)
    assert not is_signed_in(client)
    sign_in(client, ana.email, NEW)
    assert is_signed_in(client)


def test_the_key_leaves_the_address_at_once(client: Client, ana: User) -> None:
    link = ask_for_link(client, ana.email)
    place = client.get(link).headers["Location"]
    assert place.endswith("-set-password/")
    assert "Escolha uma senha nova" in client.get(place).content.decode()
    assert "não vale mais" in Client().get(place).content.decode()


def test_the_link_works_once(client: Client, ana: User) -> None:
    link = ask_for_link(client, ana.email)
    choose(client, link)
    assert "Este link não vale mais" in client.get(link).content.decode()


def test_the_link_dies_at_the_next_sign_in(client: Client, ana: User) -> None:
    link = ask_for_link(client, ana.email)
    sign_in(client, ana.email)
    assert "Este link não vale mais" in Client().get(link).content.decode()


def test_the_link_lives_for_an_hour(
    client: Client, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = ask_for_link(client, ana.email)

    def later(minutes: int) -> str:
        moment = timezone.localtime().replace(tzinfo=None) + timedelta(minutes=minutes)
        monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: moment)
        return Client().get(link, follow=True).content.decode()

    assert "Escolha uma senha nova" in later(59)
    assert "Este link não vale mais" in later(61)


def test_a_link_made_up_opens_nothing(client: Client, ana: User) -> None:
    for key in ("1-abc", f"{ana.pk}-digk6q-{'0' * 32}", "zz-set-password"):
        answer = client.get(f"/conta/senha/nova/{key}/")
        assert "Este link não vale mais" in answer.content.decode()


def test_a_weak_one_is_refused_here_too(client: Client, ana: User) -> None:
    link = ask_for_link(client, ana.email)
    assert choose(client, link, "flamengo2024") == 200
    assert choose(client, link) == 302


def test_resetting_ends_every_session_and_tells_her(client: Client, ana: User) -> None:
    open_elsewhere = Client()
    sign_in(open_elsewhere, ana.email)
    choose(client, ask_for_link(client, ana.email))
    assert not is_signed_in(open_elsewhere)
    assert mail.outbox[-1].subject == "[Trilha] Sua senha mudou"


def test_changing_it_ends_the_other_sessions_and_tells_her(client: Client, ana: User) -> None:
    open_elsewhere = Client()
    sign_in(open_elsewhere, ana.email)
    sign_in(client, ana.email)
    form = {"oldpassword": cast.PASSWORD, "password1": NEW}
    answer = client.post(reverse("account_change_password"), form)
    assert answer.headers["Location"] == "/conta/"
    assert is_signed_in(client)
    assert not is_signed_in(open_elsewhere)
    assert mail.outbox[-1].subject == "[Trilha] Sua senha mudou"
    assert mail.outbox[-1].to == [ana.email]


def test_changing_it_takes_the_old_one(client: Client, ana: User) -> None:
    client.force_login(ana)
    form = {"oldpassword": "não é esta senha", "password1": NEW}
    page = client.post(reverse("account_change_password"), form).content.decode()
    assert "Esta não é a sua senha atual." in page
    ana.refresh_from_db()
    assert ana.check_password(cast.PASSWORD)


def test_the_admins_own_page_leads_to_ours(client: Client) -> None:
    client.force_login(cast.duda())
    for answer in client.get("/admin/password_change/"), client.post("/admin/password_change/"):
        assert (answer.status_code, answer["Location"]) == (302, reverse("account_change_password"))


def test_without_one_she_can_set_one(client: Client, ana: User) -> None:
    ana.set_unusable_password()
    ana.save()
    client.force_login(ana)
    assert (
        client.get(reverse("account_change_password")).headers["Location"] == "/conta/senha/criar/"
    )
    client.post(reverse("account_set_password"), {"password1": NEW})
    assert is_signed_in(client)
    assert mail.outbox[-1].subject == "[Trilha] Sua conta tem uma senha"
    assert client.get(reverse("account_set_password")).headers["Location"] == "/conta/senha/"


@pytest.mark.parametrize("route", ["account_change_password", "account_set_password"])
def test_a_visitor_has_none_to_change(client: Client, route: str) -> None:
    answer = client.post(reverse(route), {"password1": NEW})
    assert answer.headers["Location"].startswith("/conta/entrar/")
