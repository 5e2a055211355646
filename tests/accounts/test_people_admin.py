"""The list of people in the admin is for superusers, and holds no secrets."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db

LIST = reverse("admin:accounts_user_changelist")


@pytest.fixture
def rosa(client: Client) -> User:
    """Rosa runs the site."""
    rosa = cast.person("Rosa", is_staff=True, is_superuser=True)
    client.force_login(rosa)
    return rosa


def page_of(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def test_people_are_found_by_name_and_address(client: Client, rosa: User) -> None:
    cast.ana()
    assert "ana@trilha.test" in client.get(LIST, {"q": "Ana"}).content.decode()
    assert "ana@trilha.test" not in client.get(LIST, {"q": "malu@"}).content.decode()


def test_somebody_is_made_a_curator(client: Client, rosa: User) -> None:
    group = cast.duda().groups.get()
    ana = cast.ana()
    form = {"name": "Ana", "language": "pt-br", "is_active": "on", "is_staff": "on"}
    client.post(page_of(ana), form | {"groups": [group.pk]})
    ana.refresh_from_db()
    assert ana.is_staff
    assert not ana.is_superuser
    assert list(ana.groups.all()) == [group]


def test_neither_password_nor_address_can_be_seen_or_set(client: Client, rosa: User) -> None:
    ana = cast.ana()
    page = client.get(page_of(ana)).content.decode()
    assert ana.password not in page
    assert 'name="password"' not in page
    assert 'name="user_permissions"' not in page
    client.post(page_of(ana), {"email": "x@trilha.test", "password": "x", "language": "pt-br"})
    ana.refresh_from_db()
    assert ana.email == "ana@trilha.test"
    assert ana.check_password(cast.PASSWORD)


def test_nobody_is_made_there(client: Client, rosa: User) -> None:
    assert client.get(reverse("admin:accounts_user_add")).status_code == 403


def test_a_curator_cannot_reach_people(client: Client) -> None:
    duda, ana = cast.duda(), cast.ana()
    client.force_login(duda)
    assert "accounts/user" not in client.get("/admin/").content.decode()
    assert client.get(LIST).status_code == 403
    for user in (ana, duda):
        assert client.post(page_of(user), {"is_superuser": "on"}).status_code == 403
    delete = reverse("admin:accounts_user_delete", args=[ana.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert User.objects.filter(is_superuser=True).count() == 0
    assert User.objects.count() == 2


def test_a_curator_with_the_permission_is_still_no_superuser(client: Client) -> None:
    duda = cast.duda()
    duda.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    client.force_login(duda)
    assert client.post(page_of(duda), {"is_superuser": "on"}).status_code == 403


def test_twice_the_people_cost_the_same(client: Client, rosa: User) -> None:
    counts = []
    for name in ("Ana", "Malu", "Caio", "Eva"):
        cast.person(name)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert len(set(counts)) == 1
