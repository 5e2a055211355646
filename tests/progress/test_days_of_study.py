"""Which events are study, and on which day: in one statement, on both databases alike."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from catalog.models import Outline, Resource
from progress import passes
from progress.journey import LearnerJourney, VisitorJourney
from progress.models import State, StudyEvent
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
TODO, DOING, SKIPPED, DONE = State
MONDAY = date(2026, 11, 16)
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def ana() -> User:
    return cast.ana()


def event(who: User, what: Resource, state: State, at: datetime) -> None:
    StudyEvent.objects.create(learner=who, resource=what, state=state, at=at)


def noon(day: date, minute: int = 0) -> datetime:
    return datetime(
        day.year, day.month, day.day, 12, minute, tzinfo=timezone.get_current_timezone()
    )


def days(who: User) -> dict[date, int]:
    return StudyEvent.objects.days_of_study(who.pk, LONG_AGO)


def told(who: User, *states: State, what: Resource | None = None) -> dict[date, int]:
    """One resource that takes these states within one day."""
    what = what or builders.resource()
    for minute, state in enumerate(states):
        event(who, what, state, noon(MONDAY, minute))
    return days(who)


@pytest.mark.parametrize("state", [DOING, SKIPPED, DONE])
def test_a_state_that_begins_is_a_step(ana: User, state: State) -> None:
    assert told(ana, state) == {MONDAY: 1}


def test_a_resource_counts_once_a_day(ana: User) -> None:
    assert told(ana, DOING, SKIPPED, DOING, DONE) == {MONDAY: 1}
    assert told(ana, DONE) == {MONDAY: 2}  # another one


def test_what_was_stored_last_need_not_have_been_last(ana: User) -> None:
    """A copy brings the morning when the evening is here already."""
    rules = builders.resource()
    event(ana, rules, DONE, noon(MONDAY, 30))
    event(ana, rules, DOING, noon(MONDAY, 10))
    event(ana, rules, TODO, noon(MONDAY, 20))
    assert days(ana) == {MONDAY: 1}


def test_a_mark_and_its_undoing_are_no_study(ana: User) -> None:
    assert told(ana, DONE, TODO) == {}
    assert told(ana, DONE, TODO, DONE, TODO) == {}


def test_nor_is_going_back_to_the_state_of_the_day_before(ana: User) -> None:
    rules = builders.resource()
    event(ana, rules, DOING, noon(MONDAY - timedelta(days=1)))
    assert told(ana, DONE, DOING, what=rules) == {MONDAY - timedelta(days=1): 1}


def test_undoing_later_takes_no_day_away(ana: User) -> None:
    rules = builders.resource()
    event(ana, rules, DONE, noon(MONDAY))
    event(ana, rules, TODO, noon(MONDAY + timedelta(days=1)))
    event(ana, rules, DONE, noon(MONDAY + timedelta(days=2)))
    assert days(ana) == {MONDAY: 1, MONDAY + timedelta(days=2): 1}


def test_a_new_pass_takes_no_study_away_and_what_is_done_again_counts(ana: User) -> None:
    track, [rules, _] = builders.track_of("Rules", "More rules")
    today, outline = timezone.localdate(), Outline.of(track.uid)
    LearnerJourney(ana.pk).set_state(rules, DONE, track)
    passes.begin_again(ana.pk, outline)
    assert days(ana) == {today: 1}
    event(ana, rules, DONE, timezone.now() + timedelta(days=30))
    assert days(ana) == {today: 1, today + timedelta(days=30): 1}


def test_a_pass_that_is_brought_back_is_no_study(ana: User) -> None:
    track, [rules, _] = builders.track_of("Rules", "More rules")
    LearnerJourney(ana.pk).set_state(rules, DONE, track)
    StudyEvent.objects.update(at=noon(MONDAY))
    kept = passes.begin_again(ana.pk, Outline.of(track.uid))
    assert kept
    passes.undo(kept)
    assert days(ana) == {MONDAY: 1}


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/Sao_Paulo", date(2026, 12, 31)),  # still, there
        ("UTC", date(2027, 1, 1)),
        ("Pacific/Kiritimati", date(2027, 1, 1)),
    ],
)
def test_a_day_is_one_of_the_learners_own_time_zone(ana: User, zone: str, day: date) -> None:
    event(ana, builders.resource(), DONE, datetime(2027, 1, 1, 2, 30, tzinfo=UTC))
    with timezone.override(ZoneInfo(zone)):
        assert days(ana) == {day: 1}


def test_days_of_23_and_of_25_hours_are_one_day_each(ana: User) -> None:
    with timezone.override(ZoneInfo("America/New_York")):
        for moment in [
            datetime(2026, 3, 8, 5, 0, tzinfo=UTC),  # midnight, before the clocks go forward
            datetime(2026, 3, 9, 3, 59, tzinfo=UTC),  # 23:59, after it
            datetime(2026, 11, 1, 4, 0, tzinfo=UTC),
            datetime(2026, 11, 2, 4, 59, tzinfo=UTC),
        ]:
            event(ana, builders.resource(), DONE, moment)
        assert days(ana) == {date(2026, 3, 8): 2, date(2026, 11, 1): 2}


def test_a_year_begins_at_midnight_where_the_learner_is(ana: User) -> None:
    for hour in (2, 3):  # 23:00 of Sunday and 0:00 of Monday in São Paulo
        event(ana, builders.resource(), DONE, datetime(2026, 11, 16, hour, tzinfo=UTC))
    assert StudyEvent.objects.days_of_study(ana.pk, MONDAY) == {MONDAY: 1}


def test_a_year_is_one_statement_and_ones_own(
    ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    told(cast.caio(), DONE)
    told(ana, DONE)
    with django_assert_num_queries(1):
        rhythm = LearnerJourney(ana.pk).rhythm()
    assert rhythm.today == timezone.localdate()
    with django_assert_num_queries(0):
        assert VisitorJourney({}).rhythm().steps == 0  # type: ignore[arg-type]
