"""What is left out of an outline, each address once, with where it stood and why."""

from ..outline import Ignored, Reason
from .addresses import is_badge
from .spans import Span
from .tokens import ADDRESS, trimmed


class Left:
    def __init__(self) -> None:
        self._rows: dict[str, Ignored] = {}

    def out(self, url: str, line: int, reason: Reason) -> None:
        if url and not url.startswith("#"):
            self._rows.setdefault(url, Ignored(url, line, reason))

    def picture(self, span: Span) -> bool:
        """Leave out the picture of a span; whether it is a badge."""
        badge = is_badge(span.image)
        if span.image:
            self.out(span.image, span.line, Reason.BADGE if badge else Reason.IMAGE)
        return badge

    def all_of(self, spans: list[Span], reason: Reason) -> None:
        """Nothing of these spans is for study."""
        for span in spans:
            badge = self.picture(span)
            if span.url:
                self.out(span.url, span.line, Reason.BADGE_TARGET if badge else reason)
            elif span.code:
                self.code(span)

    def code(self, span: Span) -> None:
        for found in ADDRESS.finditer(span.text):
            self.out(trimmed(found[0]), span.line, Reason.CODE)

    def urls(self) -> set[str]:
        return set(self._rows)

    def name_repeated(self, planned: set[str | None]) -> None:
        """An address of running text that is a step's somewhere else is only said again."""
        for row in self._rows.values():
            if row.reason == Reason.PROSE and row.url in planned:
                row.reason = Reason.REPEATED

    def rows(self) -> list[Ignored]:
        return list(self._rows.values())
