"""A badge for a README: how far somebody is on a track, as a small picture. Pure: geometry and
text; the template draws it.

No font can be known where it is shown, so widths are guessed generously, and the picture tells
the browser to keep to them.
"""

import re
import unicodedata
from typing import NamedTuple

BOLD, PLAIN = 14, 12  # px
PAD, HEIGHT = 14, 58
DOTS, PITCH = 14, 9  # of the line
MOST = 300  # px of a title
NARROW, WIDE = set("fijlrtI.,:;!|'()[] -"), set("mwMWOQ@%&—…")
# Marks that turn the order of letters around would leave their box.
TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
JOINING = "\u200d\ufe0e\ufe0f"


class Badge(NamedTuple):
    title: str
    said: str  # such as "16 de 45"
    done: int
    total: int

    @property
    def words(self) -> str:
        """The title as it fits its box, with … where it was cut."""
        return _cut(_clean(self.title), MOST, BOLD)

    @property
    def words_width(self) -> int:
        return _width(self.words, BOLD)

    @property
    def said_width(self) -> int:
        return _width(self.said, PLAIN)

    @property
    def said_x(self) -> int:
        return PAD + DOTS * PITCH + 6

    @property
    def width(self) -> int:
        return PAD + max(self.words_width, self.said_x - PAD + self.said_width) + PAD

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def dots(self) -> list[tuple[float, bool]]:
        """Where each dot of the line stands, and whether it is behind: some as soon as one step
        is, all only when all are."""
        behind = self.done * DOTS // self.total if self.total else 0
        behind = max(behind, min(self.done, 1))
        return [(PAD + (n + 0.5) * PITCH, n < behind) for n in range(DOTS)]


def markdown(title: str, picture: str, page: str) -> str:
    """What one pastes: the badge at this address, as a link to that page."""
    words = re.sub(r"([\\`*_{}\[\]()<>#|!&])", r"\\\1", _clean(title))
    return f"[![{words}]({picture})]({page})"


def _clean(text: str) -> str:
    kept = (" " if char.isspace() else char for char in text if char not in TURNING)
    return " ".join("".join(char for char in kept if _may_stand(char)).split())


def _may_stand(char: str) -> bool:
    """XML has no room for control characters, halves of a pair, and what is no character."""
    return unicodedata.category(char) not in ("Cc", "Cs", "Cn")


def _cut(text: str, most: int, size: int) -> str:
    if _width(text, size) <= most:
        return text
    while text and _width(f"{text}…", size) > most:
        text = text[:-1].rstrip(JOINING + " ")
    return f"{text}…"


def _width(text: str, size: int) -> int:
    return round(sum(_ems(char) for char in text) * size)


def _ems(char: str) -> float:
    if char in JOINING or unicodedata.combining(char):
        return 0
    if unicodedata.east_asian_width(char) in "WF" or ord(char) > 0x1F000:
        return 1.25
    if char in NARROW:
        return 0.36
    return 0.92 if char in WIDE else 0.72 if char.isupper() else 0.6
