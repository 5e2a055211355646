"""HTML inside a README as events. Not a browser: what is broken is read as far as it goes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .tokens import decoded

# Bounded, so that a quote that never ends costs little.
TAG = re.compile(
    r"""<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?>(?:[^<>"']|"[^"]{0,3000}"|'[^']{0,3000}'){0,500}))>"""
)
ATTRIBUTE = re.compile(r"""([a-zA-Z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")
OTHER = re.compile(r"<[?!][^>]{0,3000}>")


@dataclass(slots=True)
class Event:
    what: str  # start, end, text, comment
    text: str  # the name of the tag in lower case, or the words
    line: int
    attrs: dict[str, str] = field(default_factory=dict)


def events(html: str, line: int) -> Iterator[Event]:
    """The events of a piece of HTML whose first line is `line`."""
    at, commented = 0, True
    while at < len(html):
        opening = html.find("<", at)
        opening = len(html) if opening < 0 else opening
        if opening > at:
            yield Event("text", decoded(html[at:opening]), line)
        line, at = line + html.count("\n", at, opening), opening
        if at == len(html):
            return
        end = -1
        if commented and html.startswith("<!--", at):
            end = html.find("-->", at + 4)
            commented = end >= 0  # once no comment ends, none does
            yield Event("comment", html[at + 4 : end if end >= 0 else len(html)], line)
            end = end + 3 if end >= 0 else len(html)
        elif found := TAG.match(html, at):
            end = found.end()
            yield from _tag(found, line)
        elif other := OTHER.match(html, at):
            end = other.end()
        else:
            end = at + 1
            yield Event("text", "<", line)
        line, at = line + html.count("\n", at, end), end


def _tag(found: re.Match[str], line: int) -> Iterator[Event]:
    name = found[2].lower()
    if found[1]:
        yield Event("end", name, line)
        return
    attrs = {
        key.lower(): decoded(double or single or plain)
        for key, double, single, plain in ATTRIBUTE.findall(found[3])
    }
    yield Event("start", name, line, attrs)
    if found[3].rstrip().endswith("/") and name not in ("a", "p", "div", "li", "td", "summary"):
        yield Event("end", name, line)
