"""A track as it is drawn: its sections in reading order, each with its steps, in two statements."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Self

from django.db.models import CharField, Exists, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from .base import PAGE_FETCH_MODE
from .care import Health
from .linkhealth import LinkHealth
from .resource import Resource
from .step import Step
from .track import Section, Status, Track, TrackQuerySet


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
            section.number, section.shown = number, section.rows

    @classmethod
    def of(cls, uid: str, status: Status = Status.PUBLISHED) -> Self:
        """The outline of a track in that state. Raises `Track.DoesNotExist`."""
        wanted = Track.objects.filter(uid=uid, status=status)
        outlines = cls.many(wanted)
        # A track without any section yet is found by asking for it alone.
        return outlines[0] if outlines else cls(wanted.for_page().get(), [], [])

    @classmethod
    def citing(cls, resources: Iterable[int]) -> list[Self]:
        """The published tracks that cite some of these resources; those of the last ones first."""
        place = {key: n for n, key in enumerate(resources)}
        if not place:
            return []
        cited = Q(resource__in=place) | Q(resource__merged_into__in=place)
        tracks = Track.objects.published().filter(
            pk__in=Step.objects.standing().filter(cited).values("track")
        )
        return sorted(
            cls.many(tracks),
            key=lambda outline: max((place.get(key, -1) for key in outline.resources), default=-1),
            reverse=True,
        )

    @classmethod
    def many(cls, tracks: TrackQuerySet) -> list[Self]:
        """Outlines of tracks that have sections, in two statements however many there are."""
        sections: dict[Track, list[Section]] = {}
        for section in (
            Section.objects.filter(track__in=tracks)
            .select_related("track")
            .order_by("track__position", "track_id", "position", "pk")
            .fetch_mode(PAGE_FETCH_MODE)
        ):
            sections.setdefault(section.track, []).append(section)
        steps: dict[int, list[Step]] = {track.pk: [] for track in sections}
        for step in _steps(steps) if steps else []:
            steps[step.track_id].append(step)
        return [cls(track, its, steps[track.pk]) for track, its in sections.items()]

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
            step.beside_a_skill = bool(parent and parent.skill_id)
            if step.material:
                for skill in filter(None, (step.taught or "").split(",")):
                    self.taught.setdefault(int(skill), set()).add(step.material.pk)

    def steps(self) -> Iterator[Step]:
        for section in self.sections:
            yield from section.walk()

    @property
    def stages(self) -> int:
        return sum(1 for section in self.sections if section.number)

    @property
    def languages(self) -> list[str]:
        """The languages of its resources as words, the most frequent first."""
        materials = [step.material for step in self.resources.values() if step.material]
        counted = Counter(material.get_language_display() for material in materials)
        return [language for language, _ in counted.most_common()]

    @property
    def resources(self) -> dict[int, Step]:
        """Each resource once, with the first step that cites it, in the order to study them: along
        the line first, then what only illustrates a skill."""
        first: dict[int, Step] = {}
        for step in sorted(self.steps(), key=lambda step: step.beside_a_skill):
            if step.material:
                first.setdefault(step.material.pk, step)
        return first


def _steps(tracks: Iterable[int]) -> Iterable[Step]:
    studied = Coalesce(OuterRef("resource__merged_into"), OuterRef("resource"))
    teaching = Resource.skills.through.objects.filter(resource=studied)
    keys = StringAgg(Cast("skill_id", CharField()), Value(","))
    taught = teaching.order_by().values("resource").annotate(all=keys).values("all")  # type: ignore[misc]
    opened = Coalesce(OuterRef("resource__merged_into__address"), OuterRef("resource__address"))
    dead = LinkHealth.objects.filter(state=Health.DEAD, address=opened)
    return (
        Step.objects.standing()
        .filter(track__in=list(tracks))
        .select_related("resource__merged_into", "skill", "community")
        .annotate(taught=Subquery(taught), is_dead=Exists(dead))  # type: ignore[no-redef]
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
