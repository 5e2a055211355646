from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import AddressField, WebField


class Suggestion(models.Model):
    """A proposal by anybody, waiting in the curators' queue: so far, a link for a section."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("esperando")
        ACCEPTED = "accepted", _("aceita")
        DECLINED = "declined", _("recusada")

    # An accepted suggestion outlives its author's account, without the name.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("de quem"),
    )
    track = models.ForeignKey(
        "catalog.Track", models.PROTECT, related_name="+", verbose_name=_("trilha")
    )
    section = models.ForeignKey(
        "catalog.Section",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("etapa"),
    )
    title = models.CharField(_("título"), max_length=300)
    url = WebField(_("endereço"))
    address = AddressField()
    status = models.CharField(
        _("situação"), max_length=10, choices=Status, default=Status.WAITING, editable=False
    )
    reason = models.CharField(_("motivo"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("feita em"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decidida em"), null=True, blank=True, editable=False)
    resource = models.ForeignKey(
        "catalog.Resource",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("recurso"),
    )

    class Meta:
        verbose_name = _("sugestão")
        verbose_name_plural = _("sugestões")
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["status", "made_at"], name="catalog_suggestion_queue")]

    def __str__(self) -> str:
        return self.title
