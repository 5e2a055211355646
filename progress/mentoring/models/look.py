from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE

from .consent import Shown
from .membership import Membership

KEPT_DAYS = 365


class LookQuerySet(models.QuerySet["Look"]):
    def remember(
        self,
        by: Any,
        where: "Look.Where",
        seen: Iterable[tuple[Membership, Collection[str]]],
    ) -> None:
        """One mentor's view of one page: for each learner on it, what of theirs it showed."""
        at = timezone.now()
        self.bulk_create(
            Look(
                learner_id=member.learner_id,
                by=by,
                cohort_id=member.cohort_id,
                where=where,
                shown=" ".join(field for field in Shown.values if field in fields),
                at=at,
            )
            for member, fields in seen
            if fields
        )

    def outlived(self, at: datetime) -> Self:
        """Those whose year is over at that moment."""
        return self.filter(at__lt=at - timedelta(days=KEPT_DAYS))

    def for_page(self) -> Self:
        return self.select_related("by", "cohort").fetch_mode(PAGE_FETCH_MODE)


class Look(models.Model):
    """A mentor saw something of a learner's. Written before the page is shown, kept a year."""

    class Where(models.TextChoices):
        COHORT = "cohort", _("página da turma")
        PERSON = "person", _("página da pessoa")
        SHEET = "sheet", _("planilha da turma")

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    cohort = models.ForeignKey("mentoring.Cohort", models.SET_NULL, null=True, related_name="+")
    where = models.CharField(_("onde"), max_length=6, choices=Where)
    shown = models.CharField(_("o quê"), max_length=60)  # words of `Shown`
    at = models.DateTimeField(_("quando"), default=timezone.now, db_index=True)

    objects = LookQuerySet.as_manager()

    class Meta:
        verbose_name = _("olhada")
        verbose_name_plural = _("olhadas")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["learner", "-at"], name="mentoring_look_at_learner")]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.by_id} · {self.where}"

    @property
    def fields(self) -> list[Shown]:
        return [Shown(word) for word in self.shown.split()]
