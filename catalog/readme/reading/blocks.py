"""What stands in a README one below the other: headings, texts, lists, tables, folds."""

from dataclasses import dataclass, field

from ..outline import Reason
from .spans import Span


@dataclass(slots=True)
class Title:
    spans: list[Span]
    line: int
    level: int  # 0: of a fold that says no level
    fold: bool = False


@dataclass(slots=True)
class Text:
    spans: list[Span]
    line: int


@dataclass(slots=True)
class Node:
    """One point of a list."""

    line: int
    spans: list[Span] = field(default_factory=list)
    nodes: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Nodes:
    nodes: list[Node]
    indent: int
    inner: bool = False  # its points belong to a point of the list before


@dataclass(slots=True)
class Table:
    head: list[list[Span]] = field(default_factory=list)
    rows: list[list[list[Span]]] = field(default_factory=list)


@dataclass(slots=True)
class Unfold:
    """The end of a fold."""


@dataclass(slots=True)
class Unshown:
    """An address that no reader sees as a link."""

    url: str
    line: int
    reason: Reason


Block = Title | Text | Nodes | Table | Unfold | Unshown
