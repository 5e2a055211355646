"""Accounts that nobody proved to be theirs go after a week; all others stay."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.accounts.steps import sign_up
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db


def a_while_ago(days: int) -> None:
    User.objects.update(date_joined=timezone.now() - timedelta(days=days))


def clean() -> str:
    said = StringIO()
    call_command("delete_unverified", stdout=said)
    return said.getvalue().strip()


def test_an_address_never_confirmed_is_free_again(client: Client) -> None:
    sign_up(client, "eva@trilha.test")
    a_while_ago(days=8)
    assert clean() == "1 accounts deleted"
    assert not User.objects.exists()
    assert clean() == "0 accounts deleted"


def test_there_is_a_week_for_it(client: Client) -> None:
    sign_up(client, "eva@trilha.test")
    a_while_ago(days=6)
    clean()
    assert User.objects.exists()


def test_whoever_was_here_stays(client: Client) -> None:
    cast.ana()  # confirmed
    User.objects.create_superuser("rosa@trilha.test", cast.PASSWORD)  # made by hand, not yet in
    malu = User.objects.create_user("malu@trilha.test", cast.PASSWORD)
    User.objects.filter(pk=malu.pk).update(last_login=timezone.now())
    a_while_ago(days=30)
    assert clean() == "0 accounts deleted"
    assert User.objects.count() == 3
