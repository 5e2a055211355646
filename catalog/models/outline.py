"""A track as it is drawn: its sections in reading order, each with its steps, in two statements."""

from collections.abc import Iterator
from typing import Self

from django.db.models import CharField, OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import Cast

from .base import PAGE_FETCH_MODE
from .resource import Resource
from .step import Step
from .track import Section, Status, Track


class Outline:
    """Sections flat in reading order (`depth` says how deep), with their rows nested by `below`.

    A section without rows stays when sections with rows stand inside it: it is a region's heading.
    """

    def __init__(self, track: Track, sections: list[Section], steps: list[Step]) -> None:
        self.track = track
        self.taught: dict[int, set[int]] = {}  # skill → resources of this track that teach it
        self._hang_up(sections, steps)
        self.sections = [s for s in _in_order(sections) if s.rows or s.inner]
        for number, section in enumerate((s for s in self.sections if s.rows), 1):
            section.number = number

    @classmethod
    def of(cls, uid: str, status: Status = Status.PUBLISHED) -> Self:
        """The outline of a track in that state. Raises `Track.DoesNotExist`."""
        sections = list(
            Section.objects.filter(track__uid=uid, track__status=status)
            .select_related("track")
            .fetch_mode(PAGE_FETCH_MODE)
        )
        track = sections[0].track if sections else Track.objects.get(uid=uid, status=status)
        return cls(track, sections, list(_steps(track)))

    def _hang_up(self, sections: list[Section], steps: list[Step]) -> None:
        of_key = {section.pk: section for section in sections}
        for section in sections:
            section.track, section.rows, section.inner = self.track, [], []
        for section in sections:
            if section.parent_id in of_key:
                of_key[section.parent_id].inner.append(section)
        rows = {step.pk: step for step in steps}
        for step in steps:
            step.track, step.section, step.below = self.track, of_key[step.section_id], []
        for step in steps:
            parent = rows.get(step.parent_id) if step.parent_id else None
            (parent.below if parent else step.section.rows).append(step)
            if step.material:
                for skill in filter(None, (step.taught or "").split(",")):
                    self.taught.setdefault(int(skill), set()).add(step.material.pk)

    def steps(self) -> Iterator[Step]:
        for section in self.sections:
            yield from section.walk()

    @property
    def resources(self) -> dict[int, Step]:
        """Each resource once, with the first step that cites it, in reading order."""
        first: dict[int, Step] = {}
        for step in self.steps():
            if step.material:
                first.setdefault(step.material.pk, step)
        return first


def _steps(track: Track) -> "list[Step]":
    teaching = Resource.skills.through.objects.filter(resource=OuterRef("resource"))
    keys = StringAgg(Cast("skill_id", CharField()), Value(","))
    taught = teaching.order_by().values("resource").annotate(keys=keys).values("keys")
    return list(
        Step.objects.standing()
        .filter(track=track)
        .select_related("resource__merged_into", "skill", "community")
        .annotate(taught=Subquery(taught))
        .fetch_mode(PAGE_FETCH_MODE)
    )


def _in_order(sections: list[Section]) -> Iterator[Section]:
    def descend(section: Section, depth: int) -> Iterator[Section]:
        section.depth = depth
        section.inner = [inner for inner in section.inner if _stands(inner)]
        yield section
        for inner in section.inner:
            yield from descend(inner, depth + 1)

    for section in sections:
        if section.parent_id is None:
            yield from descend(section, 0)


def _stands(section: Section) -> bool:
    return bool(section.rows) or any(_stands(inner) for inner in section.inner)
