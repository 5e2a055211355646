"""What the writer leaves in a comment where the text alone would be read otherwise.

`<!-- trilha: kind=video -->` ends a step, `<!-- trilha: section -->` and `<!-- trilha: title -->` a
heading. GitHub shows none of them. A line with a mark is taken literally.
"""

import re
from dataclasses import dataclass
from typing import Self

from ..outline import What

MARK = re.compile(
    r"\s*trilha:\s*(?:kind=(?P<kind>[a-z]+)|(?P<title>title)|section(?:\s+level=(?P<level>\d{1,2}))?)\s*"
)


@dataclass(frozen=True, slots=True)
class Mark:
    kind: What | None = None  # of a step; a mark without one is of a heading
    level: int = 0  # of a heading that is deeper than Markdown's six
    title: bool = False  # of the whole README

    def __str__(self) -> str:
        level = f" level={self.level}" if self.level else ""
        heading = "title" if self.title else f"section{level}"
        return f"<!-- trilha: {f'kind={self.kind}' if self.kind else heading} -->"

    @classmethod
    def read(cls, comment: str) -> Self | None:
        """The mark in the inside of a comment, when it is one."""
        found = MARK.fullmatch(comment)
        if not found or (found["kind"] and found["kind"] not in [*What]):
            return None
        kind = What(found["kind"]) if found["kind"] else None
        return cls(kind, int(found["level"] or 0), bool(found["title"]))
