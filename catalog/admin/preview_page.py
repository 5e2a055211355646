"""A preview as its page shows it: every line in the order of the source, what is uncertain first,
and the sum in which no address is missing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..importer import Change, Plan
from ..links import canonical
from ..readme.decisions import BROUGHT, decide
from ..readme.outline import Doubt, Heading, Ignored, Item, Readme
from .readme_words import WHAT

MANY = 1_500
FEW = 4  # questions of one cause in one section that are one question


@dataclass
class Row:
    """A line. `state` is new, known, repeated or out; empty for words without an address."""

    item: Item
    key: str  # of what is decided about it
    depth: int
    state: str
    above: tuple[int, ...]  # the numbers of the lines that it stands in
    inside: list[int]  # the numbers of the other links of its line, which come in as steps in it
    shown: bool = True

    @property
    def number(self) -> int:
        return self.item.number

    @property
    def out(self) -> bool:
        return self.state == "out"

    @property
    def brought(self) -> bool:
        return self.key.startswith(BROUGHT)

    @property
    def what(self) -> Any:
        return WHAT[self.item.kind]

    @property
    def place(self) -> str:
        """The address without what is the same everywhere."""
        return (self.item.url or "").partition("://")[2].removeprefix("www.").rstrip("/")


@dataclass
class Stage:
    """A section with all its lines, those that are left out too."""

    heading: Heading
    depth: int
    out: bool
    path: str  # its title after those of the sections that it stands in
    rows: list[Row] = field(default_factory=list)
    before: "Stage | None" = None
    shown: bool = True
    open: bool = False
    drawn: bool = True

    @property
    def number(self) -> int:
        return self.heading.number

    @property
    def can_go_up(self) -> bool:
        """Whether it can become a part of the section before it."""
        inner = bool(self.heading.sections)
        return bool(self.before and not self.before.out) and not self.out and not inner

    @property
    def coming(self) -> int:
        return sum(not row.out for row in self.rows)

    @property
    def known(self) -> int:
        return sum(row.state == "known" for row in self.rows)

    @property
    def left_out(self) -> int:
        return len(self.rows) - self.coming


class Page:
    """`plan` is of the README with all decisions in it; the page also shows what they left out."""

    def __init__(self, readme: Readme, decisions: dict[str, Any], plan: Plan) -> None:
        self.read, self.decisions, self.plan = readme, decisions, plan
        self.last = sum(1 for _node in readme.nodes())
        staying = {key: {**said, "drop": False} for key, said in decisions.items()}
        self.whole = decide(readme, staying)
        self.changes = {change.number: change for change in plan}
        self.stages = [stage for heading in self.whole.sections for stage in self._stages(heading)]
        for before, stage in zip(self.stages, self.stages[1:], strict=False):
            stage.before = before

    def _stages(self, heading: Heading, *above: str) -> Iterator[Stage]:
        titles = (*above, heading.title)
        path = " › ".join(filter(None, titles))
        stage = Stage(heading, len(above), heading.number not in self.changes, path)
        for item in heading.steps:
            stage.rows += self._rows(item, ())
        yield stage
        for inner in heading.sections:
            yield from self._stages(inner, *titles)

    def _rows(self, item: Item, above: tuple[int, ...]) -> Iterator[Row]:
        state = state_of(self.changes.get(item.number))
        inside = [
            inner.number
            for inner in item.steps
            if inner.url and inner.line == item.line and inner.number in self.changes
        ]
        yield Row(item, self.key(item.number), len(above), state, above, inside)
        for inner in item.steps:
            yield from self._rows(inner, (*above, item.number))

    def key(self, number: int) -> str:
        """What was ignored and came in after all is numbered behind the nodes."""
        return str(number) if number <= self.last else f"{BROUGHT}{number - self.last}"

    def show(self, only: str) -> None:
        """Only lines of that state, at most `MANY`, and the sections that have some."""
        left = MANY
        for stage in self.stages:
            for row in stage.rows:
                row.shown = row.state == only and left > 0
                left -= row.shown
            stage.shown = any(row.shown for row in stage.rows)

    def open(self, numbers: Collection[int]) -> None:
        """These sections stand open. Of very many lines only those of open sections are written
        down at all: a browser could not draw the rest."""
        everything = len(self.rows) <= MANY
        for stage in self.stages:
            stage.open = stage.number in numbers
            stage.drawn = everything or stage.open

    @cached_property
    def rows(self) -> list[Row]:
        return [row for stage in self.stages for row in stage.rows]

    def stage_of(self, number: int | None) -> Stage | None:
        """The section of that number, or the one around the line of that number."""
        return self._stage_of.get(number)

    @cached_property
    def _stage_of(self) -> dict[int | None, Stage]:
        return {
            number: stage
            for stage in self.stages
            for number in (stage.number, *(row.number for row in stage.rows))
        }

    @cached_property
    def questions(self) -> list[list[Row]]:
        """What comes in where the reading was not sure and nobody has looked yet. Several links of
        one line are one question."""
        found: list[list[Row]] = []
        for row in self.rows:
            if row.out or row.item.doubt == Doubt.NONE:
                continue
            if row.item.doubt == Doubt.SEVERAL_LINKS and found and _same_line(found[-1][-1], row):
                found[-1].append(row)
            else:
                found.append([row])
        return found

    @cached_property
    def bunches(self) -> list[list[list[Row]]]:
        """The questions, those of one cause in one section together when they are not few."""
        causes: dict[Any, list[list[Row]]] = {}
        for question in self.questions:
            causes.setdefault(self._cause(question), []).append(question)
        split = [[c] if len(c) >= FEW else [[question] for question in c] for c in causes.values()]
        place = {id(question): n for n, question in enumerate(self.questions)}
        bunches = [bunch for some in split for bunch in some]
        return sorted(bunches, key=lambda bunch: place[id(bunch[0])])

    def _cause(self, question: list[Row]) -> Any:
        first, stage = question[0], self.stage_of(question[0].number)
        kind = first.item.kind if first.item.doubt in (Doubt.NO_LINK, Doubt.KIND) else ""
        shape = (len(question) > 1, bool(first.item.url), bool(first.inside))
        return stage and stage.number, first.item.doubt, kind, shape

    @cached_property
    def ignored(self) -> list[tuple[int, Ignored]]:
        """What the reading ignored and nobody brought in, with the number it would come in by."""
        places = enumerate(self.read.ignored, 1)
        left = [
            (self.last + n, row) for n, row in places if not self.decisions.get(f"{BROUGHT}{n}")
        ]
        return sorted(left, key=lambda it: it[1].line)  # the reading tells of a kind at a time

    @property
    def addresses(self) -> set[str]:
        """The distinct ones that the page shows, those of sections too."""
        return {canonical(node.url) for node in self.whole.nodes() if node.url}


def state_of(change: Change | None) -> str:
    if change is None:
        return "out"
    if change.repeats is not None:
        return "repeated"
    if change.in_catalog:
        return "known"
    return "new" if change.makes else ""


def _same_line(one: Row, other: Row) -> bool:
    return (one.item.doubt, one.item.line) == (other.item.doubt, other.item.line)
