"""People's Markdown as HTML that may stand in a page. Pure.

The source is never trusted: HTML in it stays text, and what the renderer makes of it passes an
allowlist once more. What may not stand is left out of the rendering, never out of the source.
"""

from collections.abc import Sequence
from html import escape, unescape
from typing import Any

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = {"http", "https", "mailto"}
TAGS = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("em", "strong", "s", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
ABOVE = 2  # the level of the heading that a text stands under
# How much of a sign a text for readers has at most. Beyond it there is only a cost, which for some
# rules grows with the square: the text stays as it was written there.
MOST = {"linkify": ("://", 500), "link": ("[", 1_000), "image": ("[", 1_000)}
MOST_CELLS = 5_000


def render(text: str) -> SafeString:
    """The HTML of a Markdown text of at most some ten pages; its headings begin at h3."""
    parser = _parser().disable([rule for rule, (sign, n) in MOST.items() if text.count(sign) > n])
    if _cells(text) > MOST_CELLS:
        parser.disable("table")
    tokens = parser.parse(text)
    _lower_headings(tokens)
    html = nh3.clean(
        parser.renderer.render(tokens, parser.options, {}),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel="nofollow ugc noopener",
    )
    # Safe, because it is what the sanitizer let through and nothing was added to it since: only
    # the tags above, no attribute that runs or styles, no address but of the web or of a mailbox.
    return mark_safe(html)  # noqa: S308


def words(text: str) -> str:
    """A Markdown text on one line, for where nothing but words may stand."""
    return " ".join(unescape(strip_tags(render(text))).split())


def _parser() -> MarkdownIt:
    """A new one for every text: parsers are cheap, and rules switched off must not stay off."""
    options = {"html": False, "linkify": True, "breaks": True}
    parser = MarkdownIt("commonmark", options).enable(["linkify", "strikethrough", "table"])
    parser.validateLink = _is_allowed  # type: ignore[method-assign]
    parser.add_render_rule("image", _as_link)
    return parser


def _cells(text: str) -> int:
    """How many cells a table of these lines might have: short rows are filled up."""
    signs = [n for line in text.splitlines() if (n := line.count("|"))]
    return max(signs, default=0) * len(signs)


def _is_allowed(url: str) -> bool:
    """What is not allowed stays in the text as it was written."""
    return url.partition(":")[0].lower() in SCHEMES


def _as_link(_self: Any, tokens: Sequence[Token], place: int, *_: Any) -> str:
    """A picture would tell its server who reads what and when: it is only a link here."""
    address = str(tokens[place].attrGet("src"))
    said = escape(tokens[place].content or address)
    inside = place and tokens[place - 1].type == "link_open"
    return said if inside else f'<a href="{escape(address)}">{said}</a>'


def _lower_headings(tokens: Sequence[Token]) -> None:
    """Bring headings below the page's own, without leaving a level out."""
    level = ABOVE
    for token in tokens:
        if token.type == "heading_open":
            level = min(int(token.tag[1]) + ABOVE, level + 1, 6)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"
