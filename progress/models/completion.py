from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import connection, models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Resource

from .state import State


class CompletionQuerySet(models.QuerySet["Completion"]):
    def finished(self, field: str) -> Self:
        """Inside a query of resources: marks of anybody who finished the one in that field, itself
        or a duplicate of it."""
        its = models.Q(resource=models.OuterRef(field))
        its |= models.Q(resource__merged_into=models.OuterRef(field))
        return self.filter(its, state=State.DONE)

    def counting_for(self, learner_id: int, resources: Collection[int]) -> Self:
        """One learner's rows that hold the state of these resources, those of duplicates too, in
        the order in which they are written; `survivor` is the resource that each counts for."""
        return self.survivors(resources).filter(learner=learner_id).order_by("resource_id")

    def survivors(self, resources: Collection[int]) -> Self:
        """Anybody's rows that count for these resources, those of duplicates too; `survivor` is
        the resource that each counts for."""
        rows = self.annotate(survivor=Coalesce("resource__merged_into", "resource"))
        return rows.filter(survivor__in=resources)

    def held(self, learner_id: int, resources: Collection[int]) -> dict[int, int]:
        """The states of these resources, of several rows the furthest. The rows stay locked until
        the transaction ends, so that nobody moves them in between."""
        states: dict[int, int] = {}
        for row in self.counting_for(learner_id, resources).select_for_update(of=("self",)):
            states[row.survivor] = max(row.state, states.get(row.survivor, State.TODO))
        return states

    def advance(
        self,
        learner_id: int,
        marks: Mapping[int, int],
        since: Mapping[int, datetime] | None = None,
    ) -> dict[int, int]:
        """Let states move forward, never back; the resources whose state that shows truly moved.

        A duplicate's mark may be stored and yet change nothing that anybody sees.
        """
        of = Coalesce("merged_into", "pk")
        survivor = dict(Resource.objects.filter(pk__in=marks).values_list("pk", of))
        keys = set(survivor.values())
        before = self.held(learner_id, keys)
        changed = self.record(learner_id, marks, furthest=True, since=since)
        moved = {survivor[key] for key in changed}
        after = self.held(learner_id, moved)
        return {key: state for key, state in after.items() if state != before.get(key, State.TODO)}

    def record(
        self,
        learner_id: int,
        marks: Mapping[int, int],
        *,
        furthest: bool = False,
        since: Mapping[int, datetime] | None = None,
    ) -> dict[int, int]:
        """Store states by resource and return those that truly changed, in one statement.

        With `furthest` a stored state only ever moves forward, which makes adoption safe to
        repeat and indifferent to order. Rows are written in the order of their keys, so that two
        devices cannot block each other. `since` says when a state began, where that is not now.
        """
        if not marks:
            return {}
        now, since, adapt = timezone.now(), since or {}, connection.ops.adapt_datetimefield_value
        rows = [(learner_id, key, marks[key], adapt(since.get(key, now))) for key in sorted(marks)]
        with connection.cursor() as cursor:
            cursor.execute(
                UPSERT.format(
                    rows=", ".join(["(%s, %s, %s, %s)"] * len(rows)),
                    compare="<" if furthest else "<>",
                ),
                [value for row in rows for value in row],
            )
            return dict(cursor.fetchall())


# Upserting by hand, because only RETURNING tells what changed: exactly then an event is due.
UPSERT = """
INSERT INTO progress_completion (learner_id, resource_id, state, changed_at) VALUES {rows}
ON CONFLICT (learner_id, resource_id)
DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at
WHERE progress_completion.state {compare} excluded.state
RETURNING resource_id, state
"""


class Completion(models.Model):
    """One learner's state on one resource. Written only through `record`."""

    pk = models.CompositePrimaryKey("learner", "resource")
    # The key begins with the learner, so that column needs no index of its own.
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    state = models.PositiveSmallIntegerField(_("estado"), choices=State)
    changed_at = models.DateTimeField(_("mudou em"), default=timezone.now)

    objects = CompletionQuerySet.as_manager()

    survivor: int  # said by `counting_for`

    class Meta:
        verbose_name = _("andamento")
        verbose_name_plural = _("andamentos")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="progress_completion_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.resource_id} · {self.get_state_display()}"
