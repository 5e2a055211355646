from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.core import signing
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE

from .guide import Guide
from .membership import Age, Membership

SALT = "mentoring.guardian"
ANSWERED_WITHIN = timedelta(days=7)

# Of the words on the pages where one says yes: whoever changes what they promise counts up.
TEXT = 1


class Shown(models.TextChoices):
    """What a learner can let the mentors of a cohort see, each on its own."""

    TICKS = "ticks", _("andamento")
    DATES = "dates", _("datas")
    RHYTHM = "rhythm", _("ritmo")
    NOTE = "note", _("nota")
    NUMBERS = "numbers", _("números da turma")


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

    def under(self, token: str) -> Self:
        """Those whose guardian was asked by that token, if we signed it within the last days."""
        try:
            return self.filter(pk__in=signing.loads(token, salt=SALT, max_age=ANSWERED_WITHIN))
        except (signing.BadSignature, ValueError):
            return self.none()

    def waiting(self, at: datetime) -> Self:
        """Those of minors that nobody has agreed to yet."""
        return self.given(at).filter(membership__age=Age.MINOR, guardian_at=None)

    def agree(self, at: datetime) -> int:
        """Whoever is responsible for the learner says yes to these."""
        return self.waiting(at).filter(membership__left_at=None).update(guardian_at=at)

    def take_back(self, at: datetime) -> int:
        """End them, from the very next request on; how many were open still. What was taken back
        or ended by itself keeps its day."""
        return self.given(at).update(withdrawn_at=at)

    def for_page(self) -> Self:
        rows = self.select_related(
            "membership__cohort", "membership__learner", "note__resource__merged_into"
        )
        return rows.fetch_mode(PAGE_FETCH_MODE)

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
    # Of a yes to be counted: which one in that cohort it is, for good. It says who is in a five.
    place = models.PositiveIntegerField(_("lugar nos números"), null=True, editable=False)

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.field == Shown.NUMBERS and self.place is None:
            self.place = self._place()
        super().save(*args, **kwargs)

    def _place(self) -> int | None:
        """Where the numbers count somebody who only counts. Who shows ticks as well is counted by
        name, and takes no place that would silence a five."""
        ticks = self.membership.consents.filter(field=Shown.TICKS)
        if ticks.given(timezone.now()).exists():
            return None
        return int(self.membership.cohort.next_place())

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; it ends at midnight after that. It is a day where the
        learner lives, whoever reads of it."""
        if self.ends_at is None:
            return None
        zone = self.membership.learner.zone
        return timezone.localdate(self.ends_at - timedelta(microseconds=1), zone)

    def holds(self, ends_at: datetime | None, at: datetime) -> bool:
        """Whether it says the same to the same: until then, to all who guide at that moment."""
        over = self.ends_at is not None and self.ends_at <= at
        newer = Guide.objects.standing().filter(
            cohort__members=self.membership_id, since__gt=self.given_at
        )
        same = self.ends_at == ends_at and self.text == TEXT
        return same and not over and not newer.exists()

    def end(self, at: datetime) -> None:
        self.withdrawn_at = min(at, self.ends_at or at)
        self.save(update_fields=["withdrawn_at"])


def midnight_after(day: date | None) -> datetime | None:
    """When a yes until that day ends, where the person lives."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def token_for(consents: Iterable[Consent]) -> str:
    """What opens the page on which somebody says yes to just these for a minor, for some days."""
    return signing.dumps(sorted(consent.pk for consent in consents), salt=SALT)
