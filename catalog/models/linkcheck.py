from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LinkCheck(models.Model):
    """What one visit to an address found: a status and a time, never what stood there."""

    link = models.ForeignKey("catalog.LinkHealth", models.CASCADE, related_name="checks")
    made_at = models.DateTimeField(_("feita em"), default=timezone.now)
    # A word of `catalog.health.Outcome`.
    outcome = models.CharField(_("resultado"), max_length=20)
    status = models.PositiveSmallIntegerField(_("código"), null=True, blank=True)

    class Meta:
        verbose_name = _("verificação")
        verbose_name_plural = _("verificações")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["link", "-made_at"], name="catalog_linkcheck_latest")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.status or ''}".strip()
