"""The schedule: pure, so any track and any life can be tried."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Kind
from progress.schedule import (
    OTHERWISE,
    SITTING,
    TABLE,
    WEEKS,
    Left,
    Pace,
    Part,
    Schedule,
    length,
    medians,
    schedule,
)

MONDAY = date(2026, 11, 23)
MON_WED_FRI = 0b0010101


def planned(made: Schedule) -> list[tuple[str, int, int, str]]:
    return [
        (str(day.date), part.key, part.minutes, f"{part.number}/{part.of}")
        for week in made.weeks
        for day in week.days
        for part in day.parts
    ]


things = st.lists(
    st.builds(
        Left,
        key=st.integers(1, 10**6),
        kind=st.sampled_from([*TABLE, "outro"]),
        minutes=st.none() | st.integers(1, 600),
        begun=st.none() | st.dates(date(2025, 1, 1), date(2028, 1, 1)),
    ),
    max_size=12,
    unique_by=lambda thing: thing.key,
)
paces = st.builds(Pace, minutes=st.integers(15, 4800), weekdays=st.integers(1, 127))
days = st.dates(date(2024, 2, 1), date(2028, 3, 31))


@given(things, paces, days, st.integers(0, 2000))
def test_everything_left_is_planned_once_in_order_on_chosen_days(
    left: list[Left], pace: Pace, today: date, spent: int
) -> None:
    made = schedule(left, {}, pace, today, spent)
    rows = [(day.date, part) for week in made.weeks for day in week.days for part in day.parts]
    if left and made.latest is None:
        # Only what is truly long, or was when it was begun: the latest end counts nothing of that.
        assert rows[-1][0] > today + timedelta(days=365) or any(thing.begun for thing in left)
        return
    assert [key for key, _ in groups(rows)] == [thing.key for thing in left]
    for thing, (_, parts) in zip(left, groups(rows), strict=True):
        numbers = [part.number for _, part in parts]
        assert numbers == list(range(numbers[0], parts[0][1].of + 1))
        assert numbers[0] == 1 or thing.begun
        whole = length(thing.kind, thing.minutes, {})
        if numbers[0] == 1:
            assert sum(part.minutes for _, part in parts) == whole
        on = [day for day, _ in parts]
        assert len(set(on)) == len(on)  # no two parts of a thing on one day
    dates = [day for day, _ in rows]
    assert dates == sorted(dates)
    assert all(day >= today and pace.weekdays >> day.weekday() & 1 for day in dates)
    if left:
        assert made.earliest is not None
        assert today <= made.earliest <= dates[-1] <= made.latest


def groups(rows: list[tuple[date, Part]]) -> list[tuple[int, list[tuple[date, Part]]]]:
    found: dict[int, list[tuple[date, Part]]] = {}
    for day, part in rows:
        found.setdefault(part.key, []).append((day, part))
    return list(found.items())


@given(things, paces, days)
def test_the_weeks_take_about_what_was_promised(left: list[Left], pace: Pace, today: date) -> None:
    """No more than the minutes of the week and what one thing may hang over on each side."""
    made = schedule(left, {}, pace, today)
    daily = pace.minutes / len(pace.days)
    for week in made.weeks:
        assert week.minutes <= pace.minutes + 3 * daily
        assert week.minutes == sum(part.minutes for day in week.days for part in day.parts)


def test_a_long_course_is_spread_over_days_in_equal_parts() -> None:
    left = [Left(1, "course", 300), Left(2, "reading", 30)]
    assert planned(schedule(left, {}, Pace(180, MON_WED_FRI), MONDAY)) == [
        ("2026-11-23", 1, 60, "1/5"),
        ("2026-11-25", 1, 60, "2/5"),
        ("2026-11-27", 1, 60, "3/5"),
        ("2026-11-30", 1, 60, "4/5"),
        ("2026-12-02", 1, 60, "5/5"),
        ("2026-12-04", 2, 30, "1/1"),
    ]


def test_short_things_stay_whole_and_share_a_day() -> None:
    left = [Left(key, "reading", 40) for key in range(1, 5)]
    assert planned(schedule(left, {}, Pace(180, MON_WED_FRI), MONDAY)) == [
        ("2026-11-23", 1, 40, "1/1"),
        ("2026-11-25", 2, 40, "1/1"),
        ("2026-11-25", 3, 40, "1/1"),
        ("2026-11-27", 4, 40, "1/1"),
    ]


def test_a_missed_week_only_moves_the_dates() -> None:
    left, pace = [Left(1, "course", 300), Left(2, "reading", 30)], Pace(180, MON_WED_FRI)
    now, later = (schedule(left, {}, pace, MONDAY + timedelta(weeks=n)) for n in (0, 1))
    week = timedelta(weeks=1)
    assert [row[1:] for row in planned(now)] == [row[1:] for row in planned(later)]
    assert now.earliest and later.earliest == now.earliest + week


def test_what_was_done_today_leaves_the_rest_of_the_week_as_it_was() -> None:
    left, pace = [Left(key, "video", 60) for key in (1, 2, 3)], Pace(180, MON_WED_FRI)
    before = planned(schedule(left, {}, pace, MONDAY))
    assert planned(schedule(left[1:], {}, pace, MONDAY, spent=60)) == before[1:]
    # Much at once frees today and nothing else; on a day without study nothing is counted.
    assert planned(schedule(left[1:], {}, pace, MONDAY, spent=900)) == before[1:]
    tuesday = MONDAY + timedelta(days=1)
    assert planned(schedule(left[1:], {}, pace, tuesday, spent=900)) == before[1:]


def test_of_a_thing_begun_a_part_counts_for_every_study_day_but_one_part_stays() -> None:
    course, pace = Left(1, "course", 300, begun=MONDAY), Pace(180, MON_WED_FRI)
    first = planned(schedule([course], {}, pace, MONDAY))
    assert first[0] == ("2026-11-23", 1, 60, "1/5")
    friday = schedule([course], {}, pace, MONDAY + timedelta(days=4))
    assert planned(friday) == first[2:]
    # The range does not take that for granted.
    assert (friday.earliest, friday.latest) == (date(2026, 12, 2), date(2026, 12, 7))
    much_later = schedule([course], {}, pace, MONDAY + timedelta(weeks=40))
    assert [row[3] for row in planned(much_later)] == ["5/5"]


def test_the_range_is_one_day_where_all_is_known_and_wide_where_it_is_guessed() -> None:
    pace = Pace(60, 1)
    known = schedule([Left(1, "course", 600)], {}, pace, MONDAY)
    assert known.earliest == known.latest == MONDAY + timedelta(weeks=9)
    guessed = schedule([Left(1, "course")], {}, pace, MONDAY)  # ten hours, says the house
    assert guessed.earliest == MONDAY + timedelta(weeks=5)
    assert guessed.latest == MONDAY + timedelta(weeks=15)


def test_a_median_counts_from_three_known_on() -> None:
    known = [("video", 10), ("video", 20), ("video", 90), ("book", 300), ("book", 400)]
    assert medians(known) == {"video": 20}
    assert length("video", None, medians(known)) == 20
    assert length("video", 7, medians(known)) == 7
    assert length("book", None, medians(known)) == TABLE["book"]
    assert length("outro", None, {}) == OTHERWISE


def test_the_house_knows_every_kind() -> None:
    assert set(TABLE) == set(Kind.values)


def test_little_time_is_not_crumbled_over_many_days() -> None:
    assert Pace(SITTING, 127).days == [0]
    assert Pace(3 * SITTING, 127).days == [0, 1, 2]
    made = schedule([Left(1, "video", 30)], {}, Pace(SITTING, 0b1110000), MONDAY)
    assert [row[0] for row in planned(made)] == ["2026-11-27", "2026-12-04"]


@pytest.mark.parametrize(
    ("minutes", "weekdays"), [(0, 1), (-5, 1), (10**12, 127), (60, 0), (60, 1 << 9), (1, 127)]
)
def test_absurd_numbers_come_to_an_end(minutes: int, weekdays: int) -> None:
    left = [Left(n, "course", 2**31 - 1) for n in range(1, 50)]
    made = schedule(left, {"course": 10**9}, Pace(minutes, weekdays), MONDAY, spent=10**12)
    assert len(made.weeks) <= WEEKS
    assert made.latest is None or minutes == 10**12


def test_more_than_two_years_is_not_dated() -> None:
    made = schedule([Left(1, "course", 100_000)], {}, Pace(60, 1), MONDAY)
    assert (len(made.weeks), made.earliest, made.latest) == (WEEKS, None, None)
    perhaps = schedule([Left(1, "course")] * 1, {"course": 60 * 100}, Pace(60, 1), MONDAY)
    assert perhaps.earliest == MONDAY + timedelta(weeks=59)
    assert perhaps.latest is None


def test_nothing_left_is_an_empty_schedule() -> None:
    assert schedule([], {}, Pace(180, 127), MONDAY) == Schedule([], None, None)


def test_the_leap_day_is_a_day() -> None:
    made = schedule(
        [Left(1, "video", 60), Left(2, "video", 60)], {}, Pace(420, 127), date(2028, 2, 28)
    )
    assert [row[0] for row in planned(made)] == ["2028-02-28", "2028-02-29"]


def test_each_key_stands_in_as_many_rows_as_it_has_parts() -> None:
    left = [Left(1, "book", 1000), Left(2, "video", 10), Left(3, "course", 700)]
    rows = planned(schedule(left, {}, Pace(200, 0b0111110), MONDAY))
    assert Counter(row[1] for row in rows) == {1: 25, 2: 1, 3: 18}
