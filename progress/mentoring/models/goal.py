from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Goal(models.Model):
    """By when a cohort wants to be through with a section. It is told only while its track is
    what the cohort studies, and the section stands in it."""

    cohort = models.ForeignKey(
        "mentoring.Cohort", models.CASCADE, related_name="goals", db_index=False
    )
    section = models.ForeignKey("catalog.Section", models.CASCADE, related_name="+")
    due_on = models.DateField(_("até"))

    ring: Any = None  # how far the one who looks is with it, said by `goals_along`

    class Meta:
        verbose_name = _("meta")
        verbose_name_plural = _("metas")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "section"], name="mentoring_goal_once")
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} · {self.section_id} · {self.due_on}"

    @property
    def is_past(self) -> bool:
        return self.due_on < timezone.localdate()
