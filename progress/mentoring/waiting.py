"""What waits for a person in their cohorts, for the page on which they see their own way."""

from functools import cached_property
from typing import Any

from django.utils import timezone

from . import access
from .models import Cohort, Farewell, Goal, Why

MOST = 6  # cohorts that are named; all of them stand on a page of their own


class Waiting:
    """Asked in the same few statements however much there is: in two of whoever is in no cohort,
    of a visitor in none."""

    def __init__(self, person: Any) -> None:
        self.person = person

    def __bool__(self) -> bool:
        if self.person is None or self.person.pk is None:
            return False
        return bool(self.cohorts or self.farewells or self.proposals or self.unread)

    @cached_property
    def farewells(self) -> list[Farewell]:
        return list(access.farewells_to(self.person))

    @property
    def of_cohorts(self) -> list[Farewell]:
        return [row for row in self.farewells if row.why != Why.LINK]

    @property
    def of_links(self) -> list[Farewell]:
        return [row for row in self.farewells if row.why == Why.LINK]

    @cached_property
    def proposals(self) -> int:
        return access.proposals_to(self.person).waiting().count() if self.cohorts else 0

    @cached_property
    def unread(self) -> int:
        """Conversations with news; where a person is no more, nothing new is said."""
        mine = access.threads_of(self.person).unread_by(self.person)
        return mine.count() if self.cohorts else 0

    @cached_property
    def cohorts(self) -> list[tuple[Cohort, Goal | None]]:
        """Where the person learns or guides now, each with what is to be done there next."""
        here = list(access.cohorts_with(self.person)[:MOST])
        if not here:
            return []
        goals: dict[int, Goal] = {}
        coming = access.goals_for(self.person).filter(due_on__gte=timezone.localdate())
        for goal in coming:
            goals.setdefault(goal.cohort_id, goal)
        return [(cohort, goals.get(cohort.pk)) for cohort in here]
