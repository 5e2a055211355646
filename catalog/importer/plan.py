"""What taking a README over would change, before anything is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ..models import Community, Resource, Section, Skill, Step, Track
from ..readme.outline import Doubt, Heading, Ignored, Item, Readme


class Mark(StrEnum):
    """What happens to a node. A row that stays may be moved, renamed and re-addressed at once."""

    ADDED = "added"
    KEPT = "kept"
    MOVED = "moved"
    RENAMED = "renamed"
    READDRESSED = "readdressed"
    REMARKED = "remarked"  # other words beside it
    JOINED = "joined"  # a remark, which goes to the row of another node or to the section
    LEFT_OUT = "left-out"  # curators took it out of the track, or it is a heading over nothing


@dataclass
class Change:
    """What happens to one node of the README."""

    number: int  # as `decide` numbered it, else its place in `Readme.nodes()`, from 1
    node: Heading | Item
    uid: str = ""  # of its row, also of one that curators took out
    marks: set[Mark] = field(default_factory=set)
    # The row as it will be; not saved yet, when it is new. None: the node becomes no row.
    row: Section | Step | None = None
    # What the step will point to, as the catalog has it or (without `pk`) as it will be made.
    target: Resource | Skill | Community | None = None
    # Of what was, what will be other: `title`, `url`, `remark`, `place` in words.
    was: dict[str, str] = field(default_factory=dict)
    repeats: int | None = None  # the number of the node that has the same address first
    about: int | None = None  # of a remark: the number of the node that it goes to
    doubt: Doubt = Doubt.NONE

    @property
    def in_catalog(self) -> bool:
        """Whether what it points to is there already."""
        return self.target is not None and self.target.pk is not None

    @property
    def makes(self) -> bool:
        """Whether what it points to will be made."""
        return self.target is not None and self.target.pk is None and self.repeats is None


@dataclass
class Plan:
    """All that would change. Nothing is written, and nothing of it is shared with the caller: the
    rows are its own."""

    readme: Readme
    track: Track  # as it will be; without `pk` when it is new
    changes: list[Change]  # one of each node, in reading order
    gone: list[Section | Step] = field(default_factory=list)  # rows that leave the track
    retired: list[Resource | Skill | Community] = field(default_factory=list)  # cited nowhere else
    # Retired before, and cited again now.
    brought_back: list[Resource | Skill | Community] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)  # the README's, and broken addresses
    track_fields: list[str] = field(default_factory=list)  # those that change
    rewritten: list[Section | Step] = field(default_factory=list)  # rows that are there and change
    # What it was asked with, to be asked again when it is written.
    uid: str = ""
    same: Mapping[int, str] | None = None
    base: Readme | None = None

    @classmethod
    def of_draft(cls, readme: Readme) -> "Plan":
        """Not looked up yet: enough for `commit`, which plans by itself."""
        return cls(readme, Track(), [])

    def __bool__(self) -> bool:
        """Whether there is anything to write."""
        written = (self.rewritten, self.gone, self.retired, self.brought_back, self.track_fields)
        return self.track.pk is None or any(written) or bool(self.marked(Mark.ADDED))

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def of(self, number: int) -> Change | None:
        """What happens to the node of that number."""
        return next((change for change in self.changes if change.number == number), None)

    def marked(self, mark: Mark) -> list[Change]:
        return [change for change in self.changes if mark in change.marks]

    @property
    def steps(self) -> list[Change]:
        """What happens to the steps that will stand in the track."""
        return [change for change in self.changes if isinstance(change.row, Step)]

    @property
    def sections(self) -> list[Change]:
        return [change for change in self.changes if isinstance(change.row, Section)]

    @property
    def can_be_studied(self) -> bool:
        """Whether there is anything but headings, groups and words."""
        return any(change.target for change in self.changes)

    @property
    def totals(self) -> dict[str, int]:
        """Numbers to show: by mark, then `steps`, `sections`, `new` (things the catalog gets),
        `in_catalog` (steps to things that it has), `repeated`, `doubtful`, `gone`, `retired`,
        `brought_back`, `ignored`."""
        marks = Counter(mark.value for change in self.changes for mark in change.marks)
        return {mark.value: marks[mark.value] for mark in Mark} | {
            "steps": len(self.steps),
            "sections": len(self.sections),
            "new": sum(change.makes for change in self.changes),
            "in_catalog": sum(change.in_catalog for change in self.steps),
            "repeated": sum(change.repeats is not None for change in self.changes),
            "doubtful": sum(bool(change.doubt) for change in self.changes),
            "gone": len(self.gone),
            "retired": len(self.retired),
            "brought_back": len(self.brought_back),
            "ignored": len(self.ignored),
        }

    def as_dict(self) -> dict[str, Any]:
        """Plain data, ready for JSON: by what happens, the lines it happens to."""
        by_mark = {mark.value: list(map(_said, self.marked(mark))) for mark in Mark}
        return by_mark | {
            "retired": [_named(entry) for entry in self.retired],
            "brought_back": [_named(entry) for entry in self.brought_back],
            "removed": [{"uid": row.uid, "title": str(row)} for row in self.gone],
            "duplicates": list(_duplicates(self.changes)),
            "ignored": [
                {"url": row.url, "line": row.line, "reason": row.reason.value}
                for row in self.ignored
            ],
            "totals": self.totals,
        }


def _said(change: Change) -> dict[str, Any]:
    node = change.node
    said = {"number": change.number, "line": node.line, "title": node.title, "url": node.url}
    return said | {"uid": change.uid} | ({"was": change.was} if change.was else {})


def _named(entry: Resource | Skill | Community) -> dict[str, str]:
    return {"what": entry._meta.model_name or "", "uid": entry.uid, "title": entry.title}


def _duplicates(changes: Iterable[Change]) -> Iterator[dict[str, Any]]:
    """Addresses that stand in the file before, and things that the catalog had before the track."""
    numbered = {change.number: change for change in changes}
    for change in numbered.values():
        said = {"line": change.node.line, "url": change.node.url}
        if change.repeats:
            yield said | {"of": "file", "first_line": numbered[change.repeats].node.line}
        elif change.in_catalog and change.target and Mark.ADDED in change.marks:
            yield said | {"of": "catalog", "uid": change.target.uid}
