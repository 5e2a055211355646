"""What one mentor is shown of a cohort at this moment, fetched in a fixed number of statements
however many people and steps there are."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Outline

from ..models import State
from ..rhythm import Moved, two_weeks
from ..walk import Way
from .access import (
    consents_to,
    dates_for,
    moments_for,
    numbers_for,
    open_to_somebody,
    rhythm_for,
    ticks_for,
)
from .models import Cohort, Membership, Shown
from .numbers import in_fives
from .said import how_many
from .table import Column, Frame, Line, Person
from .ways import way_along

MOST_COLUMNS = 16  # a longer list stands in one
Asked = Callable[..., Any]
States = dict[int, dict[int, int]]  # by learner and resource


class Mark(NamedTuple):
    step: Any
    state: State
    since: date | None  # of those who show dates too


class Sight:
    def __init__(self, mentor: Any, cohort: Cohort, members: Iterable[Membership]) -> None:
        self.mentor, self.cohort, self.members = mentor, cohort, list(members)
        self.today = timezone.localdate()
        self.way = way_along(cohort)
        self.columns = columns_of(self.way, dict(cohort.goals.values_list("section", "due_on")))
        self.steps: Mapping[int, Any] = self.way.resources if self.way else {}
        self._keys = frozenset(self.steps)
        self.shown, self._places = self._open()

    def lines(self, since: Iterable[State] = (State.DOING,)) -> list[Line]:
        """A line a person, in no order that tells anything. `since`: the states to say of when
        they began, where that is shown."""
        ticks, last, days = self._states(Shown.TICKS, ticks_for), self._last(), self._days()
        began, begun = self._began(since), self.cohort.starts_on or date.min
        frame = Frame(self.columns, self.today, begun, self.steps)
        lines = []
        for member in self.members:
            key, shown = member.learner_id, self.shown[member.pk]
            person = Person(
                member,
                member.learner.signature,
                frozenset(shown),
                timezone.localdate(member.joined_at),
                ticks.get(key, {}) if self._keys and Shown.TICKS in shown else None,
                began.get(key, {}),
                last.get(key),
                days.get(key),
            )
            lines.append(Line(person, frame))
        return lines

    @property
    def said(self) -> str:
        return how_many(self.shown.values())

    @property
    def over(self) -> bool:
        """Whether the day of some goal has passed."""
        return any(column.due and column.due < self.today for column in self.columns)

    def stages(self, line: Line) -> Iterator[tuple[Column, list[Mark]]]:
        """What one person shows of each step, once and under its section."""
        left, states = dict(self.steps), line.person.states or {}
        for column in self.columns:
            marks = [
                Mark(left.pop(key), State(states.get(key, 0)), line.person.since.get(key))
                for key in self.steps
                if key in left and key in column.keys
            ]
            if marks:
                yield column, marks

    def uncounted(self) -> list[Mapping[int, int]]:
        """The states, whoever has them, of the fives that count in the numbers. A five in which
        somebody shows ticks to anybody who guides tells nothing: side by side, two mentors could
        subtract what one of them sees. Of others nothing is asked."""
        open_now = open_to_somebody(self.cohort, Shown.TICKS)
        seen = set(open_now.values_list("membership__learner", flat=True))
        only = in_fives({at: key for at, key in self._places.items() if key not in seen})
        states = self._states(Shown.NUMBERS, numbers_for, only)
        return [states.get(key, {}) for key in only]

    def looks(self, lines: Iterable[Line]) -> list[tuple[Membership, set[str]]]:
        """What these lines tell of whom, as it is remembered."""
        told = {Shown.TICKS, Shown.DATES, Shown.RHYTHM} if self._keys else {Shown.RHYTHM}
        return [(line.person.member, set(line.shows & told)) for line in lines]

    def _open(self) -> tuple[dict[int, set[str]], dict[int, int]]:
        """By membership what is shown, and by place in the numbers the learner who counts."""
        shown: dict[int, set[str]] = {member.pk: set() for member in self.members}
        who, places = {member.pk: member.learner_id for member in self.members}, {}
        open_now = consents_to(self.mentor).filter(membership__in=list(shown))
        for member, field, place in open_now.values_list("membership", "field", "place"):
            shown[member].add(field)
            if place:
                places[place] = who[member]
        return shown, places

    def _who(self, *fields: Shown) -> list[int]:
        shown = ((member.learner_id, self.shown[member.pk]) for member in self.members)
        return [key for key, its in shown if its.issuperset(fields)]

    def _states(self, field: Shown, asked: Asked, who: Iterable[int] | None = None) -> States:
        """Of several duplicates of a resource the furthest."""
        who = self._who(field) if who is None else who
        rows = asked(self.mentor, self.cohort, self._keys).filter(learner__in=who)
        states: States = defaultdict(dict)
        for learner, key, state in rows.values_list("learner_id", "survivor", "state"):
            its = states[learner]
            if state > its.get(key, State.TODO):
                its[key] = state
        return states

    def _began(self, states: Iterable[State]) -> dict[int, dict[int, date]]:
        """On which day a resource's state began, of several duplicates the furthest."""
        asked: Asked = moments_for
        rows = asked(self.mentor, self.cohort, self._keys).order_by("state")
        who = self._who(Shown.TICKS, Shown.DATES)
        rows = rows.filter(learner__in=who, state__in=list(states))
        days: dict[int, dict[int, date]] = defaultdict(dict)
        for learner, key, at in rows.values_list("learner_id", "survivor", "changed_at"):
            days[learner][key] = timezone.localdate(at)
        return days

    def _last(self) -> dict[int, date]:
        """The day of the last sign."""
        rows = dates_for(self.mentor, self.cohort, self._keys)
        rows = rows.filter(learner__in=self._who(Shown.DATES))
        last = rows.values_list("learner_id").annotate(last=Max("changed_at"))
        return {learner: timezone.localdate(at) for learner, at in last}

    def _days(self) -> dict[int, tuple[int, int]]:
        """On how many days of this week and of the last one each of them studied, the days being
        those of their own time zone."""
        now, who = timezone.now(), self._who(Shown.RHYTHM)
        marks: dict[int, list[Moved]] = {key: [] for key in who}
        rows = rhythm_for(self.mentor, self.cohort).filter(learner__in=who)
        for learner, *mark in rows.marks_since(now - timedelta(days=16)):
            marks[learner].append(Moved(*mark))
        zones = {member.learner_id: member.learner.zone for member in self.members}
        return {key: two_weeks(its, now.astimezone(zones[key])) for key, its in marks.items()}


def columns_of(way: Way | None, due: Mapping[int, date]) -> list[Column]:
    if isinstance(way, Outline):
        columns = [
            Column(
                section.title,
                section.heading_language,
                section.number or 0,
                frozenset(step.material.pk for step in section.walk() if step.material),
                due.get(section.pk),
            )
            for section in way.sections
        ]
        return [column for column in columns if column.keys]
    rows = way.resources if way else {}
    if len(rows) > MOST_COLUMNS:
        return [Column(_("A lista"), "", 1, frozenset(rows))]
    return [
        Column(item.heading, item.heading_language, number, frozenset([key]))
        for number, (key, item) in enumerate(rows.items(), 1)
    ]
