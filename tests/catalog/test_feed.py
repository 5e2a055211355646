"""The Atom feed of a track."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalog.models import Resource, Status, Track
from tests import builders

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(client: Client, track: Track, prefix: str = "") -> ElementTree.Element:
    answer = client.get(f"{prefix}/feeds/trilhas/{track.uid}.atom")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314 — our own


def values(of: Any, name: str) -> list[str]:
    return [found.text or "" for found in of.iter(f"{ATOM}{name}")]


def met(resource: Resource, day: int) -> None:
    Resource.objects.filter(pk=resource.pk).update(created_at=datetime(2024, 3, day, tzinfo=UTC))


def test_what_the_catalog_met_last_comes_first(client: Client) -> None:
    track, [old, new] = builders.track_of("Antigo", "Novo", title="Dados")
    met(old, 1)
    met(new, 2)
    root = feed(client, track)
    assert values(root, "title") == ["Novidades de Dados", "Novo", "Antigo"]
    assert values(root, "updated") == ["2024-03-02T00:00:00+00:00"] * 2 + [
        "2024-03-01T00:00:00+00:00"
    ]
    assert values(root, "published") == values(root, "updated")[1:]


def test_links_are_absolute_and_in_the_language_of_the_feed(client: Client) -> None:
    track, [resource] = builders.track_of("Rules")
    way, goal = track.get_absolute_url(), resource.get_absolute_url()
    for prefix in ("", "/en"):
        root = feed(client, track, prefix)
        links = {link.attrib["rel"]: link.attrib["href"] for link in root.findall(f"{ATOM}link")}
        assert links == {
            "alternate": f"http://testserver{prefix}{way}",
            "self": f"http://testserver{prefix}/feeds/trilhas/{track.uid}.atom",
        }
        [entry] = root.iter(f"{ATOM}entry")
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.attrib["href"] == f"http://testserver{prefix}{goal}"
        assert root.attrib[LANG] == (prefix.strip("/") or "pt-br")


def test_an_entry_keeps_its_id_whatever_happens(client: Client) -> None:
    track, [resource] = builders.track_of("Rules")
    ids = {tuple(values(feed(client, track), "id"))}
    resource.title, resource.url = "Regras", "https://example.org/mudou"
    resource.save()
    ids.add(tuple(values(feed(client, track), "id")))
    client.defaults["HTTP_HOST"] = "localhost"
    ids.add(tuple(values(feed(client, track), "id")))
    assert len(ids) == 1
    english = values(feed(client, track, "/en"), "id")
    [(whole, entry)] = ids
    assert english[1] == entry
    assert english[0] != whole
    assert all(name.startswith("urn:uuid:") for name in english)


def test_each_entry_says_its_language_and_its_words_are_no_markup(client: Client) -> None:
    track, [resource] = builders.track_of("x")
    resource.title, resource.title_language = "<b>Rules</b> & more", "en"
    resource.description = "Regras <i>claras</i>."
    resource.save()
    [entry] = feed(client, track).iter(f"{ATOM}entry")
    assert entry.attrib[LANG] == "en"
    assert values(entry, "title") == ["<b>Rules</b> & more"]
    summary = entry.find(f"{ATOM}summary")
    assert summary is not None
    assert summary.text == "Regras <i>claras</i>."
    assert summary.attrib == {LANG: "pt-BR"}  # plain text, when nothing else is said


def test_what_left_is_not_told(client: Client) -> None:
    track, [stays, leaves, twin] = builders.track_of("Fica", "Sai", "Repetido")
    leaves.retire()
    twin.merged_into = stays
    twin.save()
    assert values(feed(client, track), "title")[1:] == ["Fica"]


def test_an_empty_feed_has_the_date_of_its_track(client: Client) -> None:
    track = builders.track(published_at=datetime(2024, 3, 1, tzinfo=UTC))
    assert values(feed(client, track), "updated") == ["2024-03-01T00:00:00+00:00"]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETIRED])
def test_only_published_tracks_have_one(client: Client, status: Status) -> None:
    track = builders.track(status=status)
    for prefix in ("", "/en"):
        assert client.get(f"{prefix}/feeds/trilhas/{track.uid}.atom").status_code == 404
    assert client.get("/feeds/trilhas/nada.atom").status_code == 404


def test_the_page_of_a_track_names_its_feed(client: Client) -> None:
    track, _ = builders.track_of("Rules")
    page = client.get(track.get_absolute_url()).content.decode()
    assert f'type="application/atom+xml" href="/feeds/trilhas/{track.uid}.atom"' in page


@pytest.mark.parametrize("rows", [3, 60])
def test_two_statements_however_long(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    track, _ = builders.track_of(*(f"Recurso {n}" for n in range(rows)))
    with django_assert_num_queries(2):
        assert len(values(feed(client, track), "published")) == min(rows, 50)
