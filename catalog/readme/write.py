"""An outline becomes a README that GitHub shows as a checklist, and that reads back as the same.

Where the text alone would be read otherwise, a mark in a comment says what is meant.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import batched

from .escaping import edge, escaped, link
from .outline import Heading, Item, Readme, What
from .reading.blocks import Node, Nodes, Title
from .reading.guess import Place, below
from .reading.left import Left
from .reading.marks import Mark
from .reading.points import BETWEEN, BOX, Points
from .reading.roles import role
from .reading.spans import clean
from .reading.text import blocks
from .reading.titles import heading_of

INDENT = "  "
AT_ONCE = 100  # lines that are read back together: one by one takes longer than reading them did


def write(readme: Readme) -> str:
    """The text of an outline, ticked where its steps are done.

    `parse(write(x)).essence() == x.essence()` for what `parse` made, and for every outline in one
    line per title, with levels as `Readme.level()` makes them.
    """
    readme = replace(readme, sections=[_own(section) for section in readme.sections])
    readme.level()
    parts = [f"# {escaped(readme.title)}{_title_mark(readme)}"] if readme.title else []
    parts += _paragraphs(readme.description)
    taken = _taken_for_title(readme)
    for section in readme.sections:
        parts += _section(section, (), hidden=section is taken)
    return "\n\n".join(parts) + "\n" if parts else ""


def _own(section: Heading) -> Heading:
    """One whose level may be changed."""
    return replace(section, sections=[_own(inner) for inner in section.sections])


def line_of(step: Item, headings: tuple[str, ...] = (), *, outer: Item | None = None) -> str:
    """One step in one line, without those inside it: `- [ ] [title](address) – remark`."""
    plain, place = _plain(step), below(Place(headings), outer)
    return _marked(plain, _read_alone(plain), step, place)


def _section(section: Heading, above: tuple[str, ...], *, hidden: bool = False) -> Iterator[str]:
    yield _heading(section, hidden=hidden)
    yield from _paragraphs(section.description)
    titles = (*above, section.title)
    if section.steps:
        yield "\n".join(_lines(section.steps, Place(titles)))
    for inner in section.sections:
        yield from _section(inner, titles)


def _paragraphs(text: str) -> list[str]:
    return [edge(escaped(clean(part))) for part in text.split("\n\n") if clean(part)]


# --- Headings ---


def _title_mark(readme: Readme) -> str:
    plain = blocks(f"# {escaped(readme.title)}")
    read = [heading_of(it, Left())[0].title for it in plain if isinstance(it, Title)]
    return "" if read == [readme.title] and not role(readme.title) else f" {Mark(title=True)}"


def _taken_for_title(readme: Readme) -> Heading | None:
    """The section that would become the title, when there is none."""
    if readme.title:
        return None
    alone = readme.sections[0] if len(readme.sections) == 1 else None
    if alone and alone.sections and not alone.steps and not alone.url:
        return alone
    return next((section for section in readme.sections if section.level == 1), None)


def _heading(section: Heading, *, hidden: bool) -> str:
    said = link(section.title, section.url) if section.url else escaped(section.title)
    line = f"{'#' * min(section.level, 6)} {said}"
    read = [heading_of(it, Left())[0] for it in blocks(line) if isinstance(it, Title)]
    same = [(it.title, it.url) for it in read] == [(section.title, section.url or None)]
    if same and section.title and section.level <= 6 and not hidden and not role(section.title):
        return line
    return f"{line} {Mark(level=section.level if section.level > 6 else 0)}"


# --- Steps ---


def _lines(steps: list[Item], place: Place) -> Iterator[str]:
    for some in batched(_all(steps, place, 0), AT_ONCE, strict=False):
        lines = [_plain(step) for step, _place, _depth in some]
        for line, node, (step, at, depth) in zip(lines, _read(lines), some, strict=True):
            yield INDENT * depth + _marked(line, node, step, at)


def _all(steps: list[Item], place: Place, depth: int) -> Iterator[tuple[Item, Place, int]]:
    """The steps, each before those inside it, with where they stand."""
    for step in steps:
        yield step, place, depth
        yield from _all(step.steps, below(place, step), depth + 1)


def _plain(step: Item) -> str:
    box = f"[{'x' if step.done else ' '}] "
    if step.kind is What.REMARK and not step.url and not step.done and not BOX.match(step.title):
        box = ""  # there is nothing to tick about a remark
    said = _said(step)
    return f"- {box}{said if box else edge(said)}"


def _said(step: Item) -> str:
    remark = escaped(step.remark)
    if step.url:
        return link(step.title, step.url) + (BETWEEN + remark if remark else "")
    return escaped(step.title) + (f"<br>{remark}" if remark else "")


def _read(lines: list[str]) -> list[Node | None]:
    """Each line as it reads by itself; nothing, when that is not one point."""
    nodes = _nodes("\n".join(lines))
    if [node.line for node in nodes] == [*range(1, len(lines) + 1)]:
        return [*nodes]
    return [_read_alone(line) for line in lines]


def _read_alone(line: str) -> Node | None:
    nodes = _nodes(line)
    return nodes[0] if len(nodes) == 1 else None


def _nodes(text: str) -> list[Node]:
    return [node for it in blocks(text) if isinstance(it, Nodes) for node in it.nodes]


def _marked(line: str, node: Node | None, step: Item, place: Place) -> str:
    """The line, with a mark when it alone does not say all of the step."""
    if node is not None:
        node.nodes = [Node(0)] if step.steps else []
        read = Points(Left()).read(node, place)
        if len(read) == 1 and not read[0].steps and _told(read[0]) == _told(step):
            return line
    return f"{line} {Mark(step.kind)}"


def _told(step: Item) -> tuple[object, ...]:
    return step.title, step.url or None, step.kind, step.remark, step.done
