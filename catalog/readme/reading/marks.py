"""What the writer leaves in a comment where the text alone would be read otherwise.

`<!-- trilha: kind=video -->` at the end of a step, `<!-- trilha: section -->` in a heading: GitHub
shows neither. A line with a mark is taken literally.
"""

import re
from dataclasses import dataclass
from typing import Self

from ..outline import What

MARK = re.compile(
    r"\s*trilha:\s*(?:kind=(?P<kind>[a-z]+)|section(?:\s+level=(?P<level>\d{1,2}))?)\s*"
)


@dataclass(frozen=True, slots=True)
class Mark:
    kind: What | None = None  # of a step; a mark without one is of a heading
    level: int = 0  # of a heading that is deeper than Markdown's six

    def __str__(self) -> str:
        level = f" level={self.level}" if self.level else ""
        said = f"kind={self.kind}" if self.kind else f"section{level}"
        return f"<!-- trilha: {said} -->"

    @classmethod
    def read(cls, comment: str) -> Self | None:
        """The mark in the inside of a comment, when it is one."""
        found = MARK.fullmatch(comment)
        if not found or (found["kind"] and found["kind"] not in [*What]):
            return None
        return cls(What(found["kind"]) if found["kind"] else None, int(found["level"] or 0))
