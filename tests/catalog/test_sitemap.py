"""What search engines are told to find."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from reversion.models import Revision

from catalog.history import changing_the_catalog
from catalog.models import Resource, Status
from catalog.sitemaps import MAPS
from tests import builders

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def read(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    return ElementTree.fromstring(answer.content)  # noqa: S314 — our own


def mapped(client: Client, part: str) -> dict[str, str | None]:
    """The paths of one map with the day each page last changed."""
    rows = read(client, f"/sitemap-{part}.xml")
    return {
        (row.findtext(f"{MAP}loc") or "").removeprefix("http://testserver"): row.findtext(
            f"{MAP}lastmod"
        )
        for row in rows
    }


def test_robots_lead_to_an_index_of_all_maps(client: Client) -> None:
    assert "http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    found = [row.findtext(f"{MAP}loc") for row in read(client, "/sitemap.xml")]
    assert found == [f"http://testserver/sitemap-{part}.xml" for part in MAPS]
    assert client.get("/sitemap-nada.xml").status_code == 404


def test_every_kind_of_page_in_both_languages(client: Client) -> None:
    track, [resource] = builders.track_of("Rules")
    resource.tags.add("SQL")
    section = track.sections.get()
    skill = builders.skill()
    pages = {
        "pages": ["/", "/sobre/", "/trilhas/", "/habilidades/", "/comunidades/", "/assuntos/"],
        "tracks": [track.get_absolute_url()],
        "sections": [section.get_absolute_url()],
        "resources": [resource.get_absolute_url()],
        "skills": [skill.get_absolute_url()],
        "tags": ["/assuntos/sql/"],
    }
    for part, paths in pages.items():
        found = set(mapped(client, part))
        assert {f"{prefix}{path}" for path in paths for prefix in ("", "/en")} <= found
        assert all(client.get(path).status_code == 200 for path in found)


def test_each_page_names_its_other_languages(client: Client) -> None:
    builders.skill(uid="sql")
    for row in read(client, "/sitemap-skills.xml"):
        assert {link.attrib["hreflang"]: link.attrib["href"] for link in row.iter(LINK)} == {
            "pt-br": "http://testserver/habilidades/sql/",
            "en": "http://testserver/en/habilidades/sql/",
            "x-default": "http://testserver/habilidades/sql/",
        }


def test_only_what_strangers_may_open(client: Client) -> None:
    draft = builders.section(builders.track(status=Status.DRAFT))
    builders.step(draft, resource=builders.resource(tags=["escondido"]))
    track, [gone] = builders.track_of("Retirado")
    gone.retire()
    builders.skill().retire()
    assert set(mapped(client, "tracks")) == {
        track.get_absolute_url(),
        f"/en{track.get_absolute_url()}",
    }
    for part in ("sections", "resources", "skills", "tags"):
        assert mapped(client, part) == {}


def test_pages_say_when_they_changed_as_far_as_history_knows(client: Client) -> None:
    track, [resource, other] = builders.track_of("Rules", "Outro")
    section, skill = track.sections.get(), builders.skill()
    Resource.objects.update(created_at=datetime(2024, 1, 1, 12, tzinfo=UTC))
    for part in ("tracks", "sections", "skills"):
        assert set(mapped(client, part).values()) == {None}

    with changing_the_catalog(why="conferido"):
        resource.save()
        section.steps.first().save()
    Revision.objects.update(date_created=datetime(2024, 5, 1, 12, tzinfo=UTC))

    days = mapped(client, "resources")
    assert days[resource.get_absolute_url()] == "2024-05-01"
    assert days[other.get_absolute_url()] == "2024-01-01"
    assert mapped(client, "sections")[section.get_absolute_url()] == "2024-05-01"
    assert mapped(client, "tracks")[track.get_absolute_url()] == "2024-05-01"
    assert mapped(client, "skills")[skill.get_absolute_url()] is None


@pytest.mark.parametrize("rows", [3, 6])
def test_the_maps_cost_the_same_however_many_pages(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(rows):
        _, [resource] = builders.track_of(f"Recurso {n}")
        resource.tags.add(f"Assunto {n}")
        builders.skill(f"Habilidade {n}")
    read(client, "/sitemap.xml")  # content types are asked once
    costs = {"pages": 0, "tracks": 6, "sections": 4, "resources": 2, "skills": 2, "tags": 1}
    for part, cost in costs.items():
        with django_assert_num_queries(cost):
            read(client, f"/sitemap-{part}.xml")
