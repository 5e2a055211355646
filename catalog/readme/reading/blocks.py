"""What stands in a README one below the other: headings, texts, lists, tables, folds.

`Builder` hears of the beginnings and ends of tags, whether Markdown or HTML wrote them, and makes
one flat row of blocks of them. Nothing is judged here.
"""

from dataclasses import dataclass, field

from ..outline import Reason
from .marks import Mark
from .spans import HARD, Span
from .tokens import ADDRESS, trimmed

HEADINGS = {f"h{level}": level for level in range(1, 7)}
STRONG = {"strong", "b"}
LISTS = {"ul", "ol", "menu"}
# Whose beginning and end also end the text before.
APART = {
    "p",
    "div",
    "center",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "nav",
    "blockquote",
}
APART |= {"dl", "dt", "dd", "hr", "thead", "tbody", "details", "picture", "figure", "pre", "table"}
DEEPEST = 60  # lists and their points, one inside the other
UNSEEN = {"script", "style", "template"}
SHOWN = {"iframe": "src", "video": "src", "audio": "src", "source": "srcset", "embed": "src"}


@dataclass(slots=True)
class Title:
    spans: list[Span]
    line: int
    level: int  # 0: of a fold


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


class Builder:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.spans: list[Span] = []
        self.open: list[Nodes | Node] = []
        self.title: Title | None = None
        self.table: Table | None = None
        self.cell: list[Span] | None = None
        self.link: Span | None = None
        self.last: Nodes | None = None  # the list that ended just before
        self.strong = 0
        self.unseen = 0
        self.code = 0
        self.folds: list[bool] = []  # of each open <details>, whether it has a title

    def take(self) -> list[Block]:
        """What is complete so far. A table or list that is still open stays."""
        blocks, self.blocks = self.blocks, []
        return blocks

    def close(self) -> None:
        """The end of the file closes what was left open."""
        self.end("a")
        self.flush()
        while self.open:
            self._shut(self.open[0])
        self.end("table")

    # --- Words ---

    def say(self, text: str, line: int) -> None:
        """Words of Markdown, where addresses were found already."""
        if self.unseen or not text:
            return
        if self.link is not None:
            self.link.text += text
            self.link.strong = self.link.strong or bool(self.strong)
            return
        span = Span(text, line, strong=bool(self.strong), code=bool(self.code))
        if self.spans and self.spans[-1].goes_on(span):
            self.spans[-1].text += text
        else:
            self.spans.append(span)

    def say_html(self, text: str, line: int) -> None:
        """Words of HTML, with bare addresses among them."""
        end = 0
        if self.link is None and not self.code:
            for found in ADDRESS.finditer(text):
                url = trimmed(found[0])
                self.say(_flat(text[end : found.start()]), line)
                at = line + text.count("\n", 0, found.start())
                if not self.unseen:
                    self.spans.append(Span(url, at, url=url))
                end = found.start() + len(url)
        self.say(_flat(text[end:]), line)

    def code_span(self, text: str, line: int) -> None:
        if self.link is not None:
            self.link.text += text
        else:
            self.spans.append(Span(text, line, code=True, strong=bool(self.strong)))

    def break_line(self, sign: str, line: int) -> None:
        if self.link is not None:
            self.link.text += " "
        else:
            self.spans.append(Span(sign, line))

    def image(self, address: str, said: str, line: int) -> None:
        if self.link is not None:
            self.link.image = self.link.image or address
            self.link.text += said
        elif address:
            self.spans.append(Span(said, line, image=address))

    def comment(self, text: str, line: int) -> None:
        if mark := Mark.read(text):
            self.spans.append(Span("", line, mark=mark))
        else:
            self.unshown(text, line, Reason.COMMENT)

    def unshown(self, text: str, line: int, reason: Reason) -> None:
        for found in ADDRESS.finditer(text):
            at = line + text.count("\n", 0, found.start())
            self.blocks.append(Unshown(trimmed(found[0]), at, reason))

    # --- Tags ---

    def start(self, tag: str, line: int, attrs: dict[str, str], indent: int = 0) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        elif tag == "a":
            self.end("a")
            self.link = Span("", line, url=attrs.get("href"))
        elif tag == "img":
            self.image(attrs.get("src", ""), attrs.get("alt", ""), line)
        elif tag == "br":
            self.break_line(HARD, line)
        elif tag in STRONG:
            self.strong += 1
        elif tag == "code":
            self.code += 1
        elif tag in SHOWN:
            self.unshown(attrs.get(SHOWN[tag], ""), line, Reason.IMAGE)
        else:
            self._start_block(tag, line, indent)

    def end(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag == "a":
            self._end_link()
        elif tag in STRONG:
            self.strong = max(0, self.strong - 1)
        elif tag == "code":
            self.code = max(0, self.code - 1)
        else:
            self._end_block(tag)

    def _end_link(self) -> None:
        link, self.link = self.link, None
        if link is None:
            return
        if link.url is None:  # <a name="…"> names a place and leads nowhere
            self.say(link.text, link.line)
        else:
            self.spans.append(link)

    def _start_block(self, tag: str, line: int, indent: int) -> None:
        if tag in HEADINGS or tag == "summary":
            self._start_title(tag, line)
        elif tag in LISTS:
            self._start_list(indent)
        elif tag == "li":
            self._start_node(line)
        elif tag in ("tr", "td", "th"):
            self._start_cell(tag)
        elif tag in APART:
            self.flush()
            if tag == "table":
                self.table = self.table or Table()
            elif tag == "details":
                self.folds.append(False)

    def _start_title(self, tag: str, line: int) -> None:
        self.flush()
        if tag in HEADINGS and self.title is not None and not self.title.level:
            self.title.level = HEADINGS[tag]  # a heading inside of the fold's title
        elif not self.open and self.cell is None:
            self.title = Title([], line, HEADINGS.get(tag, 0))

    def _end_block(self, tag: str) -> None:
        if tag in HEADINGS or tag == "summary":
            self.flush()
            self._end_title(tag)
        elif tag in LISTS or tag == "li":
            self.flush()
            self._end_list(Node if tag == "li" else Nodes)
        elif tag in ("td", "th", "tr"):
            self._end_cell(head=tag == "th")
        elif tag in APART:
            self.flush()
            if tag == "table":
                self._end_table()
            elif tag == "details" and self.folds and self.folds.pop():
                self.blocks.append(Unfold())

    # --- Texts and titles ---

    def flush(self) -> None:
        """The words so far belong to what is open, or are a text of their own."""
        self.end("a")
        spans, self.spans = self.spans, []
        if not spans:
            return
        if self.title is not None:
            self.title.spans += spans
            return
        if not any(it.url is not None or it.image or it.mark or it.text.strip() for it in spans):
            return
        self.last = None
        node = next((it for it in reversed(self.open) if isinstance(it, Node)), None)
        held = node.spans if node else self.cell
        if held is None:
            self.blocks.append(Text(spans, spans[0].line))
        else:
            held += ([Span(HARD, spans[0].line)] if held else []) + spans

    def _end_title(self, tag: str) -> None:
        title = self.title
        if title is None or (tag != "summary" and title.level != HEADINGS[tag]):
            return
        self.title = None
        self.last = None
        if tag == "summary" and self.folds:
            self.folds[-1] = True
        self.blocks.append(title)

    # --- Lists ---

    def _start_list(self, indent: int) -> None:
        last = self.last
        self.flush()
        here = Nodes([], indent)
        if self.last is last and last and last.nodes and indent > last.indent:
            # Two spaces under `1.` are no nesting for Markdown, but for who wrote them.
            here = Nodes(last.nodes[-1].nodes, last.indent, inner=last.inner or not self.open)
        elif self.open:
            node = self.open[-1]
            here.nodes = node.nodes if isinstance(node, Node) else self._last_of(node)
        self.last = None
        if len(self.open) > DEEPEST:  # go on beside, not deeper
            here.nodes = next(it.nodes for it in reversed(self.open) if isinstance(it, Nodes))
        self.open.append(here)

    @staticmethod
    def _last_of(row: Nodes) -> list[Node]:
        return row.nodes[-1].nodes if row.nodes else row.nodes

    def _start_node(self, line: int) -> None:
        self.flush()
        if self.open and isinstance(self.open[-1], Node):
            self.open.pop()  # </li> may be left out
        if not self.open:
            self._start_list(0)
        node, row = Node(line), self.open[-1]
        assert isinstance(row, Nodes)  # noqa: S101
        row.nodes.append(node)
        self.open.append(node)

    def _end_list(self, what: type[Node] | type[Nodes]) -> None:
        found = next((it for it in reversed(self.open) if isinstance(it, what)), None)
        if found is not None:
            self._shut(found)

    def _shut(self, wanted: Node | Nodes) -> None:
        while self.open:
            it = self.open.pop()
            if it is wanted:
                break
        self.last = it if isinstance(it, Nodes) else None
        if not self.open and isinstance(it, Nodes) and it.nodes and not it.inner:
            self.blocks.append(it)

    # --- Tables ---

    def _start_cell(self, tag: str) -> None:
        self._end_cell(head=False)
        self.table = self.table or Table()
        if self.open:
            self.flush()
        elif tag == "tr":
            self.table.rows.append([])
        else:
            self.cell = []

    def _end_cell(self, *, head: bool) -> None:
        if self.cell is None:
            return
        self.flush()
        cell, self.cell = self.cell, None
        if self.table is None:
            return
        if head and len(self.table.rows) == 1:
            self.table.head.append(cell)
        if not self.table.rows:
            self.table.rows.append([])
        self.table.rows[-1].append(cell)

    def _end_table(self) -> None:
        self._end_cell(head=False)
        table, self.table = self.table, None
        if table and table.rows:
            if table.head and len(table.head) == len(table.rows[0]):
                table.rows = table.rows[1:]
            self.blocks.append(table)


def _flat(text: str) -> str:
    return text.replace("\n", " ")
