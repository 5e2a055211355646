"""Each track of a person as a Markdown checklist, as it is ticked on GitHub, with their own links
and notes under the steps."""

import re
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from catalog.models import Outline, Section, Status, Step, Track

from ..journey import LearnerJourney
from ..models import Following, Note, OwnLink, State

MARKUP = re.compile(r"([\\`*_\[\]<>#~])")


def checklists(learner_id: int) -> list[tuple[str, str]]:
    """Uid and text of every track that the person has something in, by uid."""
    states = LearnerJourney(learner_id).states
    notes = _notes(learner_id)
    own = list(OwnLink.objects.filter(learner=learner_id))
    theirs = {link.track_id for link in own} | set(
        Following.objects.filter(learner=learner_id).values_list("track", flat=True)
    )
    touched = {*states, *notes}
    cited = Step.objects.filter(Q(resource__in=touched) | Q(resource__merged_into__in=touched))
    tracks = Track.objects.filter(
        Q(status=Status.PUBLISHED) | ~Q(published_at=None),
        Q(pk__in=theirs) | Q(pk__in=cited.values("track")),
    )
    outlines = sorted(Outline.many(tracks), key=lambda outline: outline.track.uid)
    return [
        (outline.track.uid, "\n".join(_Checklist(outline, states, notes, own).lines()) + "\n")
        for outline in outlines
    ]


def _notes(learner_id: int) -> dict[int, str]:
    """By the resource that stands in the track: what was written at a duplicate comes along."""
    survivor = Coalesce("resource__merged_into", "resource")
    notes: dict[int, str] = {}
    for key, text in Note.objects.filter(learner=learner_id).values_list(survivor, "text"):
        notes[key] = f"{notes[key]}\n\n{text}" if key in notes else text
    return notes


class _Checklist:
    def __init__(
        self,
        outline: Outline,
        states: dict[int, State],
        notes: dict[int, str],
        own: Iterable[OwnLink],
    ) -> None:
        self.outline, self.states, self.notes = outline, states, dict(notes)
        self.own: dict[int | None, list[OwnLink]] = {}
        shown = {section.pk for section in outline.sections}
        for link in own:
            if link.track_id == outline.track.pk:
                place = link.section_id if link.section_id in shown else None
                self.own.setdefault(place, []).append(link)

    def lines(self) -> Iterator[str]:
        yield f"# {plain(self.outline.track.title)}"
        for section in self.outline.sections:
            yield from self._section(section)
        if loose := self.own.get(None):
            yield from ("", f"## {_('Meus recursos')}", "")
            yield from map(_own_line, loose)

    def _section(self, section: Section) -> Iterator[str]:
        yield from ("", f"{'#' * min(section.depth + 2, 6)} {plain(section.title)}")
        if section.rows or section.pk in self.own:
            yield ""
        for step in section.rows:
            yield from self._step(step, 0)
        yield from map(_own_line, self.own.get(section.pk, []))

    def _step(self, step: Step, depth: int) -> Iterator[str]:
        indent, resource = "  " * depth, step.material
        if resource is None:
            yield f"{indent}- {plain(step.heading)}"
        else:
            state = self.states.get(resource.pk, State.TODO)
            yield f"{indent}- {_tick(state)} {_link(step.heading, resource.url)}{_said(state)}"
            for line in self.notes.pop(resource.pk, "").splitlines():
                yield f"{indent}  > {line}".rstrip()
        for inner in step.below:
            yield from self._step(inner, depth + 1)


def _own_line(link: OwnLink) -> str:
    state = State(link.state)
    return f"- {_tick(state)} {_link(link.title, link.url)} ({_('recurso meu')}){_said(state)}"


def _tick(state: State) -> str:
    return "[x]" if state == State.DONE else "[ ]"


def _said(state: State) -> str:
    return f" ({state.label})" if state in (State.DOING, State.SKIPPED) else ""


def _link(title: str, url: str) -> str:
    return f"[{plain(title)}](<{url.replace('<', '%3C').replace('>', '%3E')}>)"


def plain(text: str) -> str:
    """Words that no Markdown reads anything into."""
    return MARKUP.sub(r"\\\1", " ".join(text.split()))
