"""A text as a row of blocks: Markdown's tokens and the HTML among them, told to the builder."""

import re
from collections.abc import Callable, Iterator
from textwrap import dedent

from markdown_it.token import Token

from ..outline import Reason
from .blocks import Block
from .builder import Builder
from .markup import events
from .source import defined, pieces
from .spans import ESCAPED, HARD, SOFT
from .tokens import tokens

SETEXT_AT_MOST = 120  # a ruler right under a paragraph makes a heading of it that nobody meant
MARKDOWN = re.compile(r"^[ \t]*(?:[-*+][ \t]|\d+[.)][ \t]|\[).*\]\(\S", re.MULTILINE)
POINTS = re.compile(r"[ \t]*([-*+]|\d{1,9}[.)])[ \t]+\S")


def blocks(text: str, look: Callable[[], None] = lambda: None) -> Iterator[Block]:
    """The blocks of a text in reading order; memory is needed for one piece of it at a time.
    `look` is called all the time and may end the reading by raising."""
    definitions: dict[str, str] = {}
    for label, url in defined(text):
        definitions.setdefault(label, url)
    builder = Builder()
    for before, piece in pieces(text):
        Reader(builder, piece, before, definitions, look).read()
        yield from builder.take()
    builder.close()
    yield from builder.take()


class Reader:
    """One piece of a text, told to a builder."""

    def __init__(
        self,
        builder: Builder,
        text: str,
        before: int,
        definitions: dict[str, str],
        look: Callable[[], None],
    ) -> None:
        self.builder, self.text, self.definitions, self.look = builder, text, definitions, look
        self.lines = text.split("\n")
        self.before = before
        self.line = before + 1

    def read(self) -> None:
        for token in tokens(self.text, self.definitions, self.look):
            if token.map:
                self.line = self.before + token.map[0] + 1
            self._block(token)
        self.builder.flush()

    def _block(self, token: Token) -> None:
        builder = self.builder
        if token.type == "inline":
            self._inline(token.children or [])
        elif token.type == "html_block":
            self._html(token.content, self.line)
        elif token.type in ("fence", "code_block"):
            self._code(token)
        elif token.type == "heading_open" and self._is_text(token):
            builder.start("p", self.line, {})
        elif token.nesting > 0:
            builder.start(token.tag, self.line, {}, self._indent(token))
        elif token.nesting < 0:
            builder.end(token.tag)

    def _is_text(self, token: Token) -> bool:
        """Of a heading that is only underlined: whether it is rather a paragraph."""
        begin, end = token.map or (0, 0)
        said = " ".join(self.lines[begin : end - 1])
        return token.markup in ("-", "=") and (end - begin > 2 or len(said) > SETEXT_AT_MOST)

    def _indent(self, token: Token) -> int:
        if token.tag not in ("ul", "ol") or not token.map:
            return 0
        line = self.lines[token.map[0]].expandtabs(4)
        return len(line) - len(line.lstrip(" "))

    def _code(self, token: Token) -> None:
        """Code is not read, unless it is a list that was only indented too far."""
        written = [line for line in token.content.split("\n") if line.strip()]
        if token.type == "code_block" and all(POINTS.match(line) for line in written):
            dedented = "\n".join(line.lstrip() for line in token.content.split("\n"))
            self._again(dedented, self.line)
        else:
            self.builder.unshown(token.content, self.line, Reason.CODE)

    def _inline(self, children: list[Token]) -> None:
        line = self.line
        for token in children:
            self.look()
            self._piece(token, line)
            line += token.type in ("softbreak", "hardbreak")

    def _piece(self, token: Token, line: int) -> None:
        builder = self.builder
        match token.type:
            case "softbreak" | "hardbreak":
                builder.break_line(SOFT if token.type == "softbreak" else HARD, line)
            case "code_inline":
                builder.code_span(token.content, line)
            case "image":
                builder.image(str(token.attrGet("src") or ""), token.content, line)
            case "html_inline":
                self._html(token.content, line)
            case "text_special" if token.markup == "\\.":
                builder.say(f".{ESCAPED}", line)
            case "text" | "text_special":
                builder.say(token.content, line)
            case _ if token.nesting > 0:
                builder.start(token.tag, line, {"href": str(token.attrGet("href") or "")})
            case _:
                builder.end(token.tag)

    def _html(self, html: str, line: int) -> None:
        builder = self.builder
        for event in events(html, line):
            self.look()
            if event.what == "start":
                builder.start(event.text, event.line, event.attrs)
            elif event.what == "end":
                builder.end(event.text)
            elif event.what == "comment":
                builder.comment(event.text, event.line)
            elif MARKDOWN.search(event.text) and builder.is_free():
                # Without an empty line GitHub shows the signs; who wrote them meant links.
                self._again(dedent(event.text), event.line)
            else:
                builder.say_html(event.text, event.line)

    def _again(self, text: str, line: int) -> None:
        Reader(self.builder, text, line - 1, self.definitions, self.look).read()
