from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StudyPlan(models.Model):
    """How much time a learner has in a week, on which days, and for which track. The weeks
    themselves are never stored: they are worked out from today and what is left."""

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    track = models.ForeignKey("catalog.Track", models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField(_("minutos por semana"), default=180)
    # Seven bits, Monday the lowest, as `date.weekday()` counts.
    weekdays = models.PositiveSmallIntegerField(_("dias da semana"), default=0b0010101)
    # The secret in the address of the calendar. Empty: there is no calendar.
    key = models.CharField(_("chave"), max_length=64, blank=True, editable=False)
    calendar_since = models.DateTimeField(_("calendário desde"), null=True, blank=True)
    mail_since = models.DateTimeField(_("e-mail semanal desde"), null=True, blank=True)
    # The Monday of the last week that a mail told about, so that no retry tells it twice.
    mailed = models.DateField(_("semana enviada"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("desde"), default=timezone.now)
    changed_at = models.DateTimeField(_("mudou em"), default=timezone.now)

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
