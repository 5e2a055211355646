"""An outline becomes a README that GitHub shows as a checklist, and that reads back as the same.

Where the text alone would be read otherwise, a mark in a comment says what is meant.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

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


def write(readme: Readme) -> str:
    """The text of an outline, ticked where its steps are done.

    `parse(write(x)).essence() == x.essence()` for what `parse` made, and for every outline in one
    line per title, with levels as `Readme.level()` makes them.
    """
    readme = deepcopy(readme)
    readme.level()
    parts = [f"# {escaped(readme.title)}{_title_mark(readme)}"] if readme.title else []
    parts += _paragraphs(readme.description)
    taken = _taken_for_title(readme)
    for section in readme.sections:
        parts += _section(section, (), hidden=section is taken)
    return "\n\n".join(parts) + "\n" if parts else ""


def line_of(step: Item, headings: tuple[str, ...] = (), *, outer: Item | None = None) -> str:
    """One step in one line, without those inside it: `- [ ] [title](address) – remark`."""
    return _line(step, below(Place(headings), outer))


def _section(section: Heading, above: tuple[str, ...], *, hidden: bool = False) -> Iterator[str]:
    yield _heading(section, hidden=hidden)
    yield from _paragraphs(section.description)
    titles = (*above, section.title)
    if section.steps:
        yield "\n".join(_lines(section.steps, Place(titles), 0))
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


def _lines(steps: list[Item], place: Place, depth: int) -> Iterator[str]:
    for step in steps:
        yield INDENT * depth + _line(step, place)
        yield from _lines(step.steps, below(place, step), depth + 1)


def _line(step: Item, place: Place) -> str:
    box = f"[{'x' if step.done else ' '}] "
    if step.kind is What.REMARK and not step.url and not step.done and not BOX.match(step.title):
        box = ""  # there is nothing to tick about a remark
    said = _said(step)
    line = f"- {box}{said if box else edge(said)}"
    return line if _is_read(line, step, place) else f"{line} {Mark(step.kind)}"


def _said(step: Item) -> str:
    remark = escaped(step.remark)
    if step.url:
        return link(step.title, step.url) + (BETWEEN + remark if remark else "")
    return escaped(step.title) + (f"<br>{remark}" if remark else "")


def _is_read(line: str, step: Item, place: Place) -> bool:
    """Whether the line alone says all of the step."""
    nodes = [node for it in blocks(line) if isinstance(it, Nodes) for node in it.nodes]
    if len(nodes) != 1:
        return False
    nodes[0].nodes = [Node(0)] if step.steps else []
    read = Points(Left()).read(nodes[0], place)
    alone = replace(step, url=step.url or None, steps=[])
    return [replace(it, line=step.line, doubt=step.doubt) for it in read] == [alone]
