"""What a learner did is never lost: every true change leaves one event."""

import pytest

from progress.journey import LearnerJourney
from progress.models import State, StudyEvent
from tests import builders, cast

pytestmark = pytest.mark.django_db


def test_a_change_is_remembered_with_its_track() -> None:
    ana, (track, [rules]) = cast.ana(), builders.track_of("Rules of ML")
    LearnerJourney(ana.pk).set_state(rules, State.DONE, track)
    event = StudyEvent.objects.get(learner=ana)
    assert (event.resource, event.track, event.state) == (rules, track, State.DONE)


def test_saying_the_same_twice_is_one_event() -> None:
    ana, rules = cast.ana(), builders.resource()
    for _ in range(2):
        LearnerJourney(ana.pk).set_state(rules, State.DONE)
    assert StudyEvent.objects.filter(learner=ana).count() == 1


def test_what_was_never_marked_needs_no_event_to_stay_so() -> None:
    ana, rules = cast.ana(), builders.resource()
    LearnerJourney(ana.pk).set_state(rules, State.TODO)
    assert not StudyEvent.objects.filter(learner=ana).exists()


def test_undoing_is_an_event_too() -> None:
    ana, rules = cast.ana(), builders.resource()
    former = LearnerJourney(ana.pk).set_state(rules, State.DONE)
    LearnerJourney(ana.pk).set_state(rules, former)
    states = StudyEvent.objects.filter(learner=ana).order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.DONE, State.TODO]


def test_the_latest_activity_comes_first() -> None:
    ana = cast.ana()
    for title in ["A", "B", "C"]:
        LearnerJourney(ana.pk).set_state(builders.resource(title), State.DONE)
    assert [deed.thing.title for deed in LearnerJourney(ana.pk).activity(2)] == ["C", "B"]


def test_a_mark_that_also_moves_a_duplicate_is_one_event() -> None:
    ana, duplicate, survivor = cast.ana(), builders.resource(), builders.resource()
    LearnerJourney(ana.pk).set_state(duplicate, State.DOING)
    duplicate.merged_into = survivor
    duplicate.save()
    LearnerJourney(ana.pk).set_state(survivor, State.DONE)
    events = StudyEvent.objects.filter(learner=ana).order_by("pk")
    assert [event.resource for event in events] == [duplicate, survivor]
