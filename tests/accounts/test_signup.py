"""Ana creates an account: a form, a code from her mail, and she is in."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.accounts.steps import is_signed_in, last_code, sign_up, type_code
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_code_from_the_mail_opens_the_new_account(client: Client) -> None:
    answer = sign_up(client, "Ana@Trilha.test")
    assert answer.headers["Location"] == "/conta/confirmar/"
    assert not is_signed_in(client)

    assert mail.outbox[0].to == ["ana@trilha.test"]
    answer = type_code(client)

    assert answer.headers["Location"] == "/meu-caminho/"
    assert is_signed_in(client)
    ana = User.objects.get()
    assert (ana.email, ana.name, ana.language) == ("ana@trilha.test", "Ana Souza", "pt-br")


def test_the_name_is_optional(client: Client) -> None:
    sign_up(client, name="")
    type_code(client)
    assert User.objects.get().get_short_name() == "ana"


def test_the_code_is_read_with_spaces_or_without_its_dash(client: Client) -> None:
    sign_up(client)
    type_code(client, f" {last_code().replace('-', ' ')} ")
    assert is_signed_in(client)


def test_after_three_wrong_codes_the_right_one_is_late(client: Client) -> None:
    sign_up(client)
    right = last_code()
    wrong = "000-000" if right != "000-000" else "111-111"
    for _ in range(2):
        assert "O código não é este" in type_code(client, wrong).content.decode()
    assert type_code(client, wrong).headers["Location"] == "/conta/entrar/"
    type_code(client, right)
    assert not is_signed_in(client)


def test_a_code_is_valid_as_long_as_the_page_says(client: Client) -> None:
    sign_up(client)
    minutes = settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT // 60
    page = client.get(reverse("account_email_verification_sent")).content.decode()
    assert f"Ele vale por {minutes} minutos" in page

    session = client.session
    session["account_email_verification_code"]["at"] -= minutes * 60 + 1
    session.save()
    type_code(client)
    assert not is_signed_in(client)


def test_another_code_makes_the_first_one_void(client: Client) -> None:
    sign_up(client)
    first = last_code()
    cache.clear()  # three minutes later
    type_code(client, action="resend")
    assert len(mail.outbox) == 2
    if first != last_code():
        assert "O código não é este" in type_code(client, first).content.decode()
    type_code(client)
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("curta", "muito curta"),
        ("senhasegura123", "muito comum"),
        ("flamengo2024", "muito comum"),
        ("Minhasenha2026", "muito comum"),
        ("ana.souza@trilha", "parecida demais"),
        ("Ana Souza 1987", "parecida demais"),
        ("918273645546", "inteiramente numérica"),
        ("capivara " * 20, "passa de 128 caracteres"),
    ],
)
def test_a_weak_password_is_refused_in_words(client: Client, password: str, said: str) -> None:
    page = sign_up(client, "ana.souza@trilha.test", password1=password).content.decode()
    assert said in page
    assert 'value="ana.souza@trilha.test"' in page
    assert f'value="{password}"' not in page
    assert not User.objects.exists()


def test_errors_are_tied_to_their_fields(client: Client) -> None:
    page = sign_up(client, "ana@exemplo").content.decode()
    assert "Confira o endereço" in page
    assert 'aria-describedby="id_email_error"' in page
    assert 'aria-invalid="true"' in page
    assert '<a class="alone" href="#id_email">E-mail</a>' in page


def test_the_trap_catches_programs_and_tells_nothing(client: Client) -> None:
    answer = sign_up(client, site="https://compre.example")
    assert answer.headers["Location"] == "/conta/confirmar/"
    assert not User.objects.exists()
    assert not mail.outbox


def test_the_trap_is_out_of_everybodys_way(client: Client) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    trap = page[page.index('aria-hidden="true"><label for="id_site"') :].split("</p>")[0]
    assert 'tabindex="-1"' in trap
    assert "style=" not in page


def test_a_second_press_of_the_button_makes_no_second_account(client: Client) -> None:
    sign_up(client)
    assert sign_up(client).headers["Location"] == "/conta/confirmar/"
    type_code(client)
    assert is_signed_in(client)
    assert User.objects.count() == 1


def test_whoever_is_in_already_needs_no_form(client: Client) -> None:
    client.force_login(cast.ana())
    assert client.get(reverse("account_signup")).headers["Location"] == "/meu-caminho/"


@pytest.mark.django_db(transaction=True)
def test_four_presses_at_once_make_one_account() -> None:
    start = Barrier(4)

    def press(_: int) -> int:
        try:
            start.wait()
            return sign_up(Client()).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(press, range(4)))
    assert answers <= {302, 429}
    assert User.objects.count() == 1
