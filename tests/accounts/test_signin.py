"""Ana comes back: by password or by a code, to the place she came from, in her language."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.accounts.steps import is_signed_in, last_code, sign_in
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db

DAY = 60 * 60 * 24


@pytest.fixture
def ana() -> User:
    return cast.ana()


def ask_for_code(client: Client, email: str, **query: str) -> None:
    client.post(reverse("account_request_login_code", query=query), {"email": email})


def test_by_password_whatever_the_case_of_the_address(client: Client, ana: User) -> None:
    assert sign_in(client, "ANA@trilha.test").headers["Location"] == "/meu-caminho/"
    assert is_signed_in(client)


def test_a_wrong_password_says_so_and_keeps_the_address(client: Client, ana: User) -> None:
    page = sign_in(client, ana.email, "não é esta senha").content.decode()
    assert "O e-mail e a senha não combinam." in page
    assert f'value="{ana.email}"' in page
    assert not is_signed_in(client)


def test_by_a_code_from_the_mail(client: Client, ana: User) -> None:
    ask_for_code(client, ana.email)
    code = last_code()
    answer = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer.headers["Location"] == "/meu-caminho/"
    assert is_signed_in(client)


def test_a_code_opens_once_and_only_where_it_was_asked_for(client: Client, ana: User) -> None:
    ask_for_code(client, ana.email)
    code = last_code()
    client.post(reverse("account_confirm_login_code"), {"code": code})

    caio = Client()
    caio.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_signed_in(caio)
    client.post(reverse("account_logout"))
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_signed_in(client)


def test_a_code_for_signing_in_also_confirms_the_address(client: Client) -> None:
    eva = cast.person("Eva")
    EmailAddress.objects.update(verified=False)
    ask_for_code(client, eva.email)
    client.post(reverse("account_confirm_login_code"), {"code": last_code()})
    assert is_signed_in(client)
    assert EmailAddress.objects.get().verified


def test_an_address_never_confirmed_is_confirmed_first(client: Client) -> None:
    eva = User.objects.create_user("eva@trilha.test", cast.PASSWORD)
    assert sign_in(client, eva.email).headers["Location"] == "/conta/confirmar/"
    assert not is_signed_in(client)
    assert last_code()


def test_a_closed_account_stays_closed(client: Client, ana: User) -> None:
    User.objects.update(is_active=False)
    assert sign_in(client, ana.email).headers["Location"] == "/conta/desativada/"
    ask_for_code(client, ana.email)
    assert "Nenhuma conta" in mail.outbox[-1].subject
    assert not is_signed_in(client)


def test_signing_in_gives_the_session_a_new_key(client: Client, ana: User) -> None:
    client.session.save()
    planted = client.session.session_key
    sign_in(client, ana.email)
    assert client.session.session_key != planted
    assert not Client(cookies={settings.SESSION_COOKIE_NAME: planted}).session.get("_auth_user_id")


def test_to_be_remembered_is_a_choice(client: Client, ana: User) -> None:
    sign_in(client, ana.email)
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""

    client.post(reverse("account_logout"))
    sign_in(client, ana.email, remember="on")
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 14 * DAY


def test_a_session_by_code_lasts_fourteen_days_not_as_long_as_a_visitors(
    client: Client, ana: User
) -> None:
    assert client.session.get_expiry_age() == 180 * DAY
    ask_for_code(client, ana.email)
    client.post(reverse("account_confirm_login_code"), {"code": last_code()})
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 14 * DAY


@pytest.mark.parametrize("route", ["account_login", "account_request_login_code"])
def test_she_goes_on_where_she_came_from(client: Client, ana: User, route: str) -> None:
    page = client.get(reverse(route, query={"next": "/sobre/"})).content.decode()
    assert '<input type="hidden" name="next" value="/sobre/">' in page
    assert "criar/?next=%2Fsobre%2F" in page or "entrar/?next=%2Fsobre%2F" in page
    assert sign_in(client, ana.email, next="/sobre/").headers["Location"] == "/sobre/"


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "https://testserver@evil.example/",
        "https://testserver.evil.example/",
        "\thttps://evil.example/",
    ],
)
def test_nobody_is_sent_to_another_site(client: Client, ana: User, place: str) -> None:
    assert sign_in(client, ana.email, next=place).headers["Location"] == "/meu-caminho/"


def test_her_language_decides_where_she_lands(client: Client, ana: User) -> None:
    User.objects.update(language="en")
    assert sign_in(client, ana.email).headers["Location"] == "/en/meu-caminho/"

    client.post(reverse("account_logout"))
    answer = sign_in(client, ana.email, next="/sobre/?de=entrar")
    assert answer.headers["Location"] == "/en/sobre/?de=entrar"


def test_leaving_takes_a_press_of_a_button(client: Client, ana: User) -> None:
    client.force_login(ana)
    assert "Sair da conta?" in client.get(reverse("account_logout")).content.decode()
    assert is_signed_in(client)

    session = client.session.session_key
    assert client.post(reverse("account_logout")).headers["Location"] == "/"
    assert not is_signed_in(client)
    assert not is_signed_in(Client(cookies={settings.SESSION_COOKIE_NAME: session}))


def test_forms_need_the_token_of_the_page(ana: User) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert sign_in(careful, ana.email).status_code == 403


def test_the_admin_has_no_door_of_its_own(client: Client) -> None:
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.headers["Location"] == "/conta/entrar/?next=%2Fadmin%2F"
    duda = cast.duda()
    answer = client.post("/admin/login/", {"username": duda.email, "password": cast.PASSWORD})
    assert answer.headers["Location"].startswith("/conta/entrar/")
    assert sign_in(client, duda.email, next="/admin/").headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_learner_is_turned_away_from_the_admin(client: Client, ana: User) -> None:
    client.force_login(ana)
    assert client.get("/admin/login/").status_code == 403
