"""Markdown as GitHub reads it, in tokens with lines. Addresses stay exactly as they were written.

Bare addresses and emoji codes are rules of our own: the usual linkifier needs time that grows with
the square of a line, and takes `README.md` for a site of Moldova.
"""

import re
from collections.abc import Callable
from functools import cache
from html import unescape
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .emoji import EMOJI

DEEPEST_BLOCK = 100  # of lists and quotes: a list with its item counts twice
DEEPEST_INLINE = 20
# More of them in one block is no writing by people; only addresses are looked for there.
MOST_BRACKETS = 4_000
MOST_CELLS = 20_000
LONGEST = 200_000

CODE = re.compile(r":([a-z0-9_+-]{1,40}):")
ADDRESS = re.compile(r"https?://(?:[^\s<>\[\]\"`|\\]|\[[^\s<>\[\]\"`|\\]*\])+", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|\w{1,31});")
BEFORE = re.compile(r"(?<![a-z0-9])https?\Z", re.IGNORECASE)
TRAILING = "?!.,:;*_~'，。、；：！？）】」』”’…"
SIMPLE = re.compile(
    rf"\[([^\[\]\n]{{0,500}})\]\(((?:[^\s()]|\([^\s()]*\)){{1,2048}})\)|{ADDRESS.pattern}",
    re.IGNORECASE,
)


def decoded(text: str) -> str:
    """Text whose entities are signs; `&region=` is none, as in a browser's address."""
    return ENTITY.sub(lambda found: unescape(found[0]), text)


def trimmed(url: str) -> str:
    """An address without the signs of the sentence around it."""
    surplus, end = url.count(")") - url.count("("), len(url)
    while end and (url[end - 1] in TRAILING or (url[end - 1] == ")" and surplus > 0)):
        surplus -= url[end - 1] == ")"
        end -= 1
    return url[:end]


def tokens(text: str, definitions: dict[str, str], look: Callable[[], None]) -> list[Token]:
    """The tokens of a piece. `look` is called at every block, and may raise."""
    references = {
        normalizeReference(label): {"title": "", "href": url, "map": [0, 0]}
        for label, url in definitions.items()
    }
    parser = _parser(DEEPEST_BLOCK, tables=not _is_hollow(text))
    return parser.parse(text, {"references": references, "look": look})


def _is_hollow(text: str) -> bool:
    """Whether a table in it would be made of cells that nobody wrote: short rows are filled up."""
    signs = [line.count("|") for line in text.split("\n") if "|" in line]
    cells = max(signs, default=0) * len(signs)
    return cells > MOST_CELLS and cells > 4 * sum(signs)


@cache
def _parser(deepest: int, *, tables: bool = True) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": deepest})
    parser.enable(["table", "strikethrough"]).disable("text_join")
    if not tables:
        parser.disable("table")
    parser.block.ruler.before("code", "look", _look)
    parser.inline.ruler.push("address", _address)
    parser.inline.ruler.push("emoji", _emoji)
    parser.core.ruler.at("inline", _inline)
    keep: Any = parser
    keep.validateLink = lambda url: True  # what may be opened is asked later, and said
    keep.normalizeLink = keep.normalizeLinkText = lambda url: url
    return parser


def _look(state: StateBlock, begin: int, end: int, silent: bool) -> bool:
    state.env["look"]()
    return False


def _inline(state: StateCore) -> None:
    inside = _parser(DEEPEST_INLINE)
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        state.env["look"]()
        if len(token.content) > LONGEST or token.content.count("[") > MOST_BRACKETS:
            token.children = list(_simply(token.content))
        else:
            inside.inline.parse(token.content, inside, state.env, token.children)
            _decode_bare(token.children)


def _decode_bare(found: list[Token]) -> None:
    """In bare addresses GitHub reads entities too."""
    for opening, text in pairwise(found):
        if opening.info == "auto" and opening.nesting > 0:
            text.content = decoded(text.content)
            opening.attrs["href"] = decoded(str(opening.attrs["href"]))


def _simply(text: str) -> list[Token]:
    found, end = [], 0
    for match in SIMPLE.finditer(text):
        found.append(Token("text", "", 0, content=text[end : match.start()]))
        url = match[2] or trimmed(match[0])
        found += _link(url, match[1] or url)
        end = match.start() + (len(match[0]) if match[2] else len(url))
    return [*found, Token("text", "", 0, content=text[end:])]


def _link(url: str, text: str) -> list[Token]:
    opening = Token("link_open", "a", 1, attrs={"href": url})
    return [opening, Token("text", "", 0, content=text), Token("link_close", "a", -1)]


def _address(state: StateInline, silent: bool) -> bool:
    """A bare address, from its `:` on: what stands before is text already."""
    if silent or state.linkLevel or state.src[state.pos : state.pos + 3] != "://":
        return False
    scheme = BEFORE.search(state.pending)
    begin = state.pos - len(scheme[0]) if scheme else state.pos
    found = ADDRESS.match(state.src, begin)
    url = trimmed(found[0]) if found else ""
    if not scheme or len(url) <= len(scheme[0]) + 3:
        return False
    state.pending = state.pending[: -len(scheme[0])]
    for token in _link(url, url):
        pushed = state.push(token.type, token.tag, token.nesting)
        pushed.attrs, pushed.content, pushed.info = token.attrs, token.content, "auto"
    state.pos = begin + len(url)
    return True


def _emoji(state: StateInline, silent: bool) -> bool:
    found = CODE.match(state.src, state.pos)
    if not found or found[1] not in EMOJI:
        return False
    if not silent:
        state.pending += EMOJI[found[1]]
    state.pos = found.end()
    return True
