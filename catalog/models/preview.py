import secrets
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=1)


def new_key() -> str:
    return secrets.token_urlsafe(16)


class PreviewQuerySet(models.QuerySet["Preview"]):
    def standing(self) -> Self:
        return self.filter(made_at__gt=timezone.now() - KEPT)

    def expired(self) -> Self:
        return self.filter(made_at__lte=timezone.now() - KEPT)


class Preview(models.Model):
    """A README that was read and not yet taken over, with what a curator decided about it so far.

    Kept on the server for a day: it survives a reload and is seen by every worker.
    """

    key = models.CharField(_("chave"), max_length=32, primary_key=True, default=new_key)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("de quem")
    )
    track = models.ForeignKey(
        "catalog.Track",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("trilha"),
        help_text=_("A trilha a atualizar, ou a que nasceu desta prévia."),
    )
    made_at = models.DateTimeField(_("feita em"), default=timezone.now)
    committed_at = models.DateTimeField(_("trazida em"), null=True, blank=True)
    text = models.TextField(_("texto"))
    outline = models.JSONField(_("leitura"))  # `Readme.as_dict()`
    # Where the text came from: any of url, path, commit, author, license.
    origin = models.JSONField(_("de onde veio"), default=dict)
    # By the number of a node in reading order: what was decided otherwise than guessed.
    decisions = models.JSONField(_("decisões"), default=dict)

    objects = PreviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("prévia")
        verbose_name_plural = _("prévias")
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["made_at"], name="catalog_preview_made_at")]

    def __str__(self) -> str:
        return str(self.outline.get("title", ""))

    @property
    def kept_until(self) -> object:
        return self.made_at + KEPT
