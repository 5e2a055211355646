"""A link begins as the twin of another one, and has a key of its own once it is saved."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.mentoring.models import ShareLink
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> ShareLink:
    _, [rules, mlops] = builders.track_of("Rules", "MLOps")
    made = builders.share_link(cast.malu(), name="Primeiras semanas", greeting="Oi, **gente**!")
    made.pick([(mlops, "Comece por este."), (rules, "")])
    return made


@pytest.fixture
def desk(client: Client, link: ShareLink) -> Client:
    client.force_login(link.owner)
    return client


def begun(desk: Client, of: ShareLink) -> str:
    answer = desk.get(reverse("mentoring:new"), {"de": of.uid})
    assert answer.status_code == 200
    return answer.content.decode()


def over(link: ShareLink) -> None:
    link.last_day = timezone.localdate() - timedelta(days=1)
    link.save()


@pytest.mark.parametrize("ends", [lambda link: None, over, ShareLink.revoke])
def test_it_brings_words_list_order_and_remarks(
    desk: Client, link: ShareLink, ends: object
) -> None:
    ends(link)  # type: ignore[operator]
    page = begun(desk, link)
    assert 'value="Primeiras semanas (cópia)"' in page
    assert "Oi, **gente**!" in page
    assert 'value="Comece por este."' in page
    uids = re.findall(r'name="item" value="([^"]+)"', page)
    assert uids == [item.resource.uid for item in link.items.all()]
    assert str(link.uid) not in page
    assert link.key not in page
    assert ShareLink.objects.count() == 1


def test_its_title_tells_it_from_the_other_and_fits() -> None:
    assert ShareLink(owner=User(), name="Oi").duplicate().name == "Oi (cópia)"
    twin = ShareLink(owner=User(), name="ã" * 120).duplicate()
    assert (len(twin.name), twin.name[-9:]) == (120, "ã (cópia)")


def test_saved_it_has_a_key_of_its_own(desk: Client, link: ShareLink) -> None:
    uid = re.search(r'name="uid" value="([^"]+)"', begun(desk, link))
    assert uid
    uids = [item.resource.uid for item in link.items.all()]
    form = {"do": "save", "uid": uid[1], "name": "De novo", "target": "list", "lasts": "30"}
    desk.post(reverse("mentoring:links"), form | {"item": uids, "remark": ["", ""]})
    twin = ShareLink.objects.get(name="De novo")
    assert twin.key != link.key
    assert twin.items.count() == link.items.count() == 2


def test_a_section_comes_along_too(desk: Client, link: ShareLink) -> None:
    stage = builders.track_of("SQL")[0].sections.get()
    page = begun(desk, builders.share_link(link.owner, section=stage))
    assert f'<option value="{stage.pk}" selected>' in page


def test_what_left_the_catalog_stays_behind_and_is_named(desk: Client, link: ShareLink) -> None:
    link.items.first().resource.retire()
    page = begun(desk, link)
    assert re.findall(r'name="item"', page) == ['name="item"']
    assert "Não veio junto o que saiu do catálogo:" in page
    assert "MLOps" in page


@pytest.mark.parametrize("asked", ["dele", "nada", ""])
def test_of_nobody_elses(desk: Client, asked: str) -> None:
    theirs = builders.share_link(cast.caio(), track=builders.track(), name="De Caio")
    said = {"dele": str(theirs.uid), "nada": str(uuid4())}.get(asked, asked)
    page = desk.get(reverse("mentoring:new"), {"de": said}).content.decode()
    assert "De Caio" not in page


def test_the_list_of_links_offers_it_for_open_and_ended_ones(desk: Client, link: ShareLink) -> None:
    closed = builders.share_link(link.owner, track=builders.track())
    closed.revoke()
    page = desk.get(reverse("mentoring:links")).content.decode()
    for one in (link, closed):
        assert f"{reverse('mentoring:new')}?de={one.uid}" in page
