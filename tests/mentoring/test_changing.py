"""Malu changes a link, its address staying what it was. Nobody else can."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.mentoring.models import ShareLink
from tests import builders, cast

pytestmark = pytest.mark.django_db


def address(link: ShareLink) -> str:
    return reverse("mentoring:edit", args=[link.uid])


def save(client: Client, link: ShareLink, **fields: object) -> HttpResponse:
    form = {"do": "save", "name": link.name, "target": "list", "lasts": "never"}
    return client.post(address(link), form | fields)


@pytest.fixture
def link() -> ShareLink:
    _, [rules, mlops] = builders.track_of("Rules", "MLOps")
    return builders.share_link(cast.malu(), rules, mlops)


@pytest.fixture
def desk(client: Client, link: ShareLink) -> Client:
    client.force_login(link.owner)
    return client


def test_the_form_shows_what_is_stored(desk: Client, link: ShareLink) -> None:
    link.greeting, link.last_day = "Oi, gente!", timezone.localdate()
    link.save()
    page = desk.get(address(link)).content.decode()
    assert "Oi, gente!" in page
    assert timezone.localdate().isoformat() in page
    assert page.index("Rules") < page.index("MLOps")


def test_words_order_and_remarks_change_and_the_key_does_not(desk: Client, link: ShareLink) -> None:
    key, uids = link.key, [item.resource.uid for item in link.items.all()]
    answer = save(desk, link, name="Outro título", item=uids[::-1], remark=["Primeiro", ""])
    assert answer.status_code == 302
    link.refresh_from_db()
    assert (link.name, link.key) == ("Outro título", key)
    assert [item.resource.uid for item in link.items.all()] == uids[::-1]
    assert link.items.first().remark == "Primeiro"


def test_a_list_may_become_a_track(desk: Client, link: ShareLink) -> None:
    track, _ = builders.track_of("Airflow")
    save(desk, link, target="track", track=track.uid)
    link.refresh_from_db()
    assert link.track == track
    assert not link.items.exists()


def test_saving_twice_is_the_same_as_once(desk: Client, link: ShareLink) -> None:
    uids = [item.resource.uid for item in link.items.all()]
    for _ in range(2):
        assert save(desk, link, item=uids, remark=["", ""]).status_code == 302
    assert link.items.count() == 2


def test_an_item_that_left_its_track_may_stay(desk: Client, link: ShareLink) -> None:
    rules = link.items.first().resource
    rules.retire()
    assert rules.uid in desk.get(address(link)).content.decode()
    save(desk, link, item=[rules.uid], remark=["Ainda vale."])
    assert [item.resource for item in link.items.all()] == [rules]


def test_a_duplicate_in_the_list_is_edited_as_its_survivor(desk: Client, link: ShareLink) -> None:
    rules, mlops = [item.resource for item in link.items.all()]
    mlops.merged_into = rules
    mlops.save()
    page = desk.get(address(link)).content.decode()
    assert mlops.uid not in page
    save(desk, link, item=[rules.uid], remark=[""])
    assert [item.resource for item in link.items.all()] == [rules]


def test_an_expired_link_is_prolonged(desk: Client, link: ShareLink) -> None:
    link.last_day = timezone.localdate() - timedelta(days=1)
    link.save()
    assert not link.is_open
    save(desk, link, lasts="7", item=[link.items.first().resource.uid], remark=[""])
    link.refresh_from_db()
    assert link.is_open


def test_a_revoked_link_is_not(desk: Client, link: ShareLink) -> None:
    link.revoke()
    assert desk.get(address(link)).status_code == 404
    assert save(desk, link, name="De volta").status_code == 404


def test_a_stranger_finds_nothing(client: Client, link: ShareLink) -> None:
    client.force_login(cast.caio())
    assert client.get(address(link)).status_code == 404
    assert save(client, link, name="Tomado").status_code == 404
    link.refresh_from_db()
    assert link.name == "Comece por aqui"


def test_a_visitor_is_asked_in(client: Client, link: ShareLink) -> None:
    for answer in (client.get(address(link)), save(client, link, name="Tomado")):
        assert answer.status_code == 302
        assert answer["Location"] == f"{reverse('account_login')}?next={address(link)}"
    link.refresh_from_db()
    assert link.name == "Comece por aqui"
