"""A README as plain data: headings with steps, and what was left out and why.

Lines count from 1, as editors and GitHub count them. An address is kept as it was written; what
makes two of them the same thing is said by `catalog.links.canonical`.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self


class What(StrEnum):
    """What a step is guessed to be. The kinds of resources have the values of `Kind`."""

    SKILL = "skill"
    COMMUNITY = "community"
    GROUP = "group"  # a title with steps below it and nothing to open
    REMARK = "remark"  # words about the step before it, or about the section
    COURSE = "course"
    VIDEO = "video"
    CHANNEL = "channel"
    READING = "reading"
    ARTICLE = "article"
    BOOK = "book"
    DOCS = "docs"
    BLOG = "blog"
    LIST = "list"
    PODCAST = "podcast"
    TALK = "talk"
    CHALLENGE = "challenge"
    TOOL = "tool"
    SITE = "site"


WITHOUT_ADDRESS = (What.SKILL, What.GROUP, What.REMARK)


class Doubt(StrEnum):
    """Why somebody should look at a step before it enters a track. Empty: recognized for sure."""

    NONE = ""
    SEVERAL_LINKS = "several-links"  # one line, several things; each became a step
    NO_LINK = "no-link"  # words alone: a skill, a group or a remark
    NO_TITLE = "no-title"  # nothing but an address to call it by
    NO_SCHEME = "no-scheme"  # an address without https://
    LONG_TITLE = "long-title"  # cut to fit
    KIND = "kind"  # nothing tells what it is


class Reason(StrEnum):
    """Why an address of the source is no step."""

    BADGE = "badge"
    BADGE_TARGET = "badge-target"
    IMAGE = "image"
    CONTENTS = "contents"  # a table of contents
    COMMENT = "comment"
    CODE = "code"
    CONTACT = "contact"
    CONTRIBUTING = "contributing"
    LICENSE = "license"
    DONATION = "donation"
    PROSE = "prose"  # in running text, not in a list or a table of links
    RELATIVE = "relative"  # inside the source itself
    BROKEN = "broken"
    REPEATED = "repeated"  # in the plan already, at another line
    FRONT_MATTER = "front-matter"
    TOO_LONG = "too-long"
    UNREAD = "unread"  # where nobody sees a link: an unused definition, an attribute
    DROPPED = "dropped"  # a curator left it out


@dataclass(slots=True)
class Item:
    """One line to study: becomes a step."""

    title: str
    url: str | None = None
    kind: What = What.READING
    line: int = 0
    remark: str = ""  # the words beside the link
    done: bool = False  # its task box was ticked
    doubt: Doubt = Doubt.NONE
    steps: list[Self] = field(default_factory=list)
    # The row that was made of it, and its place among all nodes; they say nothing of the text.
    uid: str = field(default="", compare=False)
    number: int = field(default=0, compare=False)

    def walk(self) -> Iterator[Self]:
        yield self
        for step in self.steps:
            yield from step.walk()


@dataclass(slots=True)
class Heading:
    """A heading of the source with what stands under it: becomes a section."""

    title: str
    level: int = 2
    line: int = 0
    url: str | None = None  # the link inside the heading
    description: str = ""
    steps: list[Item] = field(default_factory=list)
    sections: list[Self] = field(default_factory=list)
    # The row that was made of it, and its place among all nodes; they say nothing of the text.
    uid: str = field(default="", compare=False)
    number: int = field(default=0, compare=False)

    def walk(self) -> Iterator[Self]:
        yield self
        for section in self.sections:
            yield from section.walk()

    def items(self) -> Iterator[Item]:
        """Its own steps in reading order, nested ones too; not those of the sections inside."""
        for step in self.steps:
            yield from step.walk()


@dataclass(slots=True)
class Ignored:
    url: str
    line: int
    reason: Reason


@dataclass(slots=True)
class Readme:
    title: str = ""
    description: str = ""
    sections: list[Heading] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)

    def walk(self) -> Iterator[Heading]:
        """Its sections in reading order, inner ones too."""
        for section in self.sections:
            yield from section.walk()

    def items(self) -> Iterator[Item]:
        """Its steps in reading order, nested ones too."""
        for section in self.walk():
            yield from section.items()

    def nodes(self) -> "Iterator[Heading | Item]":
        """Everything in reading order: a section, its steps, then the sections inside. Places in
        this order, from 1, are the numbers by which people decide about nodes."""
        for section in self.walk():
            yield section
            yield from section.items()

    def level(self) -> None:
        """Make the levels tell the tree: inner sections deeper than outer ones, and no section
        deeper than the one before it beside it, which would take it in."""
        _level(self.sections, 0)

    def essence(self) -> dict[str, Any]:
        """What a reader could tell: all but lines, doubts, rows and what was ignored. Two outlines
        are the same when these are equal."""
        data = self.as_dict()
        del data["ignored"]
        for row in _rows(data["sections"]):
            for name in ("line", "doubt", "uid", "number"):
                row.pop(name, None)
        return data

    def as_dict(self) -> dict[str, Any]:
        """Plain data, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The inverse of `as_dict`. Raises `KeyError`, `TypeError`, `ValueError` on other data."""
        return cls(
            title=data["title"],
            description=data["description"],
            sections=[_heading(section) for section in data["sections"]],
            ignored=[
                Ignored(row["url"], row["line"], Reason(row["reason"])) for row in data["ignored"]
            ],
        )


def _level(sections: list[Heading], above: int) -> None:
    most = 99
    for section in sections:
        section.level = most = min(max(section.level, above + 1), most)
        _level(section.sections, section.level)


def _rows(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Sections and steps as plain data, with all that is inside them."""
    for row in rows:
        yield row
        yield from _rows(row.get("sections", []))
        yield from _rows(row["steps"])


def _heading(data: dict[str, Any]) -> Heading:
    inner = {
        "steps": [_item(step) for step in data["steps"]],
        "sections": [_heading(section) for section in data["sections"]],
    }
    return Heading(**{**data, **inner})


def _item(data: dict[str, Any]) -> Item:
    told = {"kind": What(data["kind"]), "doubt": Doubt(data["doubt"])}
    return Item(**{**data, **told, "steps": [_item(step) for step in data["steps"]]})
