"""A track as curators arrange it: every row, also what pages do not show, in two statements."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import reversion
from django.db.models import Prefetch, QuerySet

from .order import in_reading_order, paths
from .step import Step
from .track import Section, Track

type Place = tuple[int | None, int | None, int]

NAMED = ("resource__merged_into", "skill", "community")


class Arrangement:
    """Sections in reading order, each with its `rows` in theirs. A verb is called within a revision
    and writes what truly moved; afterwards the arrangement is out of date."""

    def __init__(self, track: Track) -> None:
        self.track = track
        self.sections = in_reading_order(_with_steps(track.sections.all()))
        names = paths(self.sections)
        for section in self.sections:
            section.track, section.path = track, names[section.pk]
            section.rows = in_reading_order(section.steps.all())
            for row in section.rows:
                row.track, row.section = track, section
        self._steps = {row.pk: row for section in self.sections for row in section.rows}

    def section(self, key: int) -> Section | None:
        return next((section for section in self.sections if section.pk == key), None)

    def step(self, key: int) -> Step | None:
        return self._steps.get(key)

    def ticked(self, steps: Collection[int], sections: Collection[int]) -> list[Step]:
        """The steps of these keys and all of those sections, in reading order."""
        rows = self._steps.values()
        return [row for row in rows if row.pk in steps or row.section_id in sections]

    def move(self, steps: list[Step], to: Section, place: int | None = None) -> int:
        """Put steps, with what stands inside them, at a place of a section (1 is the first), or at
        its end. How many came along; none when all stood so already."""
        ticked = {step.pk for step in steps}
        tops = [step for step in steps if not ticked & set(self._above(step))]
        here = [row for row in _siblings(to.rows, None) if row.pk not in ticked]
        spot = len(here) if place is None else max(place, 1) - 1
        line = [*here[:spot], *tops, *here[spot:]]
        if line == _siblings(to.rows, None):
            return 0
        carried = self._with_inside(ticked)
        former = {row.pk: _place(row) for row in self._steps.values()}
        left = {row.section_id: row.section for row in carried if row.section != to}
        for row in carried:
            row.section = to
        for row in tops:
            row.parent_id = None
        _number(line)
        placed = {*carried, *line}
        for section in (to, *left.values()):
            _close_up(row for row in section.rows if row not in placed)
        _save(self._steps.values(), former)
        _keep(left)
        return len(carried)

    def let_go(self, steps: list[Step]) -> int:
        """Take steps out of the track, with what stands inside them; what they point to stays in
        the catalog. How many went."""
        gone = {row.pk: row for row in self._with_inside({step.pk for step in steps})}
        former = {row.pk: _place(row) for row in self._steps.values()}
        touched = {row.section_id: row.section for row in gone.values()}
        for section in touched.values():
            _close_up(row for row in section.rows if row.pk not in gone)
        _save(self._steps.values(), former)
        Step.objects.filter(pk__in=gone).delete()
        _keep(touched)
        return len(gone)

    def _with_inside(self, steps: Collection[int]) -> list[Step]:
        return [
            row for row in self._steps.values() if not {row.pk, *self._above(row)}.isdisjoint(steps)
        ]

    def shift(self, row: Section | Step, *, up: bool) -> bool:
        """Exchange a row with its sibling before or after. False at either end."""
        rows: list[Any] = self.sections if isinstance(row, Section) else row.section.rows
        line = _siblings(rows, row.parent_id)
        place = line.index(row)
        other = place + (-1 if up else 1)
        if not 0 <= other < len(line):
            return False
        former = {one.pk: _place(one) for one in rows}
        line[place], line[other] = line[other], line[place]
        _number(line)
        if isinstance(row, Section):  # these are numbered through, as `Track.renumber` does
            _number(in_reading_order(rows))
        _save(rows, former)
        return True

    def _above(self, step: Step) -> Iterator[int]:
        """The keys of the steps that it stands inside, the nearest first."""
        seen, key = {step.pk}, step.parent_id
        while key and key not in seen and key in self._steps:
            yield key
            seen.add(key)
            key = self._steps[key].parent_id


def _with_steps(sections: QuerySet[Section]) -> QuerySet[Section]:
    """With their steps and what these are called: the history writes down all the names."""
    return sections.prefetch_related(Prefetch("steps", Step.objects.select_related(*NAMED)))


def _keep(sections: Iterable[int]) -> None:
    """What went from a section is told by keeping the whole section."""
    for section in _with_steps(Section.objects.filter(pk__in=list(sections))):
        reversion.add_to_revision(section)


def _siblings(rows: Iterable[Any], parent: int | None) -> list[Any]:
    return [row for row in rows if row.parent_id == parent]


def _number(rows: Iterable[Any]) -> None:
    for place, row in enumerate(rows, 1):
        row.position = place * 10


def _close_up(rows: Iterable[Any]) -> None:
    """Number what stays without gaps, as what reads a track anew numbers it."""
    lines: dict[int | None, list[Any]] = {}
    for row in rows:
        lines.setdefault(row.parent_id, []).append(row)
    for line in lines.values():
        _number(line)


def _place(row: Any) -> Place:
    return getattr(row, "section_id", None), row.parent_id, row.position


def _save(rows: Collection[Any], former: Mapping[int, Place]) -> None:
    moved = [row for row in rows if _place(row) != former[row.pk]]
    for model in {type(row) for row in moved}:
        fields = ["section", "parent", "position"]
        model.objects.bulk_update(moved, fields if model is Step else fields[1:])
    for row in moved:
        reversion.add_to_revision(row)
