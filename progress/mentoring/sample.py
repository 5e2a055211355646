"""What mentors would see of a learner, made of the learner's own marks as they are now, by the very
rules that make the mentors' table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from ..journey import Journey
from .access import marks_of
from .models import Cohort
from .sight import columns_of
from .table import Cell, Column, Frame, Line, Person
from .ways import way_along


class Sample:
    def __init__(self, journey: Journey, learner: Any, cohort: Cohort) -> None:
        way = way_along(cohort)
        keys = set(way.resources if way else ())
        self.columns: Sequence[Column] = columns_of(way, {})
        today = timezone.localdate()
        states = {key: state for key, state in journey.states.items() if key in keys}
        person = Person(None, learner.name, frozenset(), today, states)
        line = Line(person, Frame(self.columns, today))
        self.cells: list[tuple[Column, Cell]] = list(zip(self.columns, line.cells, strict=True))
        last = marks_of(learner, keys).order_by("-changed_at").first()
        self.last_at: datetime | None = last.changed_at if last else None
        self.last_on = last.resource.merged_into or last.resource if last else None
        self.last_days = (today - timezone.localdate(self.last_at)).days if self.last_at else None
        weeks = journey.rhythm().weeks
        self.days = weeks[-1].studied, weeks[-2].studied
