from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Farewell(models.Model):
    """Tells a learner that a cohort ended because its mentor's account was erased. It names the
    cohort and not the mentor, of whom nothing may stay; the learner puts it away."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    cohort = models.CharField(_("turma"), max_length=120)
    at = models.DateTimeField(_("quando"), default=timezone.now)

    class Meta:
        verbose_name = _("aviso de fim")
        verbose_name_plural = _("avisos de fim")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.cohort}"
