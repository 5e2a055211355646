"""Revoking closes a link at once, for good, and only by its owner's own hand."""

import pytest
from django.test import Client
from django.urls import reverse

from progress.mentoring.models import ShareLink
from tests import builders, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> ShareLink:
    return builders.share_link(cast.malu(), track=builders.track())


def address(link: ShareLink) -> str:
    return reverse("mentoring:revoke", args=[link.uid])


def test_the_very_next_visit_finds_nothing(client: Client, link: ShareLink) -> None:
    visitor = Client()
    assert visitor.get(link.get_absolute_url()).status_code == 200
    client.force_login(link.owner)
    answer = client.post(address(link), follow=True)
    assert "Link revogado" in answer.content.decode()
    assert visitor.get(link.get_absolute_url()).status_code == 404


def test_twice_is_the_same_as_once(client: Client, link: ShareLink) -> None:
    client.force_login(link.owner)
    client.post(address(link))
    link.refresh_from_db()
    when = link.revoked_at
    assert client.post(address(link)).status_code == 302
    assert link.revoke() is False
    link.refresh_from_db()
    assert link.revoked_at == when


def test_a_visitor_is_asked_in(client: Client, link: ShareLink) -> None:
    answer = client.post(address(link))
    assert answer["Location"] == f"{reverse('account_login')}?next=/links/"
    link.refresh_from_db()
    assert link.is_open


def test_a_stranger_finds_nothing(client: Client, link: ShareLink) -> None:
    client.force_login(cast.caio())
    assert client.post(address(link)).status_code == 404
    link.refresh_from_db()
    assert link.is_open


def test_looking_revokes_nothing(client: Client, link: ShareLink) -> None:
    client.force_login(link.owner)
    assert client.get(address(link)).status_code == 405
    link.refresh_from_db()
    assert link.is_open


def test_another_site_cannot(link: ShareLink) -> None:
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(link.owner)
    assert forged.post(address(link)).status_code == 403
    link.refresh_from_db()
    assert link.is_open


def test_a_superuser_may_close_a_reported_one(client: Client, link: ShareLink) -> None:
    boss = cast.person("Chefe", is_staff=True, is_superuser=True)
    client.force_login(boss)
    listed = reverse("admin:mentoring_sharelink_changelist")
    page = client.get(reverse("admin:mentoring_sharelink_change", args=[link.pk]))
    assert link.key not in page.content.decode()
    client.post(listed, {"action": "revoke", "_selected_action": [link.pk]})
    link.refresh_from_db()
    assert link.revoked_at


def test_a_curator_does_not_see_the_links_of_mentors(client: Client, link: ShareLink) -> None:
    client.force_login(cast.duda())
    assert client.get(reverse("admin:mentoring_sharelink_changelist")).status_code == 403


def test_a_closed_account_closes_its_links(client: Client, link: ShareLink) -> None:
    link.owner.is_active = False
    link.owner.save()
    assert client.get(link.get_absolute_url()).status_code == 404


def test_an_erased_account_leaves_nothing_behind(link: ShareLink) -> None:
    link.owner.delete()
    assert not ShareLink.objects.exists()
