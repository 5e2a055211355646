"""A learner's plan as it stands today: the weeks of the schedule with what they are made of."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models.functions import Coalesce
from django.utils import timezone

from catalog.models import Kind, Outline, Resource, Step, Track

from .models import Completion, State, StudyPlan
from .schedule import Day, Left, Pace, Schedule, Week, length, medians, schedule


class Item(NamedTuple):
    """A part of a resource on a day."""

    step: Step
    resource: Resource
    minutes: int
    part: int  # from 1
    parts: int
    first: bool  # of this resource in this week: the others only continue it

    @property
    def guessed(self) -> bool:
        return not self.resource.minutes


class PlannedDay(NamedTuple):
    date: date
    minutes: int
    items: list[Item]


class PlannedWeek(NamedTuple):
    """A week from Monday on, of which the past days are left out."""

    monday: date
    minutes: int
    days: list[PlannedDay]
    done: list[Step]  # what the learner finished in this week, first come first
    track: Track

    @property
    def items(self) -> list[Item]:
        return [item for day in self.days for item in day.items]


class Source(NamedTuple):
    """How the minutes of the resources of one kind were found."""

    kind: str
    number: int
    minutes: int | None  # each of them; None where each brings its own
    median: bool


class Mark(NamedTuple):
    state: int
    at: datetime
    day: date  # where the learner lives


class Planned:
    """Everything about a plan that the page, the calendar and the mail tell. Four statements."""

    def __init__(self, plan: StudyPlan, today: date | None = None) -> None:
        self.plan, self.today = plan, today or plan.today()
        self.monday = self.today - timedelta(days=self.today.weekday())

    @cached_property
    def outline(self) -> Outline | None:
        """None when the track is no longer published."""
        try:
            return Outline.of(self.plan.track.uid)
        except Track.DoesNotExist:
            return None

    @cached_property
    def steps(self) -> dict[int, Step]:
        return self.outline.resources if self.outline else {}

    @cached_property
    def marks(self) -> dict[int, Mark]:
        """The furthest mark of each resource, the latest last; also what went back to do."""
        marks: dict[int, Mark] = {}
        for key, state, at in (
            Completion.objects.filter(learner=self.plan.learner_id)
            .order_by("changed_at", "resource_id")
            .values_list(Coalesce("resource__merged_into", "resource"), "state", "changed_at")
        ):
            mark = Mark(state, at, timezone.localdate(at, self.plan.learner.zone))
            marks[key] = max(mark, marks.pop(key, mark))
        return marks

    @property
    def states(self) -> dict[int, int]:
        return {key: mark.state for key, mark in self.marks.items()}

    @property
    def changed(self) -> datetime:
        """Since when it stands as it does: by a change of the plan, a mark, or a new day."""
        midnight = datetime.combine(self.today, time.min, self.plan.learner.zone)
        return max(midnight, self.plan.changed_at, *(mark.at for mark in self.marks.values()))

    @cached_property
    def left(self) -> list[Left]:
        """What is begun first, then what is to do, in the order of the track."""
        things = []
        for key, step in self.steps.items():
            mark, resource = self.marks.get(key), _of(step)
            if mark is None or mark.state in (State.TODO, State.DOING):
                begun = mark.day if mark and mark.state else None
                things.append(Left(key, resource.kind, resource.minutes, begun))
        return sorted(things, key=lambda thing: thing.begun is None)

    @cached_property
    def typical(self) -> dict[str, int]:
        known = Resource.objects.current().exclude(minutes=None).order_by()
        return medians(known.values_list("kind", "minutes"))

    @cached_property
    def schedule(self) -> Schedule:
        today = [step for step in self.done if self.marks[_of(step).pk].day == self.today]
        spent = sum(length(_of(s).kind, _of(s).minutes, self.typical) for s in today)
        return schedule(self.left, self.typical, self.pace, self.today, spent)

    @property
    def pace(self) -> Pace:
        return Pace(self.plan.minutes, self.plan.weekdays)

    @property
    def finished(self) -> bool:
        return bool(self.steps) and not self.left

    @cached_property
    def done(self) -> list[Step]:
        """What of the track was finished since Monday, first come first."""
        return [
            self.steps[key]
            for key, mark in self.marks.items()
            if key in self.steps and mark.state == State.DONE and mark.day >= self.monday
        ]

    @cached_property
    def week(self) -> PlannedWeek:
        """This week. Without days when none of the chosen ones is left in it."""
        weeks = self.schedule.weeks[:1]
        mine = weeks[0].days if weeks and weeks[0].monday == self.monday else []
        return self._told(Week(self.monday, mine), self.done)

    @property
    def later(self) -> list[PlannedWeek]:
        """The weeks after this one, as far as the schedule goes."""
        return [self._told(week) for week in self.schedule.weeks if week.monday > self.monday]

    @property
    def minutes(self) -> int:
        return sum(length(thing.kind, thing.minutes, self.typical) for thing in self.left)

    @property
    def sources(self) -> list[Source]:
        """Where the minutes of what is left come from, by kind; the known ones last."""
        guessed = Counter(thing.kind for thing in self.left if not thing.minutes)
        found = [
            Source(Kind.said(kind), n, length(kind, None, self.typical), kind in self.typical)
            for kind, n in guessed.most_common()
        ]
        known = len(self.left) - guessed.total()
        return [*found, Source("", known, None, False)] if known else found

    def _told(self, week: Week, done: Sequence[Step] = ()) -> PlannedWeek:
        seen: set[int] = set()
        days = [
            PlannedDay(day.date, day.minutes, list(self._items(day, seen))) for day in week.days
        ]
        return PlannedWeek(week.monday, week.minutes, days, list(done), self.plan.track)

    def _items(self, day: Day, seen: set[int]) -> Iterable[Item]:
        for key, minutes, number, of in day.parts:
            step = self.steps[key]
            yield Item(step, _of(step), minutes, number, of, key not in seen)
            seen.add(key)


def plan_of(learner: Any, today: date | None = None) -> Planned | None:
    """The learner's plan as it stands on that day, today where they live; None without a plan."""
    plan = StudyPlan.objects.of(learner).first()
    return Planned(plan, today) if plan else None


def week_of(learner: Any, today: date | None = None) -> PlannedWeek | None:
    """The week of that day in the learner's plan: its days with their items, from `today` (where
    the learner lives, unless told) on, and what was `done` since Monday.

    None when there is nothing to tell: no plan, its track is not published, or all is done. The
    days are empty when none of the chosen ones is left in this week. Five statements.
    """
    planned = plan_of(learner, today)
    if planned is None or not planned.left:
        return None
    return planned.week


def _of(step: Step) -> Resource:
    resource = step.material
    assert resource  # noqa: S101 — an outline's resources are steps that name one
    return resource
