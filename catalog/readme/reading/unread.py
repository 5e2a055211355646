"""The last look at a text: which web addresses nobody accounted for."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from .tokens import ADDRESS, decoded, trimmed

# Where a crude search may have taken more than the address: signs of Markdown after it.
ENDS = re.compile(r"[)*_~'{}|,;]")


def unread(text: str, known: set[str]) -> Iterator[tuple[str, int]]:
    """Every address of the text that is not among the known ones, with its line."""
    spelled = sorted(known)
    line, at = 1, 0
    for found in ADDRESS.finditer(text):
        url = trimmed(found[0])
        if url in known or _is_known(url, known, spelled):
            continue
        line, at = line + text.count("\n", at, found.start()), found.start()
        known.add(url)
        yield url, line


def _is_known(url: str, known: set[str], spelled: list[str]) -> bool:
    plain = decoded(url).replace(" ", "%20")
    place = bisect_left(spelled, plain)
    if place < len(spelled) and spelled[place].startswith(plain):
        return True  # the rest of it stands behind a sign that ends addresses
    ends = [found.start() for found in ENDS.finditer(plain)]
    return any(plain[:end] in known or trimmed(plain[:end]) in known for end in ends[-20:])
