"""Days for the stages of a track, spread over the weeks of a cohort."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from progress.mentoring.spread import spread

FIRST = date(2026, 8, 1)


def test_a_stage_a_week() -> None:
    days = spread([1, 1, 1], FIRST, FIRST + timedelta(days=20))
    assert days == [date(2026, 8, 7), date(2026, 8, 14), date(2026, 8, 21)]


def test_a_longer_stage_gets_more_time() -> None:
    days = spread([6, 1, 1], FIRST, FIRST + timedelta(days=27))
    assert days == [date(2026, 8, 21), date(2026, 8, 28), date(2026, 8, 28)]


def test_a_short_cohort_ends_on_its_last_day() -> None:
    assert spread([3, 2], FIRST, FIRST + timedelta(days=2)) == [date(2026, 8, 3)] * 2
    assert spread([], FIRST, FIRST) == []


@given(st.lists(st.integers(0, 40), min_size=1, max_size=20), st.integers(0, 400))
def test_always_in_order_inside_and_to_the_end(sizes: list[int], length: int) -> None:
    end = FIRST + timedelta(days=length)
    days = spread(sizes, FIRST, end)
    assert len(days) == len(sizes)
    assert days == sorted(days)
    assert days[0] >= FIRST
    assert days[-1] == end
