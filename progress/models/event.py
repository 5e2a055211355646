from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .state import State


class StudyEvent(models.Model):
    """A state that began to hold. Never edited: undoing is a new event with the former state."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    track = models.ForeignKey(
        "catalog.Track", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.PositiveSmallIntegerField(_("estado"), choices=State)
    at = models.DateTimeField(_("quando"), default=timezone.now)

    class Meta:
        verbose_name = _("atividade")
        verbose_name_plural = _("atividades")
        indexes = [models.Index(fields=["learner", "-at"], name="progress_event_by_learner")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="progress_studyevent_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.resource_id} · {self.get_state_display()}"

    @property
    def word(self) -> str:
        return State(self.state).word
