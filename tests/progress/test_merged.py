"""Two resources become one: Ana finds her marks, notes and kept things of both, and undoing the
merge gives each back to where she made it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Resource
from progress.journey import Journey, LearnerJourney
from progress.models import Bookmark, Completion, Note, State, StudyEvent
from progress.privacy.export import export
from tests import builders, cast
from tests.progress.conftest import Again
from trilha.accounts.models import User

NOTES, KEPT = "/meu-caminho/notas/", "/meu-caminho/guardados/"


@pytest.fixture
def both(db: None) -> tuple[Resource, Resource]:
    """The one that stays and the one that is the same."""
    _, (stays, again) = builders.track_of("Fica", "Repetido")
    return stays, again


@pytest.fixture
def me(db: None) -> User:
    return cast.ana()


@pytest.fixture
def ana(client: Client, me: User) -> Client:
    client.force_login(me)
    return client


def apart(row: Resource) -> None:
    """What a curator does to undo a merge."""
    row.merged_into = None
    row.save(update_fields=["merged_into"])


def rows(me: User) -> list[Any]:
    """All that is stored of a person, with the keys and dates of the rows."""
    models = (Completion, StudyEvent, Note, Bookmark)
    return [list(model.objects.filter(learner=me).order_by("pk").values()) for model in models]


def study(me: User, stays: Resource, again: Resource) -> None:
    LearnerJourney(me.pk).set_state(again, State.DONE)
    LearnerJourney(me.pk).set_state(stays, State.DOING)
    builders.note(me, stays, "nota de quem fica")
    builders.note(me, again, "nota do repetido")
    for row in (stays, again):
        Bookmark.objects.keep(me.pk, row)


def test_no_row_of_a_learner_moves(me: User, both: tuple[Resource, Resource]) -> None:
    stays, again = both
    study(me, stays, again)
    before, told = rows(me), export(me.pk)
    again.merge_into(stays)
    assert rows(me) == before
    assert export(me.pk) == told  # under the names that everything was kept by
    apart(again)
    assert rows(me) == before


def test_the_page_of_the_one_that_stays_shows_everything(
    ana: Client, me: User, both: tuple[Resource, Resource]
) -> None:
    stays, again = both
    study(me, stays, again)
    again.merge_into(stays)
    page = ana.get(stays.get_absolute_url()).text
    assert "nota de quem fica" in page
    assert "nota do repetido" in page
    assert 'aria-pressed="true"' in page
    assert LearnerJourney(me.pk).states == {stays.pk: State.DONE}
    assert ana.get(KEPT).text.count(">Fica</a>") == 1
    listed = ana.get(NOTES).text
    assert "nota de quem fica" in listed
    assert "nota do repetido" in listed
    assert ">Repetido</a>" not in listed


def test_undoing_gives_everything_back_to_where_it_was(
    ana: Client, me: User, both: tuple[Resource, Resource]
) -> None:
    stays, again = both
    study(me, stays, again)
    again.merge_into(stays)
    apart(again)
    assert LearnerJourney(me.pk).states == {again.pk: State.DONE, stays.pk: State.DOING}
    for row, text, other in [
        (stays, "de quem fica", "do repetido"),
        (again, "do repetido", "fica"),
    ]:
        page = ana.get(row.get_absolute_url()).text
        assert f"nota {text}" in page
        assert f"nota {other}" not in page
    said = ana.get(KEPT).text
    assert ">Fica</a>" in said
    assert ">Repetido</a>" in said


def test_a_note_is_found_by_the_name_of_the_one_that_stays(
    ana: Client, me: User, both: tuple[Resource, Resource]
) -> None:
    stays, again = both
    builders.note(me, again, "ideia")
    again.merge_into(stays)
    for question in ("fica", "repetido", "ideia"):
        assert "ideia" in ana.get(NOTES, {"q": question}).text, question


def test_a_mark_on_one_that_was_led_on_counts_at_the_end_of_the_road(again: Again) -> None:
    first, second, third = (builders.resource(title) for title in ("Um", "Dois", "Três"))
    again().set_state(first, State.DONE)
    again().set_state(third, State.DOING)
    first.merge_into(second)
    second.merge_into(third)
    assert again().states == {third.pk: State.DONE}
    apart(Resource.objects.get(pk=first.pk))
    assert again().states == {first.pk: State.DONE, third.pk: State.DOING}


def test_what_is_marked_while_they_are_one_holds_for_both_afterwards(again: Again) -> None:
    """Also for a visitor: which of the two they meant, nobody knows."""
    stays, twin = builders.resource(), builders.resource()
    again().set_state(twin, State.DOING)
    twin.merge_into(stays)
    journey: Journey = again()
    assert journey.set_state(stays, State.DONE) == State.DOING
    apart(Resource.objects.get(pk=twin.pk))
    assert again().states == {twin.pk: State.DONE, stays.pk: State.DONE}


def test_more_duplicates_cost_no_more_statements(ana: Client, me: User) -> None:
    _, (stays, *others) = builders.track_of("Fica", *(f"Repetido {n}" for n in range(4)))
    pages = [stays.get_absolute_url(), NOTES, KEPT]

    def costs() -> list[int]:
        asked = []
        for page in pages:
            with CaptureQueriesContext(connection) as statements:
                ana.get(page)
            asked.append(len(statements))
        return asked

    study(me, stays, others[0])
    others[0].merge_into(stays)
    once = costs()
    for other in others[1:]:
        builders.note(me, other)
        Bookmark.objects.create(learner=me, resource=other)
        other.merge_into(stays)
    assert costs() == once
