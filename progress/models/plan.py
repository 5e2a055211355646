from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE, Track

from .keys import may_be_key, new_key


class Weekday(models.IntegerChoices):
    """As `date.weekday()` counts."""

    MONDAY = 0, _("segunda")
    TUESDAY = 1, _("terça")
    WEDNESDAY = 2, _("quarta")
    THURSDAY = 3, _("quinta")
    FRIDAY = 4, _("sexta")
    SATURDAY = 5, _("sábado")
    SUNDAY = 6, _("domingo")


class StudyPlanQuerySet(models.QuerySet["StudyPlan"]):
    def of(self, learner: Any) -> Self:
        return self.filter(learner=learner).for_page()

    def under(self, key: str) -> Self:
        """The plan whose calendar has that key, of a person who is here and stays."""
        if not may_be_key(key):
            return self.none()
        return self.filter(key=key, learner__is_active=True, learner__erase_at=None).for_page()

    def of_mail(self) -> Self:
        """Those whose people asked for the weekly mail, are here and stay."""
        asked = self.filter(mail_since__isnull=False)
        return asked.filter(learner__is_active=True, learner__erase_at=None)

    def mail_zones(self) -> list[str]:
        """The time zones in which somebody asked for it."""
        zones = self.of_mail().order_by().values_list("learner__time_zone", flat=True)
        return list(zones.distinct())

    def take(self, step: str, monday: date) -> bool:
        """True for exactly one of all who want to do the mail's step, `mail_queued` or `mailed`,
        for that week. To be asked of one plan."""
        return self.exclude(**{step: monday}).update(**{step: monday}) == 1

    def touch(self, learner: Any) -> None:
        """What stands beside the learner's plan changed, so its calendar is a later version."""
        self.filter(learner=learner).update(changed_at=timezone.now())

    def for_page(self) -> Self:
        return self.select_related("learner", "track").fetch_mode(PAGE_FETCH_MODE)

    def keep(self, learner: Any, track: Track, minutes: int, weekdays: int) -> "StudyPlan":
        """Make or change the learner's one plan. Its calendar and its mail go on as they were."""
        fields = {"track": track, "minutes": minutes, "weekdays": weekdays}
        plan, _new = self.update_or_create(
            learner=learner, defaults=fields | {"changed_at": timezone.now()}
        )
        return plan


class StudyPlan(models.Model):
    """How much time a learner has in a week, on which days, and for which track. The weeks
    themselves are never stored: they are worked out from today and what is left."""

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    track = models.ForeignKey("catalog.Track", models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField(_("minutos por semana"), default=180)
    # Seven bits, Monday the lowest.
    weekdays = models.PositiveSmallIntegerField(_("dias da semana"), default=0b0010101)
    # The secret in the address of the calendar. Empty: there is no calendar.
    key = models.CharField(_("chave"), max_length=64, blank=True, editable=False)
    calendar_since = models.DateTimeField(_("calendário desde"), null=True, blank=True)
    mail_since = models.DateTimeField(_("e-mail semanal desde"), null=True, blank=True)
    # The Monday of the last week for which a mail was laid into the queue, and of the last one
    # that was told: one job a week, and none of its tries tells it twice.
    mail_queued = models.DateField(_("semana na fila"), null=True, blank=True, editable=False)
    mailed = models.DateField(_("semana enviada"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("desde"), default=timezone.now)
    changed_at = models.DateTimeField(_("mudou em"), default=timezone.now)

    objects = StudyPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plano")
        verbose_name_plural = _("planos")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=15, minutes__lte=60 * 80),
                name="progress_studyplan_minutes",
                violation_error_message=_("Entre 15 minutos e 80 horas por semana."),
            ),
            models.CheckConstraint(
                condition=models.Q(weekdays__gte=1, weekdays__lte=127),
                name="progress_studyplan_weekdays",
                violation_error_message=_("Escolha pelo menos um dia."),
            ),
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="progress_studyplan_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.track_id}"

    @property
    def days(self) -> list[Weekday]:
        return [day for day in Weekday if self.weekdays >> day & 1]

    def today(self) -> date:
        """The day that it is where the learner lives."""
        return timezone.localdate(timezone=self.learner.zone)

    @property
    def monday(self) -> date:
        """The first day of the week that it is where the learner lives."""
        return self.today() - timedelta(days=self.today().weekday())

    def turn_mail(self, on: bool) -> None:
        """Ask for the weekly mail, the first one next Monday, or for none any more."""
        if on == bool(self.mail_since):
            return
        self.mail_since = timezone.now() if on else None
        self.mail_queued = self.monday if on else self.mail_queued
        self.save(update_fields=["mail_since", "mail_queued"])

    def open_calendar(self) -> None:
        """Give the calendar an address; one that has one keeps it."""
        self._turn_calendar(lambda key: key or new_key())

    def renew_calendar(self) -> None:
        """A new address instead of the old one, which opens nothing from now on."""
        self._turn_calendar(lambda key: new_key() if key else "")

    def close_calendar(self) -> None:
        self._turn_calendar(lambda key: "")

    def _turn_calendar(self, change: Callable[[str], str]) -> None:
        with transaction.atomic():
            held = StudyPlan.objects.select_for_update().get(pk=self.pk)
            self.key, self.calendar_since = change(held.key), held.calendar_since
            if self.key != held.key:
                self.calendar_since = timezone.now() if self.key else None
                self.save(update_fields=["key", "calendar_since"])
