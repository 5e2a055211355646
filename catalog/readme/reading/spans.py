"""The words of one line or paragraph, link by link."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .marks import Mark

SOFT, HARD = "\n", "\n\n"  # a line that goes on below, and one that was ended on purpose
ESCAPED = "\x00"  # after a dot that its writer hid from the search for addresses
CONTROL = re.compile(r"[\x01-\x1f\x7f-\x9f\u200b\ufeff]")


@dataclass(slots=True)
class Span:
    text: str
    line: int
    url: str | None = None  # where it leads; empty when the link leads nowhere
    image: str = ""  # the address of the picture that is shown
    strong: bool = False
    code: bool = False
    mark: Mark | None = None

    def goes_on(self, other: "Span") -> bool:
        """Whether words follow that are of the same sort."""
        if self.text in (SOFT, HARD) or self.url is not None or self.image or self.mark:
            return False
        return (self.line, self.strong, self.code) == (other.line, other.strong, other.code)


def clean(text: str) -> str:
    """In one line, with single spaces and without what cannot be seen."""
    return " ".join(CONTROL.sub(" ", text.replace(ESCAPED, "")).split())


def words(spans: Iterable[Span]) -> str:
    """What a reader sees, pictures by their alternative text left out."""
    return clean("".join(" " if span.text in (SOFT, HARD) else span.text for span in spans))


def lines(spans: list[Span], *ends: str) -> Iterator[list[Span]]:
    """The spans between the breaks of the given kinds."""
    line: list[Span] = []
    for span in spans:
        if span.text in ends and span.url is None:
            yield line
            line = []
        else:
            line.append(span)
    yield line


def mark_of(spans: Iterable[Span]) -> Mark | None:
    return next((span.mark for span in spans if span.mark), None)
