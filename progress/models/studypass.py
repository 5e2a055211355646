from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .state import State


class Pass(models.Model):
    """An earlier time that a learner went over a track or a section, kept when a new one began."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    track = models.ForeignKey("catalog.Track", models.PROTECT, related_name="+")
    section = models.ForeignKey(
        "catalog.Section", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # As the track or the section was called then; its words may change later.
    title = models.CharField(_("título"), max_length=300)
    began_at = models.DateTimeField(_("primeira marca"))
    ended_at = models.DateTimeField(_("guardada em"), default=timezone.now)

    class Meta:
        verbose_name = _("passada")
        verbose_name_plural = _("passadas")
        ordering = ["-ended_at", "-pk"]
        indexes = [models.Index(fields=["learner", "-ended_at"], name="progress_pass_latest")]

    def __str__(self) -> str:
        return self.title


class PassMark(models.Model):
    """The state of one resource when its pass ended."""

    of = models.ForeignKey(Pass, models.CASCADE, related_name="marks", db_index=False)
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    state = models.PositiveSmallIntegerField(_("estado"), choices=State)
    at = models.DateTimeField(_("quando"))

    class Meta:
        verbose_name = _("marca de uma passada")
        verbose_name_plural = _("marcas de passadas")
        constraints = [
            models.UniqueConstraint(fields=["of", "resource"], name="progress_passmark_one"),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="progress_passmark_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_id} · {self.resource_id} · {self.get_state_display()}"
