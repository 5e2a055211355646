"""What a track becomes once everything is decided. Pure."""

from dataclasses import replace
from typing import Any

from .matching import Node
from .merging import Decision, Decisions, Line, Merge, Part, Pick, UndecidedError
from .outline import WITHOUT_ADDRESS, Heading, Item, Readme, What


def join(merge: Merge, decisions: Decisions) -> "Joined":
    """Raises `UndecidedError` while something that is asked has no answer."""
    if missing := merge.undecided(decisions):
        raise UndecidedError(missing)
    return Joined(merge, decisions)


class Joined:
    """`readme` with the uids of the rows that are there, and none on what is to be made."""

    def __init__(self, merge: Merge, decisions: Decisions) -> None:
        self.merge, self.decisions = merge, decisions
        self.lines = {key: line for key, line in merge.lines.items() if self._stands(line)}
        self.places: dict[str, str] = {}
        for line in list(self.lines.values()):
            self._place(line)
        self._open_circles()
        self.inside: dict[str, list[str]] = {}
        for key in self.lines:
            self.inside.setdefault(self.places[key], []).append(key)
        self.things: dict[str, Any] = {}
        self.readme: Readme = self._made(merge.line_of[merge.theirs])

    def number(self) -> dict[int, str]:
        """Number what was made, and the same lines of the source's own reading alike; which of
        these numbers are rows, by their uids."""
        for node in self.merge.theirs.walk():
            if not isinstance(node.thing, Readme):
                node.thing.number = -1
        for number, made in enumerate(self.readme.nodes(), 1):
            made.number = number
        for line in self.lines.values():
            if line.theirs and not isinstance(line.theirs.thing, Readme):
                line.theirs.thing.number = self.things[line.key].number
        return {made.number: made.uid for made in self.readme.nodes() if made.uid}

    def _stands(self, line: Line) -> bool:
        pick = self._decision(line).get("pick")
        if line.asks(Part.STANDING):
            return bool(line.ours if pick == Pick.OURS else line.theirs)
        if line.ours and line.base:
            return bool(line.theirs) or pick == Pick.OURS
        return bool(line.ours) or (line.is_new and pick != Pick.OURS)

    def _decision(self, line: Line) -> Decision:
        return self.decisions.get(line.key, {})

    def _place(self, line: Line) -> None:
        """Where it stands; what it stands in stays or comes back with it."""
        node = line.node
        place = line.value(Part.PLACE, self._decision(line))
        if place not in self.merge.lines:
            place = self.merge.line_of[node.above].key if node.above else ""
        self.places[line.key] = place
        if place and place not in self.lines:
            self.lines[place] = self.merge.lines[place]
            self._place(self.lines[place])

    def _open_circles(self) -> None:
        """Each side moved one thing into the other: then both stay where we have them."""
        for line in self.lines.values():
            seen, key = set[str](), line.key
            while key and key not in seen:
                seen.add(key)
                key = self.places.get(key, "")
            if key and line.ours and line.ours.above:
                self.places[line.key] = self.merge.line_of[line.ours.above].key

    def _made(self, line: Line) -> Any:
        ours, thing = line.ours, line.node.thing
        decision = self._decision(line)
        title = line.value(Part.TITLE, decision) or thing.title
        remark = line.value(Part.REMARK, decision)
        words = line.node.remark if remark is None else remark
        inner = [self._made(self.lines[key]) for key in self._order(line)]
        steps = [it for it in inner if isinstance(it, Item)]
        sections = [it for it in inner if isinstance(it, Heading)]
        made: Readme | Heading | Item
        if isinstance(thing, Readme):
            made = replace(thing, title=title, description=words, sections=sections, ignored=[])
        else:
            url = line.value(Part.ADDRESS, decision)
            kept: dict[str, Any] = {
                "title": title,
                "url": (line.node.url if url is None else url) or None,
                "uid": ours.uid if ours else "",
                "line": getattr(line.theirs.thing, "line", 0) if line.theirs else 0,
                "steps": steps,
            }
            if isinstance(thing, Item):
                made = replace(thing, **kept, remark=words, kind=_kind(line, kept["url"]))
            else:
                level = getattr(line.theirs.thing, "level", 0) if line.theirs else thing.level
                made = replace(thing, **kept, description=words, sections=sections, level=level)
        self.things[line.key] = made
        return made

    def _order(self, line: Line) -> list[str]:
        """The keys of what stands in a line: one side's order, with what only the other has put
        after its neighbour there."""
        inside = self.inside.get(line.key, [])
        decided = line.value(Part.ORDER, self._decision(line))
        sides = [
            [key for key in self._keys(node.below) if self.places.get(key) == line.key]
            for node in (line.ours, line.theirs)
            if node
        ]
        if decided is not None and any(change.theirs == decided for change in _orders(line)):
            sides.reverse()
        order: list[str] = sides.pop(0) if sides else []
        for side in sides:
            order = _woven(order, side)
        known = {*order}
        return order + [key for key in inside if key not in known]

    def _keys(self, nodes: list[Node]) -> list[str]:
        return [self.merge.line_of[node].key for node in nodes]


def _woven(order: list[str], other: list[str]) -> list[str]:
    """The order, with what only the other has after the same neighbour as there."""
    known, after, before = {*order}, dict[str, list[str]](), ""
    for key in other:
        if key in known:
            before = key
        else:
            after.setdefault(before, []).append(key)
    return [it for key in ("", *order) for it in (key, *after.get(key, [])) if it]


def _kind(line: Line, url: str | None) -> What:
    """Ours, unless the line got an address or lost it."""
    sides = [node.thing for node in (line.ours, line.theirs) if node]
    kinds = [thing.kind for thing in sides if isinstance(thing, Item)]
    fitting = [kind for kind in kinds if bool(url) == (kind not in WITHOUT_ADDRESS)]
    return fitting[0] if fitting else What.READING if url else What.GROUP


def _orders(line: Line) -> list[Any]:
    return [change for change in (*line.asked, *line.taken) if change.part == Part.ORDER]
