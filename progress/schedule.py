"""What to study when, worked out from today and what is left. Pure: no Django, no clock.

Nothing is ever late, because nothing of the past is an input but what is done. A week without
study moves the dates and leaves no trace.

The rule, which the page repeats in its own words:

1. How long a thing takes is its own minutes where the catalog knows them; else the median of its
   kind, if at least FEW of that kind are known; else the TABLE of the house.
2. A day takes the minutes of the week divided by its days, and never less than SITTING: whoever
   has little time studies on fewer days.
3. Things follow each other in the order given. What is longer than a day becomes parts, one a
   day; what is shorter stays whole, on the day on which its middle falls.
4. Of a thing begun, one part counts as studied for every study day since; at least one stays,
   until the learner says that it is done.
5. The range: earliest with what is guessed at LEAST of it, latest at MOST of it and nothing
   begun counted as studied. Where all is known and nothing begun, both are the same day.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from statistics import median
from typing import NamedTuple

FEW = 3  # known lengths of a kind from which their median tells something
SITTING = 15  # minutes
LEAST, MOST = (6, 10), (16, 10)
WEEKS = 104  # beyond that a date would be a guess about a life, not about a track
# Minutes by kind, for catalogs that know too few.
TABLE = {
    "article": 90,
    "blog": 60,
    "book": 600,
    "challenge": 180,
    "channel": 120,
    "course": 600,
    "docs": 120,
    "list": 60,
    "podcast": 60,
    "reading": 30,
    "site": 60,
    "talk": 45,
    "tool": 60,
    "video": 45,
}
OTHERWISE = 60


class Left(NamedTuple):
    """Something still to study; `begun`: the day on which the learner said so."""

    key: int
    kind: str
    minutes: int | None = None
    begun: date | None = None


class Part(NamedTuple):
    key: int
    minutes: int
    number: int  # from 1
    of: int


class Day(NamedTuple):
    date: date
    parts: list[Part]

    @property
    def minutes(self) -> int:
        return sum(part.minutes for part in self.parts)


class Week(NamedTuple):
    monday: date
    days: list[Day]

    @property
    def minutes(self) -> int:
        return sum(day.minutes for day in self.days)


class Schedule(NamedTuple):
    """`earliest` and `latest` are None where they lie beyond WEEKS; the weeks then end there."""

    weeks: list[Week]
    earliest: date | None
    latest: date | None


class Pace(NamedTuple):
    """Minutes a week on some days of it, Monday the lowest bit."""

    minutes: int
    weekdays: int

    @property
    def days(self) -> list[int]:
        """The days that are used, Monday 0: no more than have a sitting each."""
        chosen = [day for day in range(7) if self.weekdays >> day & 1] or list(range(7))
        return chosen[: max(1, self.minutes // SITTING)]

    def parts(self, minutes: int) -> int:
        """How many days a thing takes. A quarter more than a day's time is still one day."""
        daily = max(self.minutes, 1) / len(self.days)
        return max(1, math.ceil(minutes / daily - 0.25))


def medians(known: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The median by kind, from pairs of kind and minutes; only where it tells something."""
    lengths: dict[str, list[int]] = {}
    for kind, minutes in known:
        lengths.setdefault(kind, []).append(minutes)
    return {kind: round(median(its)) for kind, its in lengths.items() if len(its) >= FEW}


def length(kind: str, minutes: int | None, typical: Mapping[str, int]) -> int:
    return minutes or typical.get(kind) or TABLE.get(kind, OTHERWISE)


def schedule(
    left: Sequence[Left], typical: Mapping[str, int], pace: Pace, today: date, spent: int = 0
) -> Schedule:
    """The weeks from today on, and when they may end. `spent`: minutes already studied today."""
    days = _study_days(pace, today)
    elapsed = _elapsed(left, pace, today)
    spent = spent if days[:1] == [today] else 0
    plain = list(_spread(_sized(left, typical, (1, 1)), elapsed, pace, days, spent))
    early = list(_spread(_sized(left, typical, LEAST), elapsed, pace, days, spent))
    late = list(_spread(_sized(left, typical, MOST), {}, pace, days, spent))
    ends = [_end(parts, left, days) for parts in (plain, early, late)]
    known = [end for end in ends if end]
    return Schedule(
        _weeks(plain, days),
        min(known, default=None),
        max(known) if len(known) == len(ends) else None,
    )


def _study_days(pace: Pace, today: date) -> list[date]:
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=n) for n in range(WEEKS * 7) if n % 7 in pace.days]
    return [day for day in days if day >= today]


def _elapsed(left: Iterable[Left], pace: Pace, today: date) -> dict[int, int]:
    """The study days since each thing was begun, shared among all that are."""
    begun = [(thing.key, thing.begun) for thing in left if thing.begun]
    counted = {}
    for key, since in begun:
        back = range(1, min((today - since).days, WEEKS * 7) + 1)
        days = sum((today - timedelta(days=n)).weekday() in pace.days for n in back)
        counted[key] = days // len(begun)
    return counted


def _sized(
    left: Iterable[Left], typical: Mapping[str, int], factor: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    times, over = factor
    for thing in left:
        whole = length(thing.kind, thing.minutes, typical)
        yield thing.key, whole if thing.minutes else max(1, whole * times // over)


def _spread(
    sized: Iterable[tuple[int, int]],
    elapsed: Mapping[int, int],
    pace: Pace,
    days: Sequence[date],
    spent: int,
) -> Iterator[tuple[int, Part]]:
    """Parts with the number of their day. Ends with the days, however long the things are."""
    per_week, in_week = max(pace.minutes, 1), len(pace.days)
    cursor, at = min(spent, -(-per_week // in_week)), 0
    for key, whole in sized:
        parts, former = pace.parts(whole), -1
        for number in range(min(elapsed.get(key, 0), parts - 1) + 1, parts + 1):
            size = whole * number // parts - whole * (number - 1) // parts
            # In half minutes, so that the middle of a thing is a whole number.
            middle = (2 * cursor + size) * in_week // (2 * per_week)
            at = max(at, middle, former + 1)
            if at >= len(days):
                return
            yield at, Part(key, size, number, parts)
            cursor, former = cursor + size, at


def _end(
    parts: Sequence[tuple[int, Part]], left: Sequence[Left], days: Sequence[date]
) -> date | None:
    """The day of the last part, unless the days ended before."""
    if not parts:
        return None
    at, last = parts[-1]
    complete = last.key == left[-1].key and last.number == last.of
    return days[at] if complete else None


def _weeks(parts: Iterable[tuple[int, Part]], days: Sequence[date]) -> list[Week]:
    planned = [
        Day(days[at], [part for _, part in its]) for at, its in groupby(parts, lambda it: it[0])
    ]
    return [
        Week(monday, list(its))
        for monday, its in groupby(planned, lambda day: day.date - timedelta(day.date.weekday()))
    ]
