"""Every address of the accounts: it answers, in both languages, in our look, kept by no cache."""

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.resolvers import RegexPattern

from tests import cast
from trilha.accounts.urls import urlpatterns

pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]

# What a visitor and what Ana get at each: the page (200) or where it sends them.
DOOR, IN, ACCOUNT, HOME = "/conta/entrar/", "/meu-caminho/", "/conta/email/", "/"
ROUTES: dict[str, tuple[int | str, int | str]] = {
    "account": (DOOR, 200),
    "preferences": (DOOR, 200),
    "welcome": (DOOR, IN),
    "account_signup": (200, IN),
    "account_email_verification_sent": (DOOR, ACCOUNT),
    "account_login": (200, IN),
    "account_request_login_code": (200, IN),
    "account_confirm_login_code": ("/conta/entrar/codigo/", IN),
    "account_logout": (HOME, 200),
    "account_inactive": (200, 200),
    "account_reauthenticate": (DOOR, 200),
    "account_email": (DOOR, 200),
    "usersessions_list": (DOOR, 200),
    "account_change_password": (DOOR, 200),
    "account_set_password": (DOOR, "/conta/senha/"),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
}


def address(route: str) -> str:
    keyed = route == "account_reset_password_from_key"
    return reverse(route, kwargs={"uidb36": "1", "key": "nenhuma"} if keyed else None)


def test_the_table_names_every_route() -> None:
    assert set(ROUTES) == {pattern.name for pattern in urlpatterns}
    assert sum(isinstance(pattern.pattern, RegexPattern) for pattern in urlpatterns) == 1


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["pt-BR", "en"])
@pytest.mark.parametrize("who", [0, 1], ids=["visitor", "ana"])
@pytest.mark.parametrize("route", ROUTES)
def test_it_answers(client: Client, route: str, who: int, prefix: str) -> None:
    if who:
        client.force_login(cast.ana())
    answer = client.get(prefix + address(route))
    expected = ROUTES[route][who]
    assert "no-store" in answer.headers["Cache-Control"]
    if isinstance(expected, str):
        assert answer.status_code == 302
        assert answer.headers["Location"].partition("?")[0] == prefix + expected
        return
    assert answer.status_code == expected
    page = answer.content.decode()
    assert f'<html lang="{"en" if prefix else "pt-BR"}"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert page.count("<h1") == 1
    assert "style=" not in page


@pytest.mark.parametrize("route", ROUTES)
def test_no_form_of_ours_works_without_its_token(route: str) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(address(route), {}).status_code in {403, 405}
