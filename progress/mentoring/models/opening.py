from django.db import models
from django.utils.translation import gettext_lazy as _


class Opening(models.Model):
    """How often a link was opened on one day: a number, nothing about visitors."""

    link = models.ForeignKey(
        "mentoring.ShareLink", models.CASCADE, related_name="openings", db_index=False
    )
    day = models.DateField(_("dia"))
    count = models.PositiveIntegerField(_("aberturas"), default=0)

    class Meta:
        verbose_name = _("aberturas de um dia")
        verbose_name_plural = _("aberturas por dia")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["link", "day"], name="mentoring_opening_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.link_id} · {self.day} · {self.count}"
