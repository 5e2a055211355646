"""Where the nodes of a reading stand in their text; the text with others in their place."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator
from enum import Enum, auto

from .matching import Node, tree
from .outline import Heading, Readme
from .wording import BULLET, HEADING, LINE, Wording, indent, name


class Where(Enum):
    """Where something comes in: beside a neighbour that stays, or as the first of its kind."""

    AFTER = auto()
    BEFORE = auto()
    FIRST = auto()


class Editing:
    def __init__(
        self,
        text: str,
        read: Readme,
        ours: Readme,
        anew: Collection[str],
        marked: Collection[str],
    ) -> None:
        self.lines: list[str] = LINE.findall(text)
        self.wording = Wording(self.lines, "\r\n" if "\r\n" in text else "\n", marked)
        self.anew = {*anew}
        self.read, self.ours = tree(read), tree(ours)
        self.old = {name(node): node for node in self.read.walk() if name(node)}
        self.new = {name(node) for node in self.ours.walk()}
        self.spans = dict(self._spans())
        times = Counter(start for start, _stop in self.spans.values())
        self.shared = {node for node, (start, _stop) in self.spans.items() if times[start] > 1}
        self.gone: dict[int, int] = {}  # from → to, of what was taken out or stands elsewhere
        self.heads: dict[int, list[str]] = {}  # what is written in place of a line
        # By the line before which they come: how deep they stand, what was moved with them, lines.
        self.inserts: dict[int, list[tuple[int, Node | None, list[str]]]] = {}
        self._reword(self.read, self.ours)
        self._arrange(self.ours, self.read, None)

    def text(self) -> str:
        done = list(self._rendered(0, len(self.lines), None))
        while done and self.lines and self.lines[-1].strip() and not done[-1].strip():
            done.pop()  # no empty line at an end that had none
        ended = [it if it[-1:] in "\r\n" else it + self.wording.end for it in done[:-1]]
        last = done[-1] if done else ""
        open_end = bool(self.lines) and self.lines[-1][-1:] not in "\r\n"
        return "".join(ended) + (last.rstrip("\r\n") if open_end else last)

    def _spans(self) -> Iterator[tuple[Node, tuple[int, int]]]:
        """The own lines of every node; what stands in it comes after them."""
        lines = {it: getattr(it.thing, "line", 0) - 1 for it in self.read.walk()}
        starts = sorted({n for n in lines.values() if 0 <= n < len(self.lines)})
        limits = dict(zip(starts, [*starts[1:], len(self.lines)], strict=False))
        for node, start in lines.items():
            if start in limits:
                yield node, (start, self._head(node, start, limits[start]))

    def _head(self, node: Node, start: int, limit: int) -> int:
        """Where the own words of a node end: what belongs to a point of a list is indented, or
        goes on right below."""
        found = BULLET.match(self.lines[start])
        depth, apart, stop = len(found[1].expandtabs(4)) if found else 1, False, start + 1
        for line in self.lines[stop:limit]:
            apart = apart or not line.strip() or not line[0].isalnum()
            inside = not line.strip() or indent(line) >= depth or not apart
            if HEADING.match(line) if not node.is_step else not inside:
                break
            stop += 1
        while stop > start + 1 and not self.lines[stop - 1].strip():
            stop -= 1
        return stop

    def _block(self, node: Node) -> tuple[int, int]:
        """From its first line to the last of what stands in it."""
        spans = [self.spans[it] for it in node.walk() if it in self.spans]
        return self.spans[node][0], max(stop for _start, stop in spans)

    def _arrange(self, ours: Node, old: Node, root: Node | None) -> None:
        """Compare what stands in one node in both readings. `root` is what was moved with it."""
        for steps in (True, False):
            mine = [it for it in ours.below if it.is_step == steps]
            known = [it for it in old.below if it.is_step == steps and it in self.spans]
            stays = self._staying(mine, known)
            inline = {it for it in known if self.spans[it][0] == self.spans.get(old, (-1,))[0]}
            if inline and (name(ours) in self.anew or not inline <= stays):
                stays -= inline
                self.anew.add(name(ours))
                self._reword(old, ours)
            for it in known:
                if name(it) and it not in stays | inline:
                    self._take_out(it)
            for place, node in enumerate(mine):
                before = self.old.get(name(node))
                if before and before in stays:
                    self._reword(before, node)
                    self._arrange(node, before, root)
                else:
                    beside, where = self._beside(mine, place, stays)
                    lines = self._written(node, *self._style(node, beside, old))
                    self._insert(self._at(beside, where, old, node), where, node, root, lines)

    def _style(self, node: Node, beside: Node | None, inside: Node) -> tuple[str, int]:
        """What a new line begins with, as its neighbour does; the level of a new heading."""
        like = self.lines[self.spans[beside][0]] if beside else ""
        outer = self.lines[self.spans[inside][0]] if inside.is_step and inside in self.spans else ""
        level = getattr(beside.thing, "level", 0) if beside else 0
        # A README's `level` is no number: its headings begin below the title.
        outer_level = inside.thing.level if isinstance(inside.thing, Heading) else 1
        return self.wording.prefix(like, outer), level or outer_level + 1

    def _written(self, node: Node, prefix: str, level: int) -> list[str]:
        """The lines of something that is new at its place: those that it had, if they do."""
        old = self.old.get(name(node))
        first = self.lines[self.spans[old][0]] if old in self.spans else ""
        if old and first and old not in self.shared:
            if node.is_step and BULLET.match(first) and BULLET.match(prefix):
                return self.wording.indented(self._carried(old, node), prefix)
            if not node.is_step and HEADING.match(first):
                return self.wording.shifted(self._carried(old, node), level)
        if node.is_step:
            lines, inner = self.wording.item(node, prefix), self.wording.inner(prefix)
            return [*lines, *(it for below in node.below for it in self._written(below, inner, 0))]
        lines = self.wording.heading(node, level)
        for place, below in enumerate(node.below):
            lines += [] if below.is_step and place else [self.wording.end]
            lines += self._written(below, self.wording.bullet, level + 1)
        return lines

    def _carried(self, old: Node, node: Node) -> list[str]:
        self._reword(old, node)
        self._arrange(node, old, old)
        return list(self._rendered(*self._block(old), old))

    def _staying(self, mine: list[Node], known: list[Node]) -> set[Node]:
        """As many lines as have the same order in both."""
        place = {name(it): n for n, it in enumerate(known) if name(it)}
        wanted = [place[name(it)] for it in mine if name(it) in place]
        stays = {known[n] for n in _rising(wanted)}
        # Of several things on one line none stays alone.
        lost = {self.spans[it][0] for it in known if name(it) and it not in stays}
        return {it for it in stays if self.spans[it][0] not in lost}

    def _take_out(self, node: Node) -> None:
        start, stop = self._block(node)
        free = start == 0 or not self.lines[start - 1].strip()
        while not node.is_step and free and stop < len(self.lines) and not self.lines[stop].strip():
            stop += 1  # of the empty lines around it one stays
        self.gone[start] = max(stop, self.gone.get(start, 0))

    def _reword(self, old: Node, node: Node) -> None:
        start, stop = self.spans.get(old, (0, 0))
        head = [it for n in range(start, stop) for it in self.heads.get(n, [self.lines[n]])]
        if not node.above:
            return
        anew = name(node) in self.anew
        lines = self.wording.changed(head, old, node, anew=anew)
        if lines != head:
            self.heads |= {n: [] for n in range(start + 1, stop)} | {start: lines}

    def _beside(self, mine: list[Node], place: int, stays: set[Node]) -> tuple[Node | None, Where]:
        for nodes, where in ((mine[:place][::-1], Where.AFTER), (mine[place:], Where.BEFORE)):
            for node in nodes:
                if (old := self.old.get(name(node))) and old in stays:
                    return old, where
        return None, Where.FIRST

    def _at(self, beside: Node | None, where: Where, inside: Node, node: Node) -> int:
        if beside:
            return self._block(beside)[1] if where == Where.AFTER else self.spans[beside][0]
        if inside not in self.spans:
            return len(self.lines)
        return (self.spans[inside] if node.is_step else self._block(inside))[1]

    def _insert(
        self, at: int, where: Where, node: Node, root: Node | None, lines: list[str]
    ) -> None:
        """With the empty lines that Markdown wants around it."""
        here = self.inserts.setdefault(at, [])
        depth, end = len(node.path), [self.wording.end]
        first = where == Where.FIRST and not any(it[0] == depth and it[1] is root for it in here)
        free = at == 0 or not self.lines[at - 1].strip()
        if not node.is_step and where == Where.BEFORE:
            lines = lines + end
        elif not free and (not node.is_step or (first and len(node.path) and not _in_step(node))):
            lines = end + lines
        here.append((depth, root, lines))

    def _rendered(self, start: int, stop: int, root: Node | None) -> Iterator[str]:
        """The lines of a part of the text as they will be."""
        at = start
        while True:
            yield from self._coming(at, root)
            if at >= stop:
                return
            if at in self.gone and not (root and at == start):
                jump = min(self.gone[at], stop)
                for passed in range(at + 1, jump):
                    yield from self._coming(passed, root)
                at = jump
            else:
                yield from self.heads.get(at, [self.lines[at]])
                at += 1

    def _coming(self, at: int, root: Node | None) -> Iterator[str]:
        for _depth, under, lines in sorted(self.inserts.get(at, []), key=lambda it: -it[0]):
            if under is root:
                yield from lines


def _in_step(node: Node) -> bool:
    return bool(node.above and node.above.is_step)


def _rising(numbers: list[int]) -> set[int]:
    """As many of the numbers as rise from left to right."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for n in numbers:
        at = bisect_left(ends, n)
        before[n] = ends[at - 1] if at else None
        ends[at : at + 1] = [n]
    found, n_ = set[int](), ends[-1] if ends else None
    while n_ is not None:
        found.add(n_)
        n_ = before[n_]
    return found
