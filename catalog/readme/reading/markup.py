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
LONGEST = 3000  # of an instruction, such as <?xml … ?>


@dataclass(slots=True)
class Event:
    what: str  # start, end, text, comment
    text: str  # the name of the tag in lower case, or the words
    line: int
    attrs: dict[str, str] = field(default_factory=dict)


def events(html: str, line: int) -> Iterator[Event]:
    """The events of a piece of HTML whose first line is `line`."""
    signs = _Signs(html)
    at = begin = 0  # from there on words were not told yet
    while (at := html.find("<", at)) >= 0:
        end = signs.end(at)
        if end < 0:
            at += 1  # a sign like any other
            continue
        if at > begin:
            yield Event("text", decoded(html[begin:at]), line)
        line += html.count("\n", begin, at)
        yield from signs.told(at, end, line)
        line += html.count("\n", at, end)
        at = begin = end
    if begin < len(html):
        yield Event("text", decoded(html[begin:]), line)


class _Signs:
    """Where what begins with `<` ends; what has no end is looked for once, not from each sign."""

    def __init__(self, html: str) -> None:
        self.html, self.commented, self.closing = html, True, -1
        self.comment: str | None = None  # the words of the one that was found last

    def end(self, at: int) -> int:
        """Of a comment, a tag or an instruction; -1 of a mere sign."""
        self.comment = None
        if self.commented and self.html.startswith("<!--", at):
            end = self.html.find("-->", at + 4)
            self.commented = end >= 0  # once no comment ends, none does
            self.comment = self.html[at + 4 : end if end >= 0 else len(self.html)]
            return end + 3 if end >= 0 else len(self.html)
        if found := TAG.match(self.html, at):
            return found.end()
        if self.closing < at:
            closing = self.html.find(">", at)
            self.closing = closing if closing >= 0 else len(self.html) + LONGEST
        is_other = self.html.startswith(("<?", "<!"), at) and self.closing - at <= LONGEST
        return self.closing + 1 if is_other else -1

    def told(self, at: int, end: int, line: int) -> Iterator[Event]:
        if self.comment is not None:
            yield Event("comment", self.comment, line)
        elif found := TAG.match(self.html, at, end):
            yield from _tag(found, line)


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
