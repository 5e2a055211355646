"""Makes one flat row of blocks of the beginnings and ends of tags, whether Markdown or HTML wrote
them. Nothing is judged here.
"""

from .blocks import Block, Node, Nodes, Table, Text, Title, Unfold
from .phrases import Phrases
from .spans import HARD, Span

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = {"ul", "ol", "menu"}
# Whose beginning and end also end the text before.
APART = {"p", "div", "center", "section", "article", "header", "footer", "main", "nav", "dl", "dt"}
APART |= {"dd", "hr", "thead", "tbody", "details", "picture", "figure", "pre", "table"}
APART |= {"blockquote"}
DEEPEST = 60  # lists and their points, one inside the other


class Builder(Phrases):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[Nodes | Node] = []
        self.title: Title | None = None
        self.table: Table | None = None
        self.cell: list[Span] | None = None
        self.last: Nodes | None = None  # the list that ended just before
        self.folds: list[bool] = []  # of each open <details>, whether it has a title

    def take(self) -> list[Block]:
        """What is complete so far. A table or list that is still open stays."""
        blocks, self.blocks = self.blocks, []
        return blocks

    def close(self) -> None:
        """The end of the file closes what was left open."""
        self.flush()
        while self.open:
            self._shut(self.open[0])
        self.end("table")

    def is_free(self) -> bool:
        """Whether blocks may stand here, and not only the words of a link, a title or code."""
        return self.link is None and self.title is None and not (self.code or self.unseen)

    def start(self, tag: str, line: int, attrs: dict[str, str], indent: int = 0) -> None:
        if not self.start_inline(tag, line, attrs):
            self._start_block(tag, line, indent)

    def end(self, tag: str) -> None:
        if not self.end_inline(tag):
            self._end_block(tag)

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
            self.title = Title([], line, HEADINGS.get(tag, 0), fold=tag == "summary")

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
        spans = self.taken()
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
        other = tag != "summary" and title is not None and title.level != HEADINGS[tag]
        if title is None or other or title.fold != (tag == "summary"):
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
