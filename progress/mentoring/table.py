"""A cohort as a table: a line for each person, a column for each section, and who needs a hand
first. Pure: what comes in is only what each person shows, and what is not shown is None."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from catalog.stems import fold

from ..models.state import State
from .said import says

FEWEST = 5  # people behind a number that tells of people who show no more than that
QUIET = 10  # days without any sign, with a step begun: who is there has stopped
UNBEGUN = 7  # days in a cohort that goes on, without a mark
LONG = 14  # days in one step: more than these are long
SKIPPED = 3  # steps of one section, and half of it at least

KINDS = ("stuck", "unbegun", "skipped")  # why somebody needs a hand, in this order


class Column(NamedTuple):
    name: str
    language: str
    number: int
    keys: frozenset[int]  # its resources
    due: date | None = None  # when the cohort wants to be through

    def through(self, states: Mapping[int, int]) -> bool:
        return all(states.get(key, State.TODO) >= State.SKIPPED for key in self.keys)


class Person(NamedTuple):
    """What one learner shows one mentor now."""

    member: Any
    name: str
    shown: frozenset[str]
    joined: date
    states: Mapping[int, int] | None = None  # by resource, those to do left out
    since: Mapping[int, date] = {}  # when a state began, of those who show both
    last: date | None = None  # the last sign, of those who show dates
    days: tuple[int, int] | None = None  # with study, this week and the last


class Cell(NamedTuple):
    percent: int | None
    stuck: bool = False
    late: date | None = None  # the day of the first goal that is over where something is left

    @property
    def level(self) -> str:
        """How much as one sign, for the eye: nothing, three parts, all; x when not shown."""
        if self.percent is None:
            return "x"
        return str(sum(self.percent >= least for least in (1, 34, 67, 100)))


class Need(NamedTuple):
    """Why somebody may need a hand: of `KINDS`, with what there is to say about it."""

    kind: str
    n: int  # days, or steps
    resource: int = 0
    column: Column | None = None

    @property
    def order(self) -> tuple[int, int]:
        return KINDS.index(self.kind), -self.n


class Frame(NamedTuple):
    """What all lines share."""

    columns: Sequence[Column]
    today: date
    begun: date = date.min  # the first day of the cohort: nobody is waited for before
    steps: Mapping[int, Any] = {}  # what to study, by resource


class Line:
    """One person in the table."""

    def __init__(self, person: Person, frame: Frame) -> None:
        self.person, self.name, self._frame = person, person.name, frame
        self.quiet = max(0, self._days(person.last)) if person.last else None
        held = person.states or {}
        doing = {key: day for key, day in person.since.items() if held.get(key) == State.DOING}
        self.long = [key for key, day in doing.items() if self._days(day) > LONG]
        self.stuck = self._stands(doing)
        self.need = self.stuck or self._unbegun() or self._skips()
        self.step = frame.steps.get(self.stuck.resource) if self.stuck else None
        self.percent = self._percent(frozenset().union(*(c.keys for c in frame.columns)))
        late = next(filter(self._is_late, frame.columns), None)
        self.cells = [self._cell(column, late) for column in frame.columns]

    @property
    def called(self) -> str:
        return self.name or _("Pessoa sem nome")

    @property
    def dated(self) -> bool:
        return "dates" in self.person.shown and bool(self._frame.columns)

    @property
    def shows(self) -> frozenset[str]:
        return self.person.shown

    @property
    def says(self) -> str:
        """What this person shows, in words."""
        return says(self.person.shown)

    def _days(self, since: date) -> int:
        return (self._frame.today - since).days

    def _percent(self, keys: frozenset[int]) -> int | None:
        if self.person.states is None or not keys:
            return None
        states = self.person.states
        return sum(states.get(key) == State.DONE for key in keys) * 100 // len(keys)

    def _cell(self, column: Column, late: Column | None) -> Cell:
        if self.person.states is None:
            return Cell(None)
        here = self.stuck is not None and self.stuck.column is column
        return Cell(self._percent(column.keys), here, column.due if column is late else None)

    def _is_late(self, column: Column) -> bool:
        states, due = self.person.states, column.due
        over = due is not None and due < self._frame.today
        return over and states is not None and not column.through(states)

    def _stands(self, doing: Mapping[int, date]) -> Need | None:
        """In which step somebody stopped: the last one begun, when nothing moved for long."""
        if not doing or self.quiet is None or self.quiet < QUIET:
            return None
        key = max(doing, key=lambda key: (doing[key], key))
        column = next((column for column in self._frame.columns if key in column.keys), None)
        return Need("stuck", self._days(doing[key]), key, column)

    def _unbegun(self) -> Need | None:
        joined, states = self.person.joined, self.person.states
        if states is None or states or self._days(max(joined, self._frame.begun)) < UNBEGUN:
            return None
        return Need("unbegun", self._days(joined))

    def _skips(self) -> Need | None:
        states, found = self.person.states or {}, []
        for column in self._frame.columns:
            n = sum(states.get(key) == State.SKIPPED for key in column.keys)
            if n >= SKIPPED and n * 2 >= len(column.keys):
                found.append(Need("skipped", n, column=column))
        return min(found, key=lambda need: need.order, default=None)


def ordered(lines: Iterable[Line], by: str) -> list[Line]:
    """By `nome`, the furthest first (`adiante`), or else who needs a hand first. Who does not show
    how far they are stands at the end, by name, so that no place tells what is not shown."""
    lines = sorted(lines, key=lambda line: fold(line.name))
    if by == "nome":
        return lines
    far = sorted(lines, key=lambda line: -1 if line.percent is None else line.percent, reverse=True)
    return far if by == "adiante" else needing(far) + [line for line in far if not line.need]


def needing(lines: Iterable[Line]) -> list[Line]:
    """Longest in one step first, then who has not begun, then who skips much."""
    needs = [(line.need.order, n, line) for n, line in enumerate(lines) if line.need]
    return [line for *_order, line in sorted(needs)]


class Nudge(NamedTuple):
    line: Line
    others: int  # who stopped in the same step


def nudges(lines: Iterable[Line]) -> list[Nudge]:
    needs = needing(lines)
    there = Counter(line.stuck.resource for line in needs if line.stuck)
    return [Nudge(line, there[line.stuck.resource] - 1 if line.stuck else 0) for line in needs]
