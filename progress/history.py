"""What one learner did and when: with one resource, and day by day."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple, Self

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from catalog.models import Resource

from .models import Completion, PassMark, State, StudyEvent

MOST = 300  # events of one resource that a page tells
FEW = 3  # events of one act that are told one by one


class History:
    """All that a learner did with one resource, latest first, and how earlier passes left it."""

    def __init__(self, events: list[Any], earlier: list[PassMark]) -> None:
        self.events, self.earlier = events, earlier

    @classmethod
    def of(cls, learner_id: int, resource: Resource) -> Self:
        """In two statements. What was done with its duplicates counts."""
        same = Q(resource=resource) | Q(resource__merged_into=resource)
        held = Completion.objects.filter(learner=learner_id, resource=OuterRef("resource"))
        events = (
            StudyEvent.objects.of(learner_id)
            .filter(same)
            .select_related("track")
            .annotate(
                held=Subquery(held.values("state")), since=Subquery(held.values("changed_at"))
            )
        )
        marks = PassMark.objects.filter(same, of__learner=learner_id).select_related("of")
        return cls(list(events[:MOST]), list(marks.order_by("-of__ended_at", "-at")))

    def __bool__(self) -> bool:
        return bool(self.events or self.earlier)

    @cached_property
    def state(self) -> State:
        return State(max((event.held or State.TODO for event in self.events), default=State.TODO))

    @property
    def word(self) -> str:
        return self.state.word

    @cached_property
    def since(self) -> datetime | None:
        """When the present state began; nothing where all is still to do."""
        began: list[datetime] = [e.since for e in self.events if e.held == self.state]
        return min(began) if self.state and began else None

    @cached_property
    def began(self) -> datetime | None:
        """When this time over it began, if that was on a day before the present state did."""
        run = []
        for event in self.events:
            if event.state == State.TODO:
                break
            run.append(event.at)
        first: datetime | None = run[-1] if run else None
        if first is None or self.since is None or _day(first) >= _day(self.since):
            return None
        return first


class Group(NamedTuple):
    """Events of one act that say the same: many of them are told as one."""

    said: str
    events: list[StudyEvent]

    @property
    def folds(self) -> bool:
        return len(self.events) > FEW


class Day(NamedTuple):
    date: date
    groups: list[Group]


def by_day(events: Iterable[StudyEvent]) -> Iterator[Day]:
    """Events in their order, under the days of the person who asks."""
    for day, its in groupby(events, key=lambda event: _day(event.at)):
        acts = groupby(its, key=lambda event: (event.at, event.state))
        yield Day(day, [Group(its[0].said, its) for its in (list(same) for _, same in acts)])


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
