"""Going over a track, or one of its sections, once more: what was marked is kept as a pass with
its dates, and all of it is to do again."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from catalog.models import Outline, Section, Track

from .models import Completion, Pass, PassMark, State, StudyEvent


class Touched(NamedTuple):
    """Marks that stand elsewhere too: in another track, or in other sections of the same one."""

    track: Track
    marks: int


def begin_again(learner_id: int, outline: Outline, section: Section | None = None) -> Pass | None:
    """Keep what is marked as a pass and set it back to do. None when nothing is marked.

    The rows are locked first: of two that begin at once, the second finds nothing marked.
    """
    now, keys = timezone.now(), resources_of(outline, section)
    with transaction.atomic():
        rows = Completion.objects.counting_for(learner_id, keys).filter(state__gt=State.TODO)
        marks = list(rows.select_for_update(of=("self",)))
        if not marks:
            return None
        kept = Pass.objects.create(
            learner_id=learner_id,
            track=outline.track,
            section=section,
            title=str(section or outline.track),
            began_at=min(mark.changed_at for mark in marks),
            ended_at=now,
        )
        PassMark.objects.bulk_create(
            PassMark(of=kept, resource_id=mark.resource_id, state=mark.state, at=mark.changed_at)
            for mark in marks
        )
        Completion.objects.record(learner_id, {mark.resource_id: State.TODO for mark in marks})
        changed = {mark.survivor: State.TODO for mark in marks}
        StudyEvent.objects.remember(learner_id, changed, outline.track, now)
    return kept


def undo(kept: Pass) -> int:
    """Bring the marks of a pass back, with their dates, and drop the pass; how many came back.

    The furthest state wins: what was done since stays. The second time nothing is left to do.
    """
    with transaction.atomic():
        if not Pass.objects.select_for_update().filter(pk=kept.pk).exists():
            return 0
        marks = PassMark.objects.filter(of=kept)
        changed = Completion.objects.advance(
            kept.learner_id,
            {mark.resource_id: mark.state for mark in marks},
            since={mark.resource_id: mark.at for mark in marks},
        )
        StudyEvent.objects.remember(kept.learner_id, changed, kept.track)
        kept.delete()
    return len(changed)


def resources_of(outline: Outline, section: Section | None = None) -> set[int]:
    steps = section.walk_all() if section else outline.steps()
    return {step.material.pk for step in steps if step.material}


def touched_elsewhere(
    outline: Outline, section: Section | None, states: Mapping[int, int]
) -> list[Touched]:
    """Where else the marks that would go back stand: a mark counts wherever its link does."""
    marked = {key for key in resources_of(outline, section) if states.get(key)}
    here = resources_outside(outline, section) if section else set()
    others = [other for other in Outline.citing(sorted(marked)) if other.track != outline.track]
    places = [(outline.track, here), *((other.track, resources_of(other)) for other in others)]
    return [Touched(track, len(keys & marked)) for track, keys in places if keys & marked]


def resources_outside(outline: Outline, section: Section) -> set[int]:
    inside = {step.pk for step in section.walk_all()}
    steps = (step for step in outline.steps() if step.pk not in inside)
    return {step.material.pk for step in steps if step.material}
