from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE


class DueQuerySet(models.QuerySet["Due"]):
    def of(self, learner: Any) -> Self:
        """A learner's agreed steps, the nearest day first, those without a day last."""
        rows = self.filter(learner=learner).order_by(F("due_on").asc(nulls_last=True), "pk")
        return rows.select_related("resource__merged_into").fetch_mode(PAGE_FETCH_MODE)


class Due(models.Model):
    """A step that a learner took into their plan, maybe with a day by which to have it done."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    due_on = models.DateField(_("até"), null=True, blank=True)
    created_at = models.DateTimeField(_("desde"), default=timezone.now)

    objects = DueQuerySet.as_manager()

    class Meta:
        verbose_name = _("combinado")
        verbose_name_plural = _("combinados")
        constraints = [
            models.UniqueConstraint(fields=["learner", "resource"], name="progress_due_once")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.resource_id}"

    @property
    def material(self) -> Any:
        """What to study: the survivor, when the one proposed was merged as a duplicate."""
        return self.resource.merged_into or self.resource
