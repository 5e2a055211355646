"""What a learner did lately: marks, notes and what they kept for later, as one list."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from .models import Bookmark, Note, State, StudyEvent

ENOUGH = 3  # times as many events as deeds are told, since some are told as one


class Deed(NamedTuple):
    at: datetime
    icon: str
    verb: str
    thing: Any  # a resource, a skill, a community or a track
    opens: bool  # it has a page now

    @property
    def language(self) -> str:
        return str(getattr(self.thing, "title_language", "") or self.thing.language)


def latest(learner_id: int, limit: int) -> list[Deed]:
    """In three statements. A resource is told of once among the marks, and not when its mark was
    taken back; what a new pass set back stays told of."""
    deeds = [*_marks(learner_id, limit), *_notes(learner_id, limit), *_kept(learner_id, limit)]
    return sorted(deeds, key=lambda deed: deed.at, reverse=True)[:limit]


def _marks(learner_id: int, limit: int) -> list[Deed]:
    verbs = {State.DOING: _("Começou"), State.SKIPPED: _("Pulou"), State.DONE: _("Concluiu")}
    last: dict[int, StudyEvent] = {}
    for event in StudyEvent.objects.of(learner_id).without_turns().for_page()[: limit * ENOUGH]:
        last.setdefault(event.resource_id, event)
    return [
        Deed(event.at, f"s-{event.word}", verbs[State(event.state)], event.resource, event.opens)
        for event in last.values()
        if event.state > State.TODO
    ]


def _notes(learner_id: int, limit: int) -> list[Deed]:
    notes: Any = Note.objects.of(learner_id).for_page().defer("text", "stems")
    return [
        Deed(note.changed_at, "note", _("Anotou em"), note.resource, note.opens)
        for note in notes.order_by("-changed_at", "-pk")[:limit]
    ]


def _kept(learner_id: int, limit: int) -> list[Deed]:
    kept = Bookmark.objects.of(learner_id).standing().for_page()
    return [
        Deed(mark.created_at, "save", _("Guardou"), mark.thing, mark.stands)
        for mark in kept.order_by("-created_at", "-pk")[:limit]
    ]
