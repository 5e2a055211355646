from datetime import date
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE


class CohortQuerySet(models.QuerySet["Cohort"]):
    def guided_by(self, person: Any) -> Self:
        guiding = Guide.objects.filter(cohort=OuterRef("pk"), person=person)
        return self.filter(Exists(guiding))

    def going(self) -> Self:
        """Not put away: whatever is shown to mentors is shown in these."""
        return self.filter(archived_at=None)

    def for_page(self) -> Self:
        rows = self.select_related("owner", "track", "list__owner")
        return rows.fetch_mode(PAGE_FETCH_MODE)

    def with_size(self) -> Self:
        """`size`: how many people are in it now."""
        here = Q(members__left_at=None, members__learner__is_active=True)
        here &= Q(members__learner__erase_at=None)
        return self.annotate(size=Count("members", filter=here))

    def begin(self, owner: Any, **fields: Any) -> "Cohort":
        """A cohort with its first mentor, whose it is."""
        with transaction.atomic():
            cohort = self.create(owner=owner, **fields)
            Guide.objects.create(cohort=cohort, person=owner)
        return cohort


class Cohort(models.Model):
    """People who study the same thing around a mentor, and show of it what each one chooses."""

    uid = models.UUIDField(_("identificador"), default=uuid4, editable=False, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("de quem é")
    )
    name = models.CharField(_("nome"), max_length=120)
    about = models.CharField(_("combinado"), max_length=300, blank=True)
    track = models.ForeignKey(
        "catalog.Track",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("trilha"),
    )
    # A hand-picked list is the list of a share link, whether or not that link still opens.
    list = models.ForeignKey(
        "mentoring.ShareLink",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lista"),
    )
    starts_on = models.DateField(_("começa em"), null=True, blank=True)
    ends_on = models.DateField(_("termina em"), null=True, blank=True)
    steps_a_week = models.PositiveSmallIntegerField(_("passos por semana"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("lugares"), null=True, blank=True)
    created_at = models.DateTimeField(_("criada em"), default=timezone.now, editable=False)
    archived_at = models.DateTimeField(_("arquivada em"), null=True, blank=True, editable=False)

    objects = CohortQuerySet.as_manager()

    size: int  # said by `with_size`

    class Meta:
        verbose_name = _("turma")
        verbose_name_plural = _("turmas")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(track=None) | Q(list=None),
                name="mentoring_cohort_studies_one_thing",
                violation_error_message=_(
                    "Uma turma estuda uma coisa só: uma trilha ou uma lista."
                ),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="mentoring_cohort_ends_after_it_starts",
                violation_error_message=_("O fim vem antes do começo."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("mentoring:cohort", args=[self.uid])

    @property
    def is_over(self) -> bool:
        return bool(self.ends_on and self.ends_on < timezone.localdate())

    @property
    def week(self) -> tuple[int, int] | None:
        """Which week it is and of how many, from 1 on; nothing before, after or without dates."""
        if not (self.starts_on and self.ends_on):
            return None
        today: date = timezone.localdate()
        if not self.starts_on <= today <= self.ends_on:
            return None
        return (today - self.starts_on).days // 7 + 1, (self.ends_on - self.starts_on).days // 7 + 1


class Guide(models.Model):
    """A mentor of a cohort: the one whose it is, or one who was called to help.

    What learners show was shown to those who were there when they said yes: consent given before
    `since` does not reach this mentor (decision 0029).
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="guides", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(_("desde"), default=timezone.now)
    mails = models.BooleanField(_("avisar por e-mail"), default=False)

    class Meta:
        verbose_name = _("quem guia")
        verbose_name_plural = _("quem guia")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="mentoring_guide_once")
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} · {self.person_id}"


class Goal(models.Model):
    """By when a cohort wants to be through with a section."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="goals", db_index=False)
    section = models.ForeignKey("catalog.Section", models.CASCADE, related_name="+")
    due_on = models.DateField(_("até"))

    class Meta:
        verbose_name = _("meta")
        verbose_name_plural = _("metas")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "section"], name="mentoring_goal_once")
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} · {self.section_id} · {self.due_on}"
