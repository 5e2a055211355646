"""The year in numbers and dots: pure, so any day of any year can be today."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.rhythm import LATELY, LEFT, PITCH, SIZES, TOP, WEEKS, Rhythm, first_day

SUNDAY = date(2026, 11, 22)
todays = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))


@st.composite
def years(draw: st.DrawFn) -> tuple[Mapping[date, int], date]:
    """Steps on days within and around a year, and its last day."""
    today = draw(todays)
    back = st.integers(-20, WEEKS * 7 + 20).map(lambda n: today - timedelta(days=n))
    return draw(st.dictionaries(back, st.integers(1, 9), max_size=40)), today


@given(todays)
def test_a_year_is_whole_weeks_from_a_monday_and_ends_with_today(today: date) -> None:
    rhythm = Rhythm({}, today)
    days = list(rhythm.days())
    assert len(rhythm.weeks) == WEEKS
    assert all(len(week.days) == 7 and week.begins.weekday() == 0 for week in rhythm.weeks)
    assert (days[0].date, days[-1].date) == (first_day(today), today)
    assert len(days) == (today - days[0].date).days + 1 >= 365  # every date once, none missing
    assert [day.date > today for week in rhythm.weeks for day in week.days] == [
        day.ahead for week in rhythm.weeks for day in week.days
    ]


@given(years())
def test_days_weeks_and_months_say_the_same(year: tuple[Mapping[date, int], date]) -> None:
    steps, today = year
    rhythm = Rhythm(steps, today)
    inside = {day: n for day, n in steps.items() if first_day(today) <= day <= today}
    assert rhythm.steps == sum(inside.values()) == sum(month.steps for month in rhythm.months)
    assert rhythm.studied == len(inside) == sum(month.studied for month in rhythm.months)
    assert {dot.day.date: dot.day.steps for dot in rhythm.dots} == inside
    assert sum(week.steps for week in rhythm.full) == rhythm.steps
    assert len(rhythm.dots) + rhythm.rests.count("M") == len(list(rhythm.days()))
    if rhythm.best:
        assert rhythm.best.steps == max(week.steps for week in rhythm.weeks)


@given(todays)
def test_names_of_months_stand_apart_and_inside(today: date) -> None:
    places = [x for x, _ in Rhythm({}, today).names]
    assert 11 <= len(places) <= 13
    assert all(after - before >= 3 * PITCH for before, after in pairwise(places))
    assert places[-1] <= LEFT + (WEEKS - 3) * PITCH


def test_a_leap_day_is_a_day() -> None:
    rhythm = Rhythm({date(2028, 2, 29): 2}, date(2028, 12, 31))
    assert (rhythm.steps, rhythm.studied) == (2, 1)
    assert [(m.studied, m.steps) for m in rhythm.months if m.first == date(2028, 2, 1)] == [(1, 2)]


def test_a_week_across_the_turn_of_the_year_is_one() -> None:
    rhythm = Rhythm({date(2026, 12, 31): 1, date(2027, 1, 1): 2}, date(2027, 1, 1))
    assert (rhythm.week.begins, rhythm.week.steps, rhythm.week.studied) == (
        date(2026, 12, 28),
        3,
        2,
    )
    assert [(m.first.year, m.steps) for m in rhythm.months[:2]] == [(2027, 2), (2026, 1)]


@pytest.mark.parametrize(
    ("steps", "best"),
    [
        ({}, None),
        ({SUNDAY: 3, date(2026, 10, 5): 4}, date(2026, 10, 5)),
        ({SUNDAY: 3, date(2026, 10, 5): 1, date(2026, 10, 6): 2}, date(2026, 10, 5)),  # more days
        ({SUNDAY: 3, date(2026, 10, 5): 3}, date(2026, 11, 16)),  # the latest of equals
    ],
)
def test_the_best_week(steps: dict[date, int], best: date | None) -> None:
    found = Rhythm(steps, SUNDAY).best
    assert (found and found.begins) == best


def test_the_last_weeks_begin_with_the_present_one() -> None:
    lately = Rhythm({}, SUNDAY).lately
    assert len(lately) == LATELY
    assert [week.begins for week in lately[:2]] == [date(2026, 11, 16), date(2026, 11, 9)]


def test_more_steps_make_larger_dots() -> None:
    steps = {SUNDAY - timedelta(days=n): n for n in range(7)}
    dots = Rhythm(steps, SUNDAY).dots
    assert [dot.r for dot in dots] == [SIZES[-1], SIZES[-1], *reversed(SIZES)]
    assert {dot.x for dot in dots} == {LEFT + (WEEKS - 1) * PITCH}
    assert dots[0].y == TOP  # Monday is on top
