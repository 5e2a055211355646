"""Days of study of many people at once are those that each one sees alone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from progress.models import State, StudyEvent
from progress.rhythm import Moved, studied_on, two_weeks
from tests import builders, cast

TODO, DOING, SKIPPED, DONE = State
MONDAY = date(2026, 11, 16)


def marks(*states: State, former: State = TODO, at: int = 12) -> list[Moved]:
    """One resource that takes these states within one day."""
    start = datetime(2026, 11, 16, at, tzinfo=UTC)
    return [
        Moved(1, state, start + timedelta(minutes=minute), turned=False, former=former)
        for minute, state in enumerate(states)
    ]


def test_a_day_counts_when_it_leaves_something_in_another_state() -> None:
    assert studied_on(marks(DOING, DONE), UTC) == {MONDAY}
    assert studied_on(marks(DONE, TODO), UTC) == set()
    assert studied_on(marks(TODO, DONE, former=DONE), UTC) == set()
    assert studied_on(marks(TODO, DONE, former=DOING), UTC) == {MONDAY}


def test_a_day_ends_where_the_person_lives() -> None:
    late = marks(DONE, at=1)
    assert studied_on(late, ZoneInfo("America/Sao_Paulo")) == {MONDAY - timedelta(days=1)}
    assert studied_on(late, ZoneInfo("Asia/Tokyo")) == {MONDAY}


def test_this_week_and_the_last_one_begin_on_a_monday() -> None:
    now = datetime(2026, 11, 17, 9, tzinfo=UTC)
    days = [MONDAY, *(MONDAY - timedelta(days=back) for back in (1, 2, 7, 8))]
    each = [
        Moved(n, DONE, datetime(day.year, day.month, day.day, tzinfo=UTC), False, TODO)
        for n, day in enumerate(sorted(days))
    ]
    assert two_weeks(each, now) == (1, 3)


@pytest.mark.django_db
def test_they_are_the_days_that_each_one_sees() -> None:
    ana, [rules, sql] = cast.ana(), [builders.resource(), builders.resource()]
    noon = timezone.localtime().replace(hour=12)
    story = [
        (rules, 20, [DOING, DONE]),  # before what is looked at
        (rules, 3, [TODO, DONE]),  # a slip, put right at once
        (sql, 6, [DOING]),
        (sql, 4, [DONE, DOING]),
        (sql, 2, [SKIPPED]),
        (rules, 1, [TODO]),
        (rules, 0, [DOING]),
    ]
    for what, back, states in story:
        for minute, state in enumerate(states):
            at = noon - timedelta(days=back, minutes=9 - minute)
            StudyEvent.objects.create(learner=ana, resource=what, state=state, at=at)
    since = noon - timedelta(days=16)
    told = [Moved(*mark) for _, *mark in StudyEvent.objects.marks_since(since)]
    seen = StudyEvent.objects.days_of_study(ana.pk, date(2020, 1, 1))
    lately = {day for day in seen if day > since.date()}
    assert studied_on(told, timezone.get_current_timezone()) == lately
    assert len(lately) == 3
