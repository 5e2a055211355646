"""What stands in a track, and what was taken over last."""

from typing import Any

from ..exporter import readme_of
from ..models import Section, Source, Step, Track
from ..readme.matching import match, tree
from ..readme.outline import Readme
from .said import Key, Said, said_by

Row = Section | Step

REWRITTEN = {
    Section: ("title", "title_language", "url", "description", "parent", "position"),
    Step: (
        *("title", "title_language", "remark", "requirement", "resource", "skill", "community"),
        *("section", "parent", "position"),
    ),
}


class Standing:
    """Three statements for a track that is there, none for a new one."""

    def __init__(self, track: Track | None, base: Readme | None = None) -> None:
        self.track = track and Track.objects.get(pk=track.pk)
        self.sections: list[Section] = []
        self.steps: list[Step] = []
        if self.track:
            self.sections = list(self.track.sections.order_by("position", "pk"))
            named = self.track.steps.select_related("resource__merged_into", "skill", "community")
            self.steps = list(named.order_by("position", "pk"))
            if base is None and (source := Source.objects.filter(track=self.track).first()):
                base = Readme.from_dict(source.outline)
        self.base = base
        self.dropped: set[int] = set()  # filled by `recognize`
        self.rows: dict[Key, Row] = {(False, row.uid): row for row in self.sections}
        self.rows |= {(True, row.uid): row for row in self.steps}
        self.was = {key: values(row) for key, row in self.rows.items()}
        self.before = {said.key: said for said in said_by(base) if said.uid} if base else {}

    def recognize(self, readme: Readme, said: list[Said]) -> dict[int, str]:
        """Which nodes are which rows, by number: as the last README has them, then as the track
        has what curators added since. Those that a curator left out then are `dropped`."""
        number = {id(one.node): one.number for one in said}
        found: dict[int, str] = {}
        taken: set[Key] = set()
        for known in self._readings():
            for old, new in match(tree(known), tree(readme)).items():
                place, key = number.get(id(new.thing)), (old.is_step, old.uid)
                if place and old.uid and place not in found and key not in taken:
                    found[place] = old.uid
                    taken.add(key)
                elif place and not old.uid and old.address and old.address == new.address:
                    self.dropped.add(place)
        return found

    def _readings(self) -> list[Readme]:
        readings = [self.base] if self.base else []
        if self.track and self.rows.keys() - self.before.keys():
            readings.append(readme_of(self.track, self.sections, self.steps))
        return readings


def values(row: Row) -> list[object]:
    """All that an import may write into a row that is there."""
    options: Any = type(row)._meta
    return [getattr(row, options.get_field(name).attname) for name in REWRITTEN[type(row)]]
