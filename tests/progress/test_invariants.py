"""Whatever a learner and the curators do, in whatever order: no mark is lost by itself, and every
change of state leaves one event."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as thorough
from hypothesis import strategies as st

from catalog.models import Outline, Resource
from progress.journey import LearnerJourney, adopt
from progress.models import Completion, Pass, State, StudyEvent
from progress.passes import begin_again, resources_of, undo
from progress.sessions import MARKS
from tests import builders, cast

places = st.integers(0, 3)
marks = st.dictionaries(places, st.sampled_from(State), max_size=4)
acts = st.one_of(
    st.tuples(st.just("tick"), places, st.sampled_from(State)),
    st.tuples(st.just("take_back"), places, st.sampled_from(State)),
    st.tuples(st.just("begin"), st.sampled_from([None, 0, 1])),
    st.tuples(st.just("undo"), st.integers(0, 2)),
    st.tuples(st.just("begin"), st.sampled_from([None, 0, 1])),
    st.tuples(st.just("undo"), st.integers(0, 2)),
    st.tuples(st.just("adopt"), marks, marks),
    st.tuples(st.just("edit"), st.sampled_from(["rename", "retire", "readdress", "move"]), places),
    st.tuples(st.just("merge"), places, places),
    st.tuples(st.just("unmerge"), places),
)


class Story:
    """A learner, and a track of two sections with two resources each."""

    def __init__(self) -> None:
        self.track = builders.track()
        self.sections = [builders.section(self.track, title) for title in ("Um", "Dois")]
        self.rows = [builders.resource(f"Recurso {n}") for n in range(4)]
        for n, row in enumerate(self.rows):
            builders.step(self.sections[n // 2], resource=row)
        self.person = cast.person(f"Ana{self.track.pk}")

    @property
    def states(self) -> dict[int, State]:
        """What shows, as pages would ask it, without what they ask besides."""
        rows = Completion.objects.filter(learner=self.person, state__gt=State.TODO)
        of = Coalesce("resource__merged_into", "resource")
        shows: dict[int, State] = {}
        rows = rows.annotate(of=of).order_by("changed_at", "of")
        for key, state in rows.values_list("of", "state"):
            shows[key] = State(max(state, shows.pop(key, State.TODO)))
        return shows

    @property
    def stored(self) -> list[Any]:
        rows = Completion.objects.filter(learner=self.person, state__gt=State.TODO)
        return list(rows.order_by("resource").values_list("resource", "state", "changed_at"))

    def row(self, place: int) -> Resource:
        return Resource.objects.select_related("merged_into").get(pk=self.rows[place].pk)

    def acted(self, act: Callable[[], Any]) -> Any:
        """Every resource whose state shows another one has exactly one new event; no other has."""
        before, last = self.states, self.last
        answer = act()
        after = self.states
        moved = {
            key: after.get(key, State.TODO)
            for key in before.keys() | after.keys()
            if before.get(key) != after.get(key)
        }
        told = StudyEvent.objects.filter(learner=self.person, pk__gt=last)
        assert sorted(told.values_list("resource", "state")) == sorted(moved.items())
        return answer

    @property
    def last(self) -> int:
        event = StudyEvent.objects.filter(learner=self.person).order_by("pk").last()
        return event.pk if event else 0

    def edited(self, edit: Callable[[], Any]) -> None:
        """What curators do writes nothing of a learner's, and what shows as done still does."""
        done = {key for key, state in self.states.items() if state == State.DONE}
        before, last = self.stored, self.last
        edit()
        now = {row.pk: row.merged_into_id or row.pk for row in map(self.row, range(4))}
        assert (self.stored, self.last) == (before, last)
        shows = {key for key, state in self.states.items() if state == State.DONE}
        held = {key for key, state, _ in before if state == State.DONE}
        assert {now[key] for key in held} <= shows
        assert held or not done

    # What a learner does.

    def tick(self, place: int, state: State) -> None:
        row = self.row(place)
        row = row.merged_into or row
        before = self.states
        self.acted(lambda: LearnerJourney(self.person.pk).set_state(row, state))
        assert self.states.get(row.pk, State.TODO) == state
        rest = {key: held for key, held in self.states.items() if key != row.pk}
        assert rest == {key: held for key, held in before.items() if key != row.pk}

    def take_back(self, place: int, state: State) -> None:
        row = self.row(place)
        row = row.merged_into or row
        before = self.states
        former = self.acted(lambda: LearnerJourney(self.person.pk).set_state(row, state))
        self.acted(lambda: LearnerJourney(self.person.pk).set_state(row, former))
        assert self.states == before

    def adopt(self, first: dict[int, State], second: dict[int, State]) -> None:
        before, ended = self.states, []
        for order in [(second, first), (first, second)]:
            with transaction.atomic():
                for visitor in order:
                    self.acted(lambda visitor=visitor: adopt(self.request(visitor), self.person.pk))
                ended.append(self.states)
                transaction.set_rollback(order[0] is second and first is not second)
        assert ended[0] == ended[1]
        assert all(ended[1][key] >= state for key, state in before.items())
        stored = self.stored
        self.acted(lambda: adopt(self.request(first), self.person.pk))
        assert self.stored == stored

    def request(self, visitor: dict[int, State]) -> HttpRequest:
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore()
        request.session[MARKS] = {str(self.rows[n].pk): int(s) for n, s in visitor.items()}
        return request

    def begin(self, number: int | None) -> None:
        outline = Outline.of(self.track.uid)
        section = next(
            (
                row
                for row in outline.sections
                if number is not None and row.pk == self.sections[number].pk
            ),
            None,
        )
        before, stored = self.states, self.stored
        keys = resources_of(outline, section)
        kept = self.acted(lambda: begin_again(self.person.pk, outline, section))
        marked = {key: state for key, state in before.items() if key in keys}
        assert self.states == {key: s for key, s in before.items() if key not in keys}
        if kept is None:
            assert not marked
            return
        kept = Pass.objects.for_page().get(pk=kept.pk)
        told = {m.resource.merged_into_id or m.resource_id: m.state for m in kept.kept}
        assert told == marked
        assert begin_again(self.person.pk, outline, section) is None
        with transaction.atomic():
            self.acted(lambda: undo(kept))
            assert self.stored == stored  # with its dates
            assert list(self.states) == list(before)
            transaction.set_rollback(True)

    def undo(self, place: int) -> None:
        passes = list(Pass.objects.of(self.person.pk))
        if place < len(passes):
            kept, before = passes[place], self.states
            marked = {mark.resource_id: mark.state for mark in kept.marks.all()}
            self.acted(lambda: undo(kept))
            rows = dict(
                Completion.objects.filter(learner=self.person).values_list("resource", "state")
            )
            assert all(rows[key] >= state for key, state in marked.items())
            assert all(self.states[key] >= state for key, state in before.items())

    # What curators do.

    def edit(self, what: str, place: int) -> None:
        row = self.row(place)
        edits = {
            "rename": lambda: setattr(row, "title", row.title + " de novo") or row.save(),
            "readdress": lambda: setattr(row, "url", row.url + "/novo") or row.save(),
            "retire": lambda: row.bring_back() if row.retired_at else row.retire(),
            "move": lambda: row.steps.update(section=self.sections[place % 2]),
        }
        self.edited(edits[what])

    def merge(self, place: int, into: int) -> None:
        row, survivor = self.row(place), self.row(into)
        if row == survivor or survivor.merged_into or row.aliases.exists():
            return  # the desk refuses these
        row.merged_into = survivor
        self.edited(row.save)

    def unmerge(self, place: int) -> None:
        row = self.row(place)
        row.merged_into = None
        self.edited(row.save)


@pytest.mark.django_db
@given(story=st.lists(acts, min_size=4, max_size=14))
@thorough(
    max_examples=15,
    deadline=None,
    # Making a long story shorter takes minutes; it is readable as it is.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_story_keeps_what_was_done(story: list[tuple[Any, ...]], db: None) -> None:
    told = Story()
    for name, *rest in story:
        getattr(told, name)(*rest)
    assert LearnerJourney(told.person.pk).states == told.states
