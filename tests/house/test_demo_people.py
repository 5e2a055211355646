"""A development site comes with people to sign in as; no other site does."""

import json
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from tests.cast import PASSWORD, person
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
PEOPLE = json.loads((settings.BASE_DIR / "fixtures/demo_people.json").read_text())


@pytest.fixture
def development(settings) -> None:
    settings.DEBUG = True


def demo_people() -> str:
    said = StringIO()
    call_command("demo_people", stdout=said)
    return said.getvalue()


def everything() -> list[list[object]]:
    return [list(model.objects.values()) for model in (User, EmailAddress, Group)]


def test_they_are_refused_outside_of_development() -> None:
    with pytest.raises(CommandError, match="DEBUG=1"):
        demo_people()

    assert not User.objects.exists()


def test_each_is_printed_and_can_sign_in(development: None) -> None:
    said = demo_people()

    for who in PEOPLE:
        assert who["email"] in said
        assert who["password"] in said
        assert authenticate(None, email=who["email"], password=who["password"])
        assert EmailAddress.objects.get(email=who["email"]).verified


def test_only_duda_enters_the_administration(development: None) -> None:
    demo_people()

    staff = User.objects.get(is_staff=True)
    assert staff.name == "Duda"
    assert staff.has_perm("catalog.change_resource")
    assert not staff.is_superuser


def test_a_second_time_changes_nothing(development: None) -> None:
    first = demo_people()
    before = everything()

    assert demo_people() == first
    assert everything() == before


def test_who_exists_already_keeps_their_password(development: None) -> None:
    ana = person("Ana")
    User.objects.filter(pk=ana.pk).update(email="ana@trilha.local")

    demo_people()

    assert User.objects.get(email="ana@trilha.local").check_password(PASSWORD)
