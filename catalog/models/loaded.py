from django.db import models
from django.utils.translation import gettext_lazy as _

from .track import Track


class LoadedTrack(models.Model):
    """What the file of a track said when it was last loaded.

    Compared with what it says now, it tells the file's changes from those of curators. It has no
    history of its own: a revert must not make the loader forget.
    """

    track = models.OneToOneField(
        Track, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("trilha")
    )
    rows = models.JSONField(_("linhas"))  # "catalog.step:trilha/passo" → fields

    class Meta:
        verbose_name = _("trilha carregada")
        verbose_name_plural = _("trilhas carregadas")

    def __str__(self) -> str:
        return str(self.track_id)
