"""What a cohort's numbers say. Pure.

Who shows how far they are is counted as their line shows them. Who only counts in the numbers is
counted with four others, always the same: all five or none. So no number tells of fewer than five
of them, neither by itself nor taken from the lines beside it, and from yesterday to today five
people come into it or five go (decision 0030).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from ..models.state import State
from .table import FEWEST, Column, Line

WORST = 5  # resources named first
ANSWERS = 50  # behind the average of a column, so that ten percent are five of them
LATELY, SOON = 14, 7  # days around which a goal is spoken of

States = Mapping[int, int]


def in_fives[Who](places: Mapping[int, Who]) -> list[Who]:
    """Those whose five is whole, by the place of each who counts now and shows no more than that.
    Places begin at one, and who had one is the only one who ever had it: nobody moves from five to
    five when others come and go."""
    fives: dict[int, list[Who]] = defaultdict(list)
    for place, who in places.items():
        fives[(place - 1) // FEWEST].append(who)
    return [who for five in fives.values() if len(five) == FEWEST for who in five]


class Hard(NamedTuple):
    """How people do with one resource."""

    resource: int
    step: Any
    column: Column
    long: int  # people who have been in it for long
    skipped: int
    done: int

    @property
    def people(self) -> int:
        return self.long + self.skipped


class Numbers:
    def __init__(
        self,
        columns: Sequence[Column],
        lines: Iterable[Line],
        only: Iterable[States],
        steps: Mapping[int, Any],
    ) -> None:
        """`only`: the states of those who count in the numbers and show no more, `in_fives`."""
        shown = [line for line in lines if line.person.states is not None]
        self._shown = [line.person.states or {} for line in shown]
        self._only = list(only)
        self._columns, self._steps = columns, steps
        self._long = Counter(key for line in shown for key in line.long)

    @property
    def people(self) -> int:
        return len(self._shown) + len(self._only)

    @property
    def enough(self) -> bool:
        return bool(self._columns) and self.people >= FEWEST

    @property
    def rough(self) -> bool:
        """Told in tens and in fives, because somebody is in it who shows no more."""
        return bool(self._only)

    @property
    def thin(self) -> bool:
        """Whether fives are left out of some average, because too few answers are behind it."""
        return self.rough and not all(map(self._holds, self._columns))

    @property
    def percents(self) -> list[int | None]:
        """The average of each column; None where nobody is in it."""
        return [self._percent(column) for column in self._columns]

    def _holds(self, column: Column) -> bool:
        return self.people * len(column.keys) >= ANSWERS

    def _percent(self, column: Column) -> int | None:
        people = [*self._shown, *(self._only if self._holds(column) else [])]
        done = sum(_done(states, column.keys) for states in people)
        whole, step = len(people) * len(column.keys), 10 if self._only else 1
        if not whole:
            return None
        return (done * 100 * 2 + whole * step) // (whole * step * 2) * step

    @cached_property
    def all(self) -> list[Hard]:
        """Each resource, the hardest first."""
        skipped, done = (self._counted(state) for state in (State.SKIPPED, State.DONE))
        first: dict[int, Column] = {}
        for column in self._columns:
            first |= {key: column for key in column.keys if key not in first}
        rows = [
            Hard(key, self._steps.get(key), column, self._long[key], skipped[key], done[key])
            for key, column in first.items()
        ]
        return sorted(rows, key=lambda row: (-row.people, -row.long, row.column.number))

    @property
    def hardest(self) -> list[Hard]:
        return [row for row in self.all[:WORST] if row.people >= FEWEST]

    @property
    def most(self) -> int:
        """How wide the widest bar is."""
        return max((row.people for row in self.hardest), default=0)

    def _counted(self, state: State) -> Counter[int]:
        counted = _in_state(self._shown, state)
        for key, people in _in_state(self._only, state).items():
            counted[key] += people // FEWEST * FEWEST
        return counted


class Passed(NamedTuple):
    """How many of those who show how far they are have been through with a goal."""

    column: Column
    through: int
    of: int
    over: bool


def goals(lines: Iterable[Line], columns: Iterable[Column], today: date) -> list[Passed]:
    """Those whose day was lately or is soon."""
    near = [c for c in columns if c.due and -SOON <= (today - c.due).days <= LATELY]
    shown = [line.person.states for line in lines if line.person.states is not None]
    return [
        Passed(column, sum(map(column.through, shown)), len(shown), column.due < today)
        for column in sorted(near, key=lambda column: column.due or today)
        if shown and column.due
    ]


def _done(states: States, keys: Iterable[int]) -> int:
    return sum(states.get(key) == State.DONE for key in keys)


def _in_state(people: Iterable[States], state: State) -> Counter[int]:
    return Counter(key for states in people for key, held in states.items() if held == state)
