from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .cohort import Cohort
from .guide import Guide
from .membership import Membership


class FarewellQuerySet(models.QuerySet["Farewell"]):
    def say_for(self, owner: Any) -> None:
        """Tell everybody in that person's cohorts that they are over, whoever learns and whoever
        helps to guide. The caller erases the person in the same transaction."""
        theirs = Cohort.objects.select_for_update().filter(owner=owner)
        names = {cohort.pk: cohort.name for cohort in theirs}  # held: nobody joins from here on
        learning = Membership.objects.filter(cohort__in=names, left_at=None)
        guiding = Guide.objects.filter(cohort__in=names).exclude(person=owner)
        told = {
            *learning.values_list("cohort", "learner"),
            *guiding.values_list("cohort", "person"),
        }
        self.bulk_create(
            Farewell(learner_id=person, cohort=names[cohort]) for cohort, person in sorted(told)
        )


class Farewell(models.Model):
    """Tells a learner that a cohort ended because its mentor's account was erased, and a mentor
    who helped there. It names the cohort and not who is gone, of whom nothing may stay; whoever
    is told puts it away."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    cohort = models.CharField(_("turma"), max_length=120)
    at = models.DateTimeField(_("quando"), default=timezone.now)

    objects = FarewellQuerySet.as_manager()

    class Meta:
        verbose_name = _("aviso de fim")
        verbose_name_plural = _("avisos de fim")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.cohort}"
