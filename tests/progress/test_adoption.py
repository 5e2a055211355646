"""Signing in brings a visitor's marks along: the furthest state wins, and nothing moves back."""

from importlib import import_module

import pytest
from django.conf import settings
from django.http import HttpRequest
from hypothesis import HealthCheck, given
from hypothesis import settings as thorough
from hypothesis import strategies as st

from progress.journey import LearnerJourney, VisitorJourney, adopt
from progress.models import Completion, State, StudyEvent
from tests import builders, cast

pytestmark = pytest.mark.django_db


def visitor(marks: dict[int, State]) -> HttpRequest:
    """The request of a visitor with these marks."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    for key, state in marks.items():
        VisitorJourney(request.session).set_state(builders.Resource(pk=key), state)
    return request


def test_marks_come_along_and_leave_the_session() -> None:
    ana, rules = cast.ana(), builders.resource()
    request = visitor({rules.pk: State.DONE})
    assert adopt(request, ana.pk) == 1
    assert LearnerJourney(ana.pk).states == {rules.pk: State.DONE}
    assert VisitorJourney(request.session).states == {}


def test_the_furthest_state_wins() -> None:
    ana, ahead, behind = cast.ana(), builders.resource(), builders.resource()
    LearnerJourney(ana.pk).set_state(ahead, State.DONE)
    LearnerJourney(ana.pk).set_state(behind, State.DOING)
    adopt(visitor({ahead.pk: State.DOING, behind.pk: State.DONE}), ana.pk)
    assert LearnerJourney(ana.pk).states == {ahead.pk: State.DONE, behind.pk: State.DONE}


def test_adopting_twice_changes_nothing() -> None:
    ana, rules = cast.ana(), builders.resource()
    for _ in range(2):
        adopt(visitor({rules.pk: State.DONE}), ana.pk)
    assert Completion.objects.count() == StudyEvent.objects.count() == 1


def test_marks_on_what_is_gone_are_left_out() -> None:
    ana, rules = cast.ana(), builders.resource()
    assert adopt(visitor({rules.pk: State.DONE, rules.pk + 1000: State.DONE}), ana.pk) == 1


def test_without_marks_nothing_happens() -> None:
    ana = cast.ana()
    assert adopt(visitor({}), ana.pk) == 0
    assert not Completion.objects.exists()


marks_of_five = st.dictionaries(st.integers(0, 4), st.sampled_from(State), max_size=5)


@given(first=marks_of_five, second=marks_of_five)
@thorough(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_order_of_adopting_does_not_matter(
    first: dict[int, State], second: dict[int, State], db: None
) -> None:
    keys = [builders.resource().pk for _ in range(5)]
    ended = []
    for n, order in enumerate([(first, second), (second, first)]):
        person = cast.person(f"Ana{keys[0]}x{n}")
        for marks in order:
            adopt(visitor({keys[place]: state for place, state in marks.items()}), person.pk)
        ended.append(LearnerJourney(person.pk).states)
    assert ended[0] == ended[1]
