"""Publish, retire and their way back: in lists and on the page of one thing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reversion.models import Revision

from catalog.models import Edition, Status
from tests import builders
from tests.admin.desk import Desk


@pytest.mark.parametrize(
    ("before", "verb", "after"),
    [
        ("draft", "publish", Status.PUBLISHED),
        ("published", "back_to_draft", Status.DRAFT),
        ("published", "retire", Status.RETIRED),
        ("retired", "publish", Status.PUBLISHED),
    ],
)
def test_a_track_changes_its_state_by_a_button(
    desk: Desk, before: str, verb: str, after: Status
) -> None:
    track = builders.track(status=before)
    edition = Edition.now()
    desk.press(track, verb)
    track.refresh_from_db()
    assert track.status == after
    assert Edition.now() == edition + 1


@pytest.mark.parametrize("builder", [builders.resource, builders.skill, builders.community])
def test_entries_are_retired_and_come_back(desk: Desk, builder: object) -> None:
    row = builder()  # type: ignore[operator]
    desk.press(row, "retire")
    row.refresh_from_db()
    assert row.retired_at
    desk.press(row, "bring_back")
    row.refresh_from_db()
    assert row.retired_at is None
    assert "retirou" in desk.history(row)


def test_a_list_action_is_one_revision_and_one_edition(desk: Desk) -> None:
    drafts = [builders.track(status="draft") for _ in range(3)]
    open_one = builders.track()
    before = Edition.now()
    desk.choose("publish", *drafts, open_one)
    for track in drafts:
        track.refresh_from_db()
        assert track.status == Status.PUBLISHED
        assert track.published_at
    assert Edition.now() == before + 1
    assert Revision.objects.count() == 1


def test_twice_the_sections_cost_the_same(desk: Desk) -> None:
    def cost(sections: int) -> int:
        track = builders.track(status="draft")
        for _ in range(sections):
            builders.step(builders.section(track), resource=builders.resource())
        with CaptureQueriesContext(connection) as asked:
            desk.choose("publish", track)
        return len(asked)

    cost(1)  # finds the types of the rows, once
    assert cost(4) == cost(2)


def test_of_many_the_message_names_some_and_counts_the_rest(desk: Desk) -> None:
    rows = [builders.resource(f"Recurso {n}") for n in range(7)]
    answer = desk.choose("retire", *rows)
    assert "Recurso 4 e mais 2." in desk.client.get(answer["Location"]).text


def test_what_is_so_already_is_no_change(desk: Desk) -> None:
    track = builders.track()
    before = Edition.now(), Revision.objects.count()
    answer = desk.client.get(desk.press(track, "publish")["Location"])
    assert "nada mudou" in answer.text
    assert (Edition.now(), Revision.objects.count()) == before


def test_the_page_offers_what_makes_sense(desk: Desk) -> None:
    draft, retired = builders.track(status="draft"), builders.resource()
    retired.retire()
    page = desk.client.get(desk.url(draft)).text
    assert 'value="publish"' in page
    assert 'value="back_to_draft"' not in page
    assert 'value="bring_back"' in desk.client.get(desk.url(retired)).text


def test_an_action_nobody_offers_changes_nothing(desk: Desk) -> None:
    track = builders.track()
    before = Edition.now()
    desk.press(track, "explode")
    desk.press(track, "delete_selected")
    track.refresh_from_db()
    assert track.status == Status.PUBLISHED
    assert Edition.now() == before


def test_the_page_links_to_what_people_see_only_while_they_see_it(desk: Desk) -> None:
    track, draft = builders.track(), builders.track(status="draft")
    assert track.get_absolute_url() in desk.client.get(desk.url(track)).text
    assert draft.get_absolute_url() not in desk.client.get(desk.url(draft)).text
