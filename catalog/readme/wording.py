"""One line of a README in other words, as little other as possible."""

import re
from collections.abc import Collection
from dataclasses import replace

from .matching import Node
from .outline import Heading, Item, Readme
from .write import line_of, write

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
BULLET = re.compile(r"([ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)(\[[ xX]\][ \t]+)?")
HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t\r\n]|$)")
ROW = re.compile(r"[ \t]*\|")
FOR_US = re.compile(r" *<!-- trilha:.*?-->")  # what only our own reading asks for
# Signs that may mean more than themselves: in words, in an address.
MARKUP = re.compile(r"[\[\]*_`<>|\\&#~!$]|:\w+:|https?:")
BREAKS = re.compile(r"[\s()<>|\\]")


def indent(line: str) -> int:
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip(" "))


class Wording:
    def __init__(self, lines: list[str], end: str, marked: Collection[str]) -> None:
        self.end, self.marked = end, marked
        found = (BULLET.match(line) for line in lines)
        self.bullet = next((f"{it[1].strip()} " for it in found if it and it[1][0] in "-*+"), "- ")

    def changed(self, head: list[str], old: Node, node: Node, *, anew: bool) -> list[str]:
        """The own lines of a node with what is other about it."""
        text: str | None = "".join(head)
        pairs = [(old.thing.title, node.thing.title, MARKUP), (old.remark, node.remark, MARKUP)]
        if old.address != node.address:
            pairs.append((old.url, node.url, BREAKS))
        for was, new, risk in pairs:
            if text is not None and " ".join(was.split()) != " ".join(new.split()):
                hidden = old.url if risk is MARKUP and was != old.url else ""
                text = None if risk.search(new) else _swapped(text, was, new, hidden)
        return self._anew(head, node) if anew or text is None else LINE.findall(text)

    def _anew(self, head: list[str], node: Node) -> list[str]:
        first = head[0] if head else ""
        if not node.is_step:
            sign = HEADING.match(first)
            return self.heading(node, len(sign[1]) if sign else getattr(node.thing, "level", 2))
        bullet = BULLET.match(first)
        return self.item(node, bullet[0] if bullet else first if ROW.match(first) else "")

    def prefix(self, like: str, outer: str) -> str:
        """What a line begins with beside a neighbour, else inside of another; a row of a table is
        its own example."""
        if ROW.match(like) and not BULLET.match(like):
            return like
        if found := BULLET.match(like):
            return found[1] + ("[ ] " if found[2] else "")
        return self.inner(found[0]) if (found := BULLET.match(outer)) else self.bullet

    def inner(self, prefix: str) -> str:
        """The same one level deeper."""
        found = BULLET.match(prefix)
        return " " * len(found[1].expandtabs(4)) + self.bullet if found else self.bullet

    def item(self, node: Node, prefix: str) -> list[str]:
        """The own line of a step."""
        assert isinstance(node.thing, Item)  # noqa: S101
        above = node.above.thing if node.above else None
        outer = above if isinstance(above, Item) else None
        line = line_of(replace(node.thing, steps=[], done=False), _headings(node), outer=outer)
        text = BULLET.sub("", self._for_others(node, line), count=1)
        if ROW.match(prefix):
            cells = max(prefix.count("|") - prefix.count("\\|") - 2, 0)
            safe = re.sub(r"(?<!\\)\|", r"\\|", text)
            return [f"| {safe} |{'  |' * cells}{self.end}"]
        return [f"{prefix}{text}{self.end}"]

    def heading(self, node: Node, level: int) -> list[str]:
        """The own lines of a section."""
        assert isinstance(node.thing, Heading)  # noqa: S101
        alone = replace(node.thing, steps=[], sections=[], level=2)
        title, *rest = write(Readme("x", sections=[alone])).rstrip("\n").split("\n")[2:]
        title = self._for_others(node, "#" * min(level, 6) + " " + title.lstrip("# "))
        return [line + self.end for line in (title, *rest)]

    def _for_others(self, node: Node, line: str) -> str:
        return line if name(node) in self.marked else FOR_US.sub("", line)

    def indented(self, lines: list[str], prefix: str) -> list[str]:
        """A block that goes deeper or less deep."""
        by = indent(prefix) - indent(lines[0])
        return [_moved(line, by) if line.strip() else line for line in lines]

    def shifted(self, lines: list[str], level: int) -> list[str]:
        """A section with those inside at another level."""
        sign = HEADING.match(lines[0])
        by = level - len(sign[1]) if sign else 0
        return [_releveled(line, by) if by else line for line in lines]


def name(node: Node) -> str:
    """What a node is called in both readings; empty for one that was never taken over."""
    if not node.above:
        return "track"
    return f"{'step' if node.is_step else 'section'}:{node.uid}" if node.uid else ""


def _headings(node: Node) -> tuple[str, ...]:
    above = node.above
    if above is None or above.above is None:
        return ()
    return (*_headings(above), above.thing.title) if not above.is_step else _headings(above)


def _swapped(text: str, was: str, new: str, hidden: str) -> str | None:
    """Other words in the place of the old ones, but not inside of what is hidden."""
    shown = text.replace(hidden, "\0" * len(hidden)) if hidden else text
    at = shown.find(was) if was and new else -1
    return None if at < 0 else text[:at] + new + text[at + len(was) :]


def _moved(line: str, by: int) -> str:
    if by >= 0:
        return " " * by + line
    bare = line.lstrip(" \t")
    return " " * max(indent(line) + by, 0) + bare


def _releveled(line: str, by: int) -> str:
    if found := HEADING.match(line):
        level = min(max(len(found[1]) + by, 1), 6)
        return line[: found.start(1)] + "#" * level + line[found.end(1) :]
    return line
