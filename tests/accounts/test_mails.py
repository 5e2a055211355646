"""What lands in Ana's mailbox, sent over SMTP to a server that keeps it."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings as production
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests import cast
from tests.accounts.steps import CODE, LINK, sign_in, sign_up
from tests.mailbox import Mailbox, parts
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db


def test_the_code_for_a_new_account(client: Client, mailbox: Mailbox) -> None:
    sign_up(client)
    [letter] = mailbox
    text, html = parts(letter)
    assert letter["Subject"] == "[Trilha] Seu código para confirmar o e-mail"
    assert letter["To"] == "ana@trilha.test"
    assert letter["From"] == production.DEFAULT_FROM_EMAIL
    assert letter["Auto-Submitted"] == "auto-generated"
    [code] = CODE.findall(text)
    assert f"<h1>{code}</h1>" in html
    assert '<html lang="pt-BR">' in html
    assert "Ele vale por 10 minutos" in text
    assert "Não foi você?" in text
    answer = client.post(reverse("account_email_verification_sent"), {"code": code})
    assert answer.headers["Location"] == "/meu-caminho/"


def test_the_code_for_signing_in(client: Client, mailbox: Mailbox) -> None:
    client.post(reverse("account_request_login_code"), {"email": cast.ana().email})
    text, _ = parts(mailbox[0])
    assert mailbox[0]["Subject"] == "[Trilha] Seu código para entrar"
    [code] = CODE.findall(text)
    answer = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer.headers["Location"] == "/meu-caminho/"


def test_the_link_for_another_password(client: Client, mailbox: Mailbox) -> None:
    client.post(reverse("account_reset_password"), {"email": cast.ana().email})
    text, html = parts(mailbox[0])
    link, home = LINK.findall(text)  # each alone on its line
    assert f'<a href="{link}">{link}</a>' in html
    assert urlsplit(link)[:2] == ("https", "testserver")
    assert home == "https://testserver/"
    page = client.get(urlsplit(link).path, follow=True).content.decode()
    assert "Escolha uma senha nova" in page


def test_lines_are_short_so_that_a_console_shows_them_as_they_are(
    client: Client, mailbox: Mailbox
) -> None:
    sign_up(client)
    text = next(mailbox[0].iter_parts())
    assert text["Content-Transfer-Encoding"] == "8bit"
    assert all(len(line) <= 72 for line in text.get_content().splitlines())


def test_a_notice_says_when_where_and_what_to_do(client: Client, mailbox: Mailbox) -> None:
    ana = cast.ana()
    client = Client(headers={"User-Agent": "Firefox on Linux, read https://evil.example"})
    client.force_login(ana)
    form = {"oldpassword": cast.PASSWORD, "password1": "lontra verde no alto da serra"}
    client.post(reverse("account_change_password"), form)
    text, html = parts(mailbox[0])
    assert "Aparelho: Firefox · Linux\nEndereço: 127.0.0.1" in text
    assert "evil.example" not in text + html
    assert LINK.findall(text)[0] == "https://testserver/conta/senha/esqueci/"


def test_her_language_is_the_language_of_her_mails(client: Client) -> None:
    ana = cast.ana()
    User.objects.update(language="en")
    client.post("/conta/senha/esqueci/", {"email": ana.email})
    html = mail.outbox[0].alternatives[0].content
    assert '<html lang="en">' in html
    assert mail.outbox[0].subject == "[Trilha] Choose a new password"
    link, home = LINK.findall(mail.outbox[0].body)
    assert link.startswith("https://testserver/en/conta/senha/nova/")
    assert home == "https://testserver/en/"


def test_who_has_no_account_is_written_to_in_the_language_of_the_page(client: Client) -> None:
    client.post("/en/conta/senha/esqueci/", {"email": "eva@trilha.test"})
    links = LINK.findall(mail.outbox[0].body)
    assert links[0] == "https://testserver/en/conta/criar/"


def test_who_signs_up_again_is_told_of_the_account_and_nothing_changes(client: Client) -> None:
    ana = cast.ana()
    sign_up(client, ana.email, name="Caio")
    letter = mail.outbox[0]
    assert letter.subject == "[Trilha] Você já tem conta"
    assert not CODE.search(letter.body)
    assert LINK.findall(letter.body)[:2] == [
        "https://testserver/conta/entrar/",
        "https://testserver/conta/senha/esqueci/",
    ]
    ana.refresh_from_db()
    assert ana.name == "Ana"


def test_no_name_a_stranger_chose_is_carried_to_a_mailbox(client: Client) -> None:
    sign_up(client, name="Ganhe https://evil.example agora")
    letter = mail.outbox[0]
    assert "evil" not in letter.body + letter.alternatives[0].content


def test_no_mail_fetches_anything(client: Client) -> None:
    sign_up(client)
    html = mail.outbox[0].alternatives[0].content
    assert not re.search(r"<(img|link|script|style|iframe)|style=|src=", html)


def test_a_forged_host_writes_no_mail(client: Client) -> None:
    email = cast.ana().email
    answer = client.post(
        "/conta/senha/esqueci/", {"email": email}, headers={"Host": "evil.example"}
    )
    assert answer.status_code == 400
    headers = {"X-Forwarded-Host": "evil.example"}
    client.post("/conta/senha/esqueci/", {"email": email}, headers=headers)
    [letter] = mail.outbox
    assert "evil" not in letter.body


def test_a_mail_leaves_after_the_answer(
    client: Client, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a slow mail server takes must not be seen in the time of the answer."""
    at_the_answer: list[int] = []

    get_response = ClientHandler.get_response

    def watching(handler: ClientHandler, request: HttpRequest) -> HttpResponse:
        answer: HttpResponse = get_response(handler, request)
        at_the_answer.append(len(mailbox))
        return answer

    monkeypatch.setattr(ClientHandler, "get_response", watching)
    sign_up(client)
    assert at_the_answer == [0]
    assert len(mailbox) == 1


def test_a_mail_server_that_is_away_breaks_nothing(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    options = {"host": "127.0.0.1", "port": 9, "timeout": 1}
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    assert sign_up(client).status_code == 302
    assert "A mail could not be sent: ConnectionRefusedError" in caplog.text
    assert "ana@trilha.test" not in caplog.text


def test_signing_in_sends_nothing(client: Client) -> None:
    sign_in(client, cast.ana().email)
    assert not mail.outbox
