from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.IntegerChoices):
    """How far one person is with one resource. The order decides which of two marks is kept."""

    TODO = 0, _("a fazer")
    DOING = 1, _("fazendo")
    SKIPPED = 2, _("pulado")
    DONE = 3, _("feito")

    @property
    def word(self) -> str:
        """What stands in forms and exports: `todo`, `doing`, `skipped` or `done`."""
        return self.name.lower()

    @classmethod
    def from_word(cls, word: str) -> "State | None":
        return next((state for state in cls if state.word == word), None)


class Completion(models.Model):
    """One learner's state on one resource. Written only by `LearnerJourney`, by upsert."""

    pk = models.CompositePrimaryKey("learner", "resource")
    # The key begins with the learner, so that column needs no index of its own.
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    state = models.PositiveSmallIntegerField(_("estado"), choices=State)
    changed_at = models.DateTimeField(_("mudou em"), default=timezone.now)

    class Meta:
        verbose_name = _("andamento")
        verbose_name_plural = _("andamentos")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="progress_completion_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.resource_id} · {self.get_state_display()}"


class StudyEvent(models.Model):
    """One change of a state, never edited: undoing is a new event back to the former state."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    track = models.ForeignKey(
        "catalog.Track", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    before = models.PositiveSmallIntegerField(_("antes"), choices=State)
    after = models.PositiveSmallIntegerField(_("depois"), choices=State)
    at = models.DateTimeField(_("quando"), default=timezone.now)

    class Meta:
        verbose_name = _("atividade")
        verbose_name_plural = _("atividades")
        indexes = [models.Index(fields=["learner", "-at"], name="progress_event_by_learner")]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.resource_id} · {self.before} → {self.after}"
