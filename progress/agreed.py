"""What a learner took into their plan from what was proposed to them, as it stands on a day."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Self

from .models import Due, State

SETTLED = (State.DONE, State.SKIPPED)


class Agreed:
    """Rows come the nearest day first; a thing that stands in several counts once, by the first.
    They settle by the learner's own marks, wherever those were made."""

    def __init__(self, rows: Iterable[Due], states: Mapping[int, int], today: date) -> None:
        once: dict[int, Due] = {}
        for row in rows:
            once.setdefault(row.material.pk, row)
        self.today = today
        self.settled = [row for key, row in once.items() if states.get(key) in SETTLED]
        self.open = [row for key, row in once.items() if states.get(key) not in SETTLED]

    @classmethod
    def of(cls, learner: Any, states: Mapping[int, int], today: date) -> Self:
        """All that a learner agreed on, given their states. One statement."""
        return cls(Due.objects.of(learner).shown(), states, today)

    def __bool__(self) -> bool:
        return bool(self.open or self.settled)

    @property
    def late(self) -> list[Due]:
        """Whose day is over."""
        return [row for row in self.open if row.due_on and row.due_on < self.today]

    @property
    def days(self) -> list[tuple[date | None, list[Due]]]:
        """The days with what is agreed for them; None for what has no day, last."""
        return [(day, list(its)) for day, its in groupby(self.open, lambda row: row.due_on)]

    @property
    def week(self) -> list[Due]:
        """What has its day in this week. What is older is told on the plan only, and nowhere
        else: a day that is over is no reason to be reminded of it."""
        monday = self.today - timedelta(days=self.today.weekday())
        days = {monday + timedelta(days=n) for n in range(7)}
        return [row for row in self.open if row.due_on in days]
