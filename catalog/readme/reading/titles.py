"""A heading's line: its title, the link inside it, and what else hangs there."""

import re

from ..outline import Heading, Item, Reason
from .addresses import is_badge
from .blocks import Title
from .guess import Place
from .left import Left
from .lines import each
from .spans import Span, clean, mark_of, words
from .weighing import weigh

ANCHOR = re.compile(r"\s*\{:?\s*#[\w:.-]+\s*\}\s*\Z")  # as some site generators name a heading
BOLD = 100  # the level of words in bold: below the real heading above


def heading_of(block: Title, left: Left) -> tuple[Heading, list[Item]]:
    """The heading, and steps for its other links."""
    mark = mark_of(block.spans)
    spans = [span for span in block.spans if not span.mark]
    if mark is not None:
        url = next((span.url for span in spans if span.url), None)
        return Heading(words(spans), mark.level or block.level, block.line, url), []
    line = weigh(_without_anchors(spans), left, pictures=False)
    title = ANCHOR.sub("", line.words()) or _of_picture(spans)
    if block.level in (0, BOLD):
        title = title.rstrip(": ")
    heading = Heading(title, block.level, block.line, line.links[0].url if line.links else None)
    place = Place((title,))
    return heading, each(line.links[1:], place)


def _without_anchors(spans: list[Span]) -> list[Span]:
    """Links to a place on the page are for jumping: their words stay when they are words."""
    kept = []
    for span in spans:
        if span.url is not None and span.url.startswith("#"):
            said = any(sign.isalnum() for sign in span.text)
            kept += [Span(span.text, span.line, strong=span.strong)] if said else []
        else:
            kept.append(span)
    return kept


def _of_picture(spans: list[Span]) -> str:
    said = (clean(span.text) for span in spans if span.image and not is_badge(span.image))
    return next(filter(None, said), "")


def leave_title(heading: Heading, left: Left) -> None:
    """The document's own title leads nowhere."""
    if heading.url:
        left.out(heading.url, heading.line, Reason.PROSE)
