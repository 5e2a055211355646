from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Resource
from catalog.models.base import FoundByWords
from catalog.models.fields import StemsField

from ..markdown import render, words

LONGEST = 20_000  # characters; some ten pages


class Conflict(Exception):  # noqa: N818 — it is no error: two texts that both count
    """Somebody wrote on a version that is not the stored one any more."""

    def __init__(self, stored: "Note") -> None:
        self.stored = stored


class NoteQuerySet(FoundByWords):
    # Who looks for "sql" also means what they wrote beside a course of SQL.
    said_in = ("stems", "resource__stems", "resource__merged_into__stems")
    then_by = ("-changed_at", "-pk")

    def of(self, learner_id: int) -> Self:
        return self.filter(learner=learner_id)

    def on(self, resource: Resource) -> Self:
        """Those on a resource and on its duplicates, its own first."""
        same = Q(resource=resource) | Q(resource__merged_into=resource)
        return self.filter(same).order_by(F("resource__merged_into").asc(nulls_first=True), "pk")

    def for_page(self) -> Self:
        """With their resources; `opens`: the resource has a page."""
        rows = self.annotate(survivor=Coalesce("resource__merged_into", "resource"))
        opens = Resource.objects.has_page("survivor")
        rows = rows.annotate(opens=opens).select_related("resource__merged_into")
        return super(NoteQuerySet, rows).for_page()

    def write(self, learner_id: int, resource: Resource, text: str, version: str) -> "Note | None":
        """Store what a learner wrote on a version (`Note.stamp`, empty when there was no note) and
        return the note; no text takes the note away. The same text again changes nothing.

        Raises `Conflict` when another text was stored meanwhile: nothing is overwritten.
        """
        with transaction.atomic():
            mine = self.select_for_update().filter(learner=learner_id, resource=resource)
            note: Note | None = mine.first()
            if note is None and text:
                # Two tabs may begin at once: the second finds what the first has written.
                note, _made = mine.get_or_create(
                    learner_id=learner_id, resource=resource, defaults={"text": text}
                )
            if note is None or note.text == text:
                return note
            if note.stamp != version:
                raise Conflict(note)
            return note.become(text)


class Note(models.Model):
    """What a learner writes beside a resource, in Markdown. Nobody else reads it."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    text = models.TextField(_("nota"), validators=[MaxLengthValidator(LONGEST)])
    # Grows by one with every change: who saves says on which version they wrote.
    version = models.PositiveIntegerField(_("versão"), default=1)
    stems = StemsField(of=("text",))
    created_at = models.DateTimeField(_("desde"), default=timezone.now)
    changed_at = models.DateTimeField(_("mudou em"), default=timezone.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("nota")
        verbose_name_plural = _("notas")
        indexes = [models.Index(fields=["learner", "-changed_at"], name="progress_note_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "resource"], name="progress_note_one_a_resource"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.resource_id}"

    @property
    def stamp(self) -> str:
        """Which note in which version: one that was taken away and begun anew is another."""
        return f"{self.pk}.{self.version}"

    @property
    def html(self) -> str:
        return render(self.text)

    @property
    def opening(self) -> str:
        """How it begins, on one line and in words only, of which a list shows some."""
        return words(self.text[:2000])

    @property
    def about(self) -> Resource:
        """The resource that it stands by: a duplicate's note stands by its survivor."""
        return self.resource.merged_into or self.resource

    def joined(self, text: str, between: str = "\n\n") -> str:
        """This text and another one in one; where one holds the other, that is all."""
        if text in self.text or self.text in text:
            return max(text, self.text, key=len)
        return f"{self.text}{between}{text}"

    def become(self, text: str) -> "Note | None":
        """Have another text; without one it is gone."""
        if not text:
            self.delete()
            return None
        self.text, self.version, self.changed_at = text, self.version + 1, timezone.now()
        self.save(update_fields=["text", "version", "changed_at", "stems"])
        return self
