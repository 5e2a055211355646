from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .track import Track


class Source(models.Model):
    """The README that a track was made of, as it was taken over last: the common ground of the
    next update. It stands outside of history, so that a revert of the track keeps it."""

    track = models.OneToOneField(
        Track, models.CASCADE, primary_key=True, related_name="source", verbose_name=_("trilha")
    )
    text = models.TextField(_("texto"))
    # `Readme.as_dict()`, whose sections and steps carry the `uid` of the row that was made of them.
    outline = models.JSONField(_("leitura"))
    taken_at = models.DateTimeField(_("trazida em"), default=timezone.now)

    class Meta:
        verbose_name = _("fonte")
        verbose_name_plural = _("fontes")

    def __str__(self) -> str:
        return str(self.track)
