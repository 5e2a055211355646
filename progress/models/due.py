from collections.abc import Collection
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE, Resource

from .plan import StudyPlan


class DueQuerySet(models.QuerySet["Due"]):
    def of(self, learner: Any) -> Self:
        """A learner's agreed steps, the nearest day first, those without a day last."""
        rows = self.filter(learner=learner).order_by(F("due_on").asc(nulls_last=True), "pk")
        return rows.select_related("resource__merged_into").fetch_mode(PAGE_FETCH_MODE)

    def shown(self) -> Self:
        """Those that can be opened: not what a curator took back to a draft meanwhile."""
        public = Resource.objects.public()
        open_now = Q(resource__merged_into=None) | Q(resource__merged_into__in=public)
        return self.filter(open_now, resource__in=public)

    def counting_for(self, learner: Any, resources: Collection[int]) -> Self:
        """A learner's rows for these things to study, those of duplicates too."""
        of = Coalesce("resource__merged_into", "resource")
        return self.filter(learner=learner).annotate(survivor=of).filter(survivor__in=resources)

    def agree(self, learner_id: int, resources: Collection[int], due_on: date | None) -> None:
        """Take these, none of them a duplicate, into the learner's plan. What stands there keeps
        its row, with the new day; without a new day it keeps its own."""
        with transaction.atomic():
            StudyPlan.objects.touch(learner_id)
            rows = self.counting_for(learner_id, resources)
            new = sorted({*resources} - {row.survivor for row in rows})
            self.bulk_create(
                (Due(learner_id=learner_id, resource_id=key, due_on=due_on) for key in new),
                ignore_conflicts=True,
            )
            # Asked after writing: another device may have taken some of them in between.
            if due_on:
                self.filter(pk__in=rows.values("pk")).update(due_on=due_on)

    def take_out(self, learner_id: int, pk: int) -> "Due | None":
        """Take one out of the learner's plan, its duplicates too. None when it is not there."""
        with transaction.atomic():
            row = self.of(learner_id).filter(pk=pk).first()
            if row is None:
                return None
            same = self.counting_for(learner_id, [row.material.pk])
            self.filter(pk__in=same.values("pk")).delete()
            StudyPlan.objects.touch(learner_id)
        return row


class Due(models.Model):
    """A step that a learner took into their plan, maybe with a day by which to have it done."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    due_on = models.DateField(_("até"), null=True, blank=True)
    created_at = models.DateTimeField(_("desde"), default=timezone.now)

    objects = DueQuerySet.as_manager()

    survivor: int  # said by `counting_for`

    class Meta:
        verbose_name = _("combinado")
        verbose_name_plural = _("combinados")
        constraints = [
            models.UniqueConstraint(fields=["learner", "resource"], name="progress_due_once")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.resource_id}"

    @property
    def uid(self) -> str:
        """Names its row on a page where the same resource may stand in a plan as well."""
        return f"combinado-{self.pk}"

    @property
    def material(self) -> Any:
        """What to study: the survivor, when the one proposed was merged as a duplicate."""
        return self.resource.merged_into or self.resource
