"""Pages of the desk ask the same number of questions however much there is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin import site
from django.test import RequestFactory
from django.urls import reverse

from catalog.models import Track
from tests import builders
from tests.admin.desk import Desk

pytestmark = pytest.mark.beside("sqlite")


def more(n: int) -> None:
    for number in range(n):
        track, resources = builders.track_of(f"Recurso {number}", f"Outro {number}")
        resources[0].skills.add(builders.skill())
        resources[0].tags.add(f"assunto {n} {number}")
        section = track.sections.get()
        builders.section(track, parent=section)
        builders.step(section, community=builders.community())


@pytest.mark.parametrize(
    "page",
    [
        "catalog_track",
        "catalog_section",
        "catalog_resource",
        "catalog_skill",
        "catalog_community",
        "taggit_tag",
    ],
)
def test_twice_the_rows_cost_the_same(
    desk: Desk, count_queries: Callable[[str], int], page: str
) -> None:
    url = reverse(f"admin:{page}_changelist")
    more(2)
    once = count_queries(url)
    more(2)
    assert count_queries(url) == once


def test_the_page_of_a_track_costs_the_same_for_twice_the_sections(
    desk: Desk, count_queries: Callable[[str], int]
) -> None:
    track = builders.track()
    for _ in range(3):
        builders.section(track)
    once = count_queries(desk.url(track))
    for _ in range(3):
        builders.section(track)
    assert count_queries(desk.url(track)) == once


def test_the_page_of_a_section_costs_the_same_for_twice_the_steps(
    desk: Desk, count_queries: Callable[[str], int]
) -> None:
    section = builders.section(builders.track())
    for _ in range(3):
        builders.step(section, resource=builders.resource())
    once = count_queries(desk.url(section))
    for _ in range(3):
        builders.step(section, resource=builders.resource())
    assert count_queries(desk.url(section)) == once


def test_sections_and_steps_of_a_track_are_counted_and_not_multiplied(desk: Desk) -> None:
    track, _resources = builders.track_of("Um", "Dois", "Três")
    builders.section(track)
    rows = site.get_model_admin(Track).get_queryset(RequestFactory().get("/"))
    found: Any = rows.get(pk=track.pk)
    assert (found.sections_count, found.steps_count) == (2, 3)
    assert "JOIN" not in str(rows.query)
