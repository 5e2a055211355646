from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE


class Age(models.TextChoices):
    ADULT = "adult", _("18 anos ou mais")
    MINOR = "minor", _("menos de 18 anos")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def standing(self) -> Self:
        """Of people who are in the cohort, use their account and stay."""
        return self.filter(left_at=None, learner__is_active=True, learner__erase_at=None)

    def for_page(self) -> Self:
        return self.select_related("cohort__owner", "learner").fetch_mode(PAGE_FETCH_MODE)


class Membership(models.Model):
    """A learner's place in a cohort. By itself it shows the mentors a name, and nothing else."""

    uid = models.UUIDField(_("identificador"), default=uuid4, editable=False, unique=True)
    cohort = models.ForeignKey(
        "mentoring.Cohort", models.CASCADE, related_name="members", db_index=False
    )
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # A minor's consent holds once whoever is responsible for them has agreed to it.
    age = models.CharField(_("idade"), max_length=5, choices=Age, blank=True)
    mails = models.BooleanField(_("avisar por e-mail"), default=False)
    joined_at = models.DateTimeField(_("entrou em"), default=timezone.now)
    left_at = models.DateTimeField(_("saiu em"), null=True, blank=True)
    removed = models.BooleanField(_("por quem guia"), default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("participação")
        verbose_name_plural = _("participações")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "learner"], name="mentoring_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} · {self.learner_id}"
