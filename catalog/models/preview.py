import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..readme.outline import Readme
from .track import Track

KEPT = timedelta(days=1)


def new_key() -> str:
    return secrets.token_urlsafe(16)


class PreviewQuerySet(models.QuerySet["Preview"]):
    def standing(self) -> Self:
        return self.filter(made_at__gt=timezone.now() - KEPT)

    def expired(self) -> Self:
        return self.filter(made_at__lte=timezone.now() - KEPT)

    def of(self, person: Any) -> Self:
        """Nobody opens what another curator is reading."""
        return self.filter(by=person.pk)

    def open(self) -> Self:
        """Those that still wait for their end, for a list: with their `title`, and without what
        may be long."""
        waiting = self.standing().filter(committed_at=None)
        return waiting.defer("text", "decisions", "outline").annotate(title=KT("outline__title"))

    def keep(
        self, by: Any, text: str, readme: Readme, origin: dict[str, str], track: Track | None = None
    ) -> "Preview":
        return self.create(by=by, text=text, outline=readme.as_dict(), origin=origin, track=track)


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
        listed: str | None = self.__dict__.get("title")  # the outline is not loaded then
        title = self.outline.get("title") if listed is None else listed
        return title or str(_("README sem título"))

    @property
    def kept_until(self) -> datetime:
        return self.made_at + KEPT

    @property
    def readme(self) -> Readme:
        """As it was read, without what was decided since."""
        return Readme.from_dict(self.outline)

    def decide(self, said: Mapping[str, Mapping[str, Any] | None]) -> None:
        """Keep what was decided, by the number of the node; `None` takes it back. What two tabs
        decide about different things stands side by side; about the same, the later one counts."""
        with transaction.atomic():
            row = type(self).objects.select_for_update().only("decisions").get(pk=self.pk)
            for number, words in said.items():
                if words is None:
                    row.decisions.pop(number, None)
                else:
                    row.decisions[number] = {**row.decisions.get(number, {}), **words}
            row.save(update_fields=["decisions"])
        self.decisions = row.decisions

    def turn_into(self, make: "Callable[[Preview], Track]") -> bool:
        """Let the track be made, once, however often and by however many hands it is asked for.
        False when it was made before. The track is in `track`."""
        with transaction.atomic():
            row = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            made = row.committed_at is None
            if made:
                row.track, row.committed_at = make(row), timezone.now()
                row.save(update_fields=["track", "committed_at"])
        self.track, self.committed_at = row.track, row.committed_at
        return made
