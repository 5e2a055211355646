from datetime import datetime
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE

from .cohort import Guide

# Of the words on the pages where one says yes: whoever changes what they promise counts up.
TEXT = 1


class Shown(models.TextChoices):
    """What a learner can let the mentors of a cohort see, each on its own."""

    TICKS = "ticks", _("andamento")
    DATES = "dates", _("datas")
    RHYTHM = "rhythm", _("ritmo")
    NOTE = "note", _("nota")
    NUMBERS = "numbers", _("números da turma")


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


class ConsentQuerySet(models.QuerySet["Consent"]):
    def given(self, at: datetime) -> Self:
        """Those that the learner has not taken back and whose time is not over."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at), withdrawn_at=None)

    def in_force(self, at: datetime) -> Self:
        """Those that open something at that moment, to whom they were given."""
        agreed = Q(membership__age=Age.ADULT)
        agreed |= Q(membership__age=Age.MINOR, guardian_at__isnull=False)
        return self.given(at).filter(
            agreed,
            membership__left_at=None,
            membership__learner__is_active=True,
            membership__learner__erase_at=None,
            membership__cohort__archived_at=None,
        )

    def to(self, mentor: Any) -> Self:
        """Those that reach that mentor: a yes reaches who guided the cohort when it was said."""
        guiding = Guide.objects.filter(
            cohort=OuterRef("membership__cohort"), person=mentor, since__lte=OuterRef("given_at")
        )
        return self.filter(Exists(guiding))


class Consent(models.Model):
    """One yes to showing one thing in one cohort. Never edited but for its end: a later yes is a
    row of its own, so that what was open and when stays known."""

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="consents", db_index=False
    )
    field = models.CharField(_("o quê"), max_length=8, choices=Shown)
    # Each note on its own.
    note = models.ForeignKey(
        "progress.Note", models.CASCADE, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField(_("desde"), default=timezone.now)
    text = models.PositiveSmallIntegerField(_("versão do texto"), default=TEXT)
    ends_at = models.DateTimeField(_("até"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("tirado em"), null=True, blank=True)
    guardian_at = models.DateTimeField(_("responsável disse sim em"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consentimento")
        verbose_name_plural = _("consentimentos")
        ordering = ["given_at", "pk"]
        indexes = [models.Index(fields=["membership", "field"], name="mentoring_consent_of_member")]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "field"],
                condition=Q(withdrawn_at=None, note=None),
                name="mentoring_consent_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["membership", "note"],
                condition=Q(withdrawn_at=None),
                name="mentoring_consent_note_once",
            ),
            models.CheckConstraint(
                condition=Q(field=Shown.NOTE, note__isnull=False)
                | (~Q(field=Shown.NOTE) & Q(note=None)),
                name="mentoring_consent_names_its_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} · {self.field}"
