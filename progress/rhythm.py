"""A year of study, a week at a time: numbers, and where their dots stand. Pure; days come in
already counted in the learner's own time zone, so that no clock is asked here."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

WEEKS = 53  # with the one that is not over yet: at least a whole year, leap or not
LATELY = 12  # weeks
PITCH, LEFT, TOP = 12, 6, 20  # how far apart dots stand, and where the first one does
SIZES = [2.8, 3.8, 4.7, 5.4]  # radius for one, two, three and more steps a day
BESIDE = 3  # weeks that the name of a month needs


class Day(NamedTuple):
    date: date
    steps: int
    ahead: bool  # not begun yet


class Week(NamedTuple):
    """Seven days from a Monday on."""

    days: tuple[Day, ...]

    @property
    def begins(self) -> date:
        return self.days[0].date

    @property
    def steps(self) -> int:
        return sum(day.steps for day in self.days)

    @property
    def studied(self) -> int:
        """Days with study."""
        return sum(bool(day.steps) for day in self.days)


class Month(NamedTuple):
    first: date
    studied: int
    steps: int


class Dot(NamedTuple):
    x: int
    y: int
    r: float
    day: Day


class Moved(NamedTuple):
    """A state that began to hold, of whatever resource."""

    resource: int
    state: int
    at: datetime
    turned: bool  # only set back for a new pass
    former: int  # the state before the first of all marks that are looked at


def studied_on(marks: Iterable[Moved], zone: tzinfo | None) -> set[date]:
    """The days with study of one person, as `StudyEvent.days_of_study` counts them, from their
    marks in order: for many people at once, each in a time zone of their own."""
    ends: dict[tuple[int, date, bool], Moved] = {}
    for mark in marks:
        end = (mark.resource, mark.at.astimezone(zone).date(), mark.turned)
        ends.pop(end, None)  # so that it stands in the order of the last marks
        ends[end] = mark
    held: dict[int, int] = {}
    studied = set()
    for (resource, day, _), mark in ends.items():
        if mark.state not in (0, held.get(resource, mark.former)):
            studied.add(day)
        held[resource] = mark.state
    return studied


def two_weeks(marks: Iterable[Moved], now: datetime) -> tuple[int, int]:
    """On how many days somebody studied in this week and in the last one; their clock says now."""
    monday = now.date() - timedelta(days=now.weekday())
    studied = studied_on(marks, now.tzinfo)
    before = monday - timedelta(weeks=1)
    return (
        sum(monday <= day <= now.date() for day in studied),
        sum(before <= day < monday for day in studied),
    )


def first_day(today: date) -> date:
    """The Monday on which the year that ends with today begins."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


class Rhythm:
    """Days without study are days like others: nothing here counts them, and no row of days in
    a row is kept."""

    def __init__(self, steps: Mapping[date, int], today: date) -> None:
        """`steps` by day; what lies outside of the year that ends with today is left out."""
        self.today = today
        start = first_day(today)
        dates = [start + timedelta(days=n) for n in range(WEEKS * 7)]
        days = [Day(day, steps.get(day, 0) if day <= today else 0, day > today) for day in dates]
        self.weeks = [Week(tuple(days[n : n + 7])) for n in range(0, len(days), 7)]

    @property
    def week(self) -> Week:
        return self.weeks[-1]

    @property
    def lately(self) -> list[Week]:
        """The last weeks, the present one first."""
        return self.weeks[: -LATELY - 1 : -1]

    @cached_property
    def full(self) -> list[Week]:
        """The weeks with study, the latest first."""
        return [week for week in reversed(self.weeks) if week.studied]

    @cached_property
    def best(self) -> Week | None:
        """The week with the most steps, of several the one with more days, then the latest."""
        return max(self.full, key=lambda week: (week.steps, week.studied), default=None)

    @cached_property
    def steps(self) -> int:
        return sum(week.steps for week in self.weeks)

    @cached_property
    def studied(self) -> int:
        return sum(week.studied for week in self.weeks)

    @property
    def months(self) -> list[Month]:
        """Each month of the year, the first one from where the year begins, the latest first."""
        months = [
            Month(first, sum(bool(day.steps) for day in days), sum(day.steps for day in days))
            for first, group in groupby(self.days(), lambda day: day.date.replace(day=1))
            for days in [list(group)]
        ]
        return months[::-1]

    def days(self) -> Iterator[Day]:
        """The days that have begun, in order."""
        yield from (day for week in self.weeks for day in week.days if not day.ahead)

    @property
    def dots(self) -> list[Dot]:
        """A dot for each day with study: the more steps, the larger."""
        return [dot for dot in self._places() if dot.r]

    @property
    def rests(self) -> str:
        """The other days, as one path of points."""
        return "".join(f"M{dot.x} {dot.y}h.01" for dot in self._places() if not dot.r)

    @property
    def names(self) -> list[tuple[int, date]]:
        """Where the name of each month stands; not of one that has no room beside the next."""
        turns = [
            (LEFT + n * PITCH, week.begins)
            for n, week in enumerate(self.weeks)
            if n == 0 or week.begins.month != self.weeks[n - 1].begins.month
        ]
        right = LEFT + WEEKS * PITCH
        ends = [x for x, _ in turns[1:]] + [right]
        return [
            turn for turn, end in zip(turns, ends, strict=True) if end - turn[0] >= BESIDE * PITCH
        ]

    def _places(self) -> Iterator[Dot]:
        for n, day in enumerate(self.days()):
            r = SIZES[min(day.steps, len(SIZES)) - 1] if day.steps else 0
            yield Dot(LEFT + n // 7 * PITCH, TOP + n % 7 * PITCH, r, day)
