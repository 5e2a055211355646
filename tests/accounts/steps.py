"""What the stories about accounts do again and again."""

import re

from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from catalog.models import Resource
from tests.cast import PASSWORD

CODE = re.compile(r"^\d{3}-\d{3}$", re.MULTILINE)
LINK = re.compile(r"^https?://\S+$", re.MULTILINE)


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def sign_up(client: Client, email: str = "ana@trilha.test", **more: str) -> HttpResponse:
    form = {"name": "Ana Souza", "email": email, "password1": PASSWORD, "site": ""}
    return client.post(reverse("account_signup"), form | more)


def type_code(client: Client, code: str = "", **more: str) -> HttpResponse:
    """Type a code where the address is confirmed: the one from the last mail, if none is given."""
    return client.post(
        reverse("account_email_verification_sent"), {"code": code or last_code(), **more}
    )


def last_code() -> str:
    return CODE.findall(mail.outbox[-1].body)[0]


def last_link() -> str:
    return LINK.findall(mail.outbox[-1].body)[0]


def tick(client: Client, *resources: Resource) -> None:
    for resource in resources:
        answer = client.post(
            reverse("progress:mark", args=[resource.uid]),
            {"state": "done"},
            headers={"Origin": "http://testserver"},
        )
        assert answer.status_code == 303


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200
