"""Three readings of one track made one: what both sides began with (base), ours, and the source's
(theirs). Pure.

What one side changed is taken; what both changed differently is asked. Another address is asked
even when only the source changed it: it is another thing to study, and whoever finished the old
one did not finish the new.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypedDict

from ..links import canonical
from .matching import Node, match, tree
from .outline import Readme


class Part(StrEnum):
    TITLE = "title"
    ADDRESS = "address"
    REMARK = "remark"  # of a section and of the track: the description
    PLACE = "place"  # the key of the line that it stands in
    STANDING = "standing"  # "" when it does not stand in the track
    ORDER = "order"  # the keys of what stands in it


class Pick(StrEnum):
    OURS = "ours"
    THEIRS = "theirs"
    OTHER = "other"


class Decision(TypedDict, total=False):
    pick: str
    other: dict[str, str]  # by part


type Decisions = dict[str, Decision]  # by the key of a line


class UndecidedError(Exception):
    """Somebody has to decide first; `lines` says about what."""

    def __init__(self, lines: list["Line"]) -> None:
        super().__init__(", ".join(line.key for line in lines))
        self.lines = lines


@dataclass(slots=True, frozen=True)
class Change:
    part: Part
    base: str
    ours: str
    theirs: str


@dataclass(slots=True, eq=False)
class Line:
    """One line of the track in the readings that have it, and what became of it."""

    key: str
    base: Node | None = None
    ours: Node | None = None
    theirs: Node | None = None
    asked: list[Change] = field(default_factory=list)
    taken: list[Change] = field(default_factory=list)  # only the source changed it
    kept: list[Change] = field(default_factory=list)  # only we changed it

    @property
    def node(self) -> Node:
        """As it stands today, or as it came."""
        found = self.ours or self.theirs or self.base
        assert found  # noqa: S101 - a line is made of a node
        return found

    @property
    def title(self) -> str:
        return self.node.thing.title

    @property
    def is_new(self) -> bool:
        return not self.base and not self.ours

    @property
    def is_leaving(self) -> bool:
        return bool(self.base and self.ours and not self.theirs) and not self.asks(Part.STANDING)

    @property
    def is_same(self) -> bool:
        return bool(self.ours and self.theirs) and not (self.asked or self.taken or self.kept)

    def asks(self, part: Part) -> bool:
        return any(change.part == part for change in self.asked)

    def sort(self, part: Part, base: str, ours: str, theirs: str) -> None:
        """Put a value that may have changed where it belongs."""
        if self.base is None or base == ours == theirs:
            return
        change = Change(part, base, ours, theirs)
        was, here, there = (_plain(part, value) for value in (base, ours, theirs))
        if here == there:
            return
        if was == there:
            self.kept.append(change)
        elif was == here and not (part == Part.ADDRESS and self.node.is_step):
            self.taken.append(change)
        else:
            self.asked.append(change)

    def value(self, part: Part, decision: Decision) -> str | None:
        """What was decided of a part, or settled by itself; none when nobody changed it."""
        for change in self.asked:
            if change.part == part:
                others = decision.get("other", {})
                chosen = {Pick.OURS: change.ours, Pick.THEIRS: change.theirs}
                pick = decision.get("pick", "")
                return others.get(part, change.ours) if pick == Pick.OTHER else chosen[Pick(pick)]
        return next((change.theirs for change in self.taken if change.part == part), None)


def _plain(part: Part, value: str) -> str:
    return canonical(value) if part == Part.ADDRESS and value else " ".join(value.split())


class Merge:
    """`lines` by their keys, in the order of the source, what only we have at the end."""

    def __init__(self, base: Readme, ours: Readme, theirs: Readme) -> None:
        self.base, self.ours, self.theirs = tree(base), tree(ours), tree(theirs)
        self.line_of: dict[Node, Line] = {}
        self._begin()
        self._follow()
        self.lines = {
            line.key: line
            for whole in (self.theirs, self.ours, self.base)
            for node in whole.walk()
            for line in [self.line_of[node]]
        }
        for line in self.lines.values():
            self._compare(line)

    @property
    def asked(self) -> list[Line]:
        return [line for line in self.lines.values() if line.asked]

    def undecided(self, decisions: Decisions) -> list[Line]:
        picks = {*Pick}
        return [line for line in self.asked if decisions.get(line.key, {}).get("pick") not in picks]

    def _begin(self) -> None:
        """Ours and the base know each other by their uids."""
        here = {(node.is_step, node.uid): node for node in self.ours.walk() if node.uid}
        for n, node in enumerate(self.base.walk()):
            ours = self.ours if node is self.base else here.get((node.is_step, node.uid))
            self._add(Line(_key(node) or f"base-{n}", base=node, ours=ours))
        for n, node in enumerate(self.ours.walk()):
            if node not in self.line_of:
                self._add(Line(_key(node) or f"ours-{n}", ours=node))

    def _follow(self) -> None:
        for base, theirs in match(self.base, self.theirs).items():
            self.line_of[base].theirs = theirs
            self.line_of[theirs] = self.line_of[base]
        # Both sides may have found the same new thing.
        came: dict[tuple[bool, str, str], list[Node]] = {}
        for theirs in self.theirs.walk():
            if theirs not in self.line_of:
                came.setdefault(_self(theirs), []).append(theirs)
        for node in self.ours.walk():
            line = self.line_of[node]
            if not line.theirs and came.get(_self(node)):
                line.theirs = theirs = came[_self(node)].pop(0)
                self.line_of[theirs] = line
        for n, node in enumerate(self.theirs.walk()):
            if node not in self.line_of:
                self._add(Line(f"new-{n}", theirs=node))

    def _add(self, line: Line) -> None:
        self.line_of |= {it: line for it in (line.base, line.ours, line.theirs) if it}

    def _compare(self, line: Line) -> None:
        base, ours, theirs = line.base, line.ours, line.theirs
        if ours and theirs:
            for part, value in self._values().items():
                line.sort(part, value(base) if base else "", value(ours), value(theirs))
            line.sort(Part.ORDER, *self._orders(line))
        elif base and theirs and base.uid:  # what was never taken over stays out
            edited = self._differs(base, theirs, Part.TITLE, Part.ADDRESS, Part.REMARK)
            change = Change(Part.STANDING, line.key, "", line.key)
            (line.asked if edited else line.kept).append(change)
        elif base and ours:
            if self._differs(base, ours, Part.TITLE, Part.ADDRESS, Part.REMARK, Part.PLACE):
                line.asked.append(Change(Part.STANDING, line.key, line.key, ""))
        elif ours:
            line.kept.append(Change(Part.STANDING, "", line.key, ""))

    def _values(self) -> dict[Part, Callable[[Node], str]]:
        return {
            Part.TITLE: lambda node: node.thing.title,
            Part.ADDRESS: lambda node: node.url,
            Part.REMARK: lambda node: node.remark,
            Part.PLACE: lambda node: self.line_of[node.above].key if node.above else "",
        }

    def _differs(self, one: Node, other: Node, *parts: Part) -> bool:
        pairs = [(part, self._values()[part]) for part in parts]
        return any(_plain(p, value(one)) != _plain(p, value(other)) for p, value in pairs)

    def _orders(self, line: Line) -> tuple[str, str, str]:
        """The keys of what stands in a line in all three readings, in the order of each."""
        sides = [node.below if node else [] for node in (line.base, line.ours, line.theirs)]
        keys = [[self.line_of[node].key for node in below] for below in sides]
        common = set.intersection(*map(set, keys))
        base, ours, theirs = (" ".join(k for k in side if k in common) for side in keys)
        return base, ours, theirs


def _key(node: Node) -> str:
    if isinstance(node.thing, Readme):
        return "track"
    return f"{'step' if node.is_step else 'section'}:{node.uid}" if node.uid else ""


def _self(node: Node) -> tuple[bool, str, str]:
    return (node.is_step, node.address, "" if node.address else node.name)
