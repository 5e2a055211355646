"""A README's text becomes an outline: the one door to this room for what comes in.

Nothing is lost silently: every web address of the text is a step's, a heading's, or stands among
the ignored with its reason.
"""

from collections.abc import Iterator

from .errors import NothingToStudy, NotText, ReadmeError, TooMany
from .outline import Ignored, Item, Readme, Reason
from .reading.addresses import is_contents
from .reading.blocks import Block, Node, Nodes, Table, Text, Title, Unfold, Unshown
from .reading.clock import SECONDS, Clock
from .reading.left import Left
from .reading.paragraphs import is_heading, read_text
from .reading.points import Points
from .reading.rows import read_table
from .reading.sections import Sections
from .reading.source import MOST_BYTES, check, decode, split_front, tidy
from .reading.spans import Span, mark_of
from .reading.text import blocks
from .reading.titles import BOLD, heading_of, leave_title
from .reading.tokens import ADDRESS, trimmed
from .reading.unread import unread

__all__ = ["NotText", "NothingToStudy", "ReadmeError", "TooMany", "decode", "parse", "read"]

MOST_LINKS = 20_000
MOST_ROWS = 100_000  # headings, paragraphs, points and cells: each takes its time, link or not


def read(data: bytes | str, *, patience: int = 1) -> Readme:
    """The outline of a file. Raises `ReadmeError` when it is no text, is too much, or when
    nothing in it can be studied."""
    readme = parse(decode(data) if isinstance(data, bytes) else data, patience=patience)
    if not any(True for _ in readme.items()) and not any(it.url for it in readme.walk()):
        raise NothingToStudy("there is no line that could become a step")
    return readme


def parse(text: str, *, patience: int = 1) -> Readme:
    """The outline of any text at all; without sections when there is nothing in it.

    Raises `TooMany` above 5 MB, 20,000 links or ten seconds of work: who need not answer within a
    request may have the patience for a multiple of them.
    """
    if len(text) > MOST_BYTES:
        raise TooMany(f"{len(text)} signs; at most {MOST_BYTES} can be read")
    clock = Clock(SECONDS * patience)
    text = tidy(text)
    front, body = split_front(text)
    check(body, MOST_ROWS * patience)
    reader = Reader(patience)
    reader.front(front.text)
    for block in blocks(body, clock.look):
        clock.look()
        reader.take(block)
    readme = reader.finish(front.title)
    readme.ignored = _ignored(readme, reader.left, text)
    return readme


def _ignored(readme: Readme, left: Left, text: str) -> list[Ignored]:
    planned = {step.url for step in readme.items()} | {it.url for it in readme.walk()}
    left.name_repeated(planned)
    for url, line in unread(text, {url for url in planned if url} | left.urls()):
        left.out(url, line, Reason.UNREAD)
    return left.rows()


class Reader:
    """Puts blocks where they belong."""

    def __init__(self, patience: int = 1) -> None:
        self.most_links, self.most_rows = MOST_LINKS * patience, MOST_ROWS * patience
        self.left = Left()
        self.points = Points(self.left)
        self.sections = Sections()
        self.bold: Text | None = None  # perhaps a heading: what follows will tell
        self.early: list[Item] = []  # of running text before the first section
        self.links = 0
        self.rows = 0

    def front(self, text: str) -> None:
        for found in ADDRESS.finditer(text):
            line = 1 + text.count("\n", 0, found.start())
            self.left.out(trimmed(found[0]), line, Reason.FRONT_MATTER)

    def take(self, block: Block) -> None:
        if isinstance(block, Unshown):
            self.left.out(block.url, block.line, block.reason)
            return
        self._settle(block)
        if isinstance(block, Title):
            self._title(block)
        elif isinstance(block, Unfold):
            self.sections.unfold()
        elif self._is_ignored(block):
            return
        elif isinstance(block, Text):
            self._text(block)
        else:
            self._steps(block)

    def finish(self, title: str) -> Readme:
        self._settle(None)
        if any(True for _ in self.sections.readme.items()):
            for step in (inner for early in self.early for inner in early.walk()):
                self.left.out(step.url or "", step.line, Reason.PROSE)
        else:
            self.sections.add(self.early)
        return self.sections.finish(title)

    def _settle(self, block: Block | None) -> None:
        """What follows tells whether words in bold were a heading."""
        bold, self.bold = self.bold, None
        if bold is not None and isinstance(block, Nodes | Table):
            self._title(Title(bold.spans, bold.line, BOLD))
        elif bold is not None:
            self._prose(bold.spans)

    def _title(self, block: Title) -> None:
        self._count([block.spans])
        heading, more = heading_of(block, self.left)
        mark = mark_of(block.spans)
        if not heading.title and not heading.url and mark is None and block.level:
            return  # a ruler
        if block.fold:
            opened = self.sections.fold(heading)
        else:
            opened = self.sections.open(heading, mark, bold=block.level == BOLD)
        if opened:
            self.left.all_of(block.spans, opened)
        elif self.sections.stack:
            self.sections.add(more)
        else:
            leave_title(heading, self.left)
            self.early += more

    def _text(self, block: Text) -> None:
        if is_heading(block.spans):
            self.bold = block
        else:
            self._prose(block.spans)

    def _prose(self, spans: list[Span]) -> None:
        steps, text = read_text(spans, self.sections.place(), self.left)
        if self.sections.stack:
            self.sections.add(steps)
        else:
            self.early += steps
        self.sections.describe(text)

    def _steps(self, block: Nodes | Table) -> None:
        if isinstance(block, Nodes) and _is_map(block):
            return
        if self.sections.is_contents():
            for spans in _all_spans(block):
                self._leave_contents(spans)
        place = self.sections.place()
        if isinstance(block, Table):
            self.sections.add(read_table(block, place, self.left))
        else:
            self.sections.add(self.points.steps(block.nodes, place))

    def _leave_contents(self, spans: list[Span]) -> None:
        for span in spans:
            if span.url and is_contents(span.url):
                self.left.out(span.url, span.line, Reason.CONTENTS)
                span.url = "#"

    def _is_ignored(self, block: Text | Nodes | Table) -> bool:
        rows = list(_all_spans(block))
        self._count(rows)
        if self.sections.ignoring:
            for spans in rows:
                self.left.all_of(spans, self.sections.ignoring[1])
        return bool(self.sections.ignoring)

    def _count(self, rows: list[list[Span]]) -> None:
        self.links += sum(bool(span.url) for spans in rows for span in spans)
        if self.links > self.most_links:
            raise TooMany(f"more than {self.most_links} links")
        self.rows += len(rows)
        if self.rows > self.most_rows:
            raise TooMany(f"more than {self.most_rows} headings, paragraphs, points and cells")


def _is_map(block: Nodes) -> bool:
    """Whether every point leads to a place on the same page, and none to anywhere else: a table of
    contents that needs no heading, whatever it says beside its links."""
    rows = [[span.url for span in spans if span.url] for spans in _all_spans(block)]
    inside = all(row and all(url.startswith("#") for url in row) for row in rows)
    return inside and len(rows) > 1


def _all_spans(block: Text | Nodes | Table) -> Iterator[list[Span]]:
    if isinstance(block, Text):
        yield block.spans
    elif isinstance(block, Table):
        yield from block.head
        for row in block.rows:
            yield from row
    else:
        waiting: list[Node] = [*block.nodes]
        while waiting:
            node = waiting.pop()
            yield node.spans
            waiting += node.nodes
