"""Words set in a font whose letters are known: which it has, how wide they are, where a line ends.
Pure: it reads the tables of a TrueType file and nothing else."""

import unicodedata
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from struct import unpack_from

CUT = "…"


class Face:
    def __init__(self, path: Path) -> None:
        self.path = path

    def clean(self, text: str) -> str:
        """The text in letters that the font has, on one line: other accents fall off, and what is
        left has no box drawn in its place."""
        kept = (self._nearest(char) for char in unicodedata.normalize("NFC", text))
        return " ".join("".join(kept).split())

    def width(self, text: str, size: float) -> float:
        """Of clean text."""
        return sum(self.widths[ord(char)] for char in text) * size

    def lines(self, text: str, size: float, room: float, most: int) -> list[str]:
        """Clean text in at most so many lines of that width; the last says when it was cut."""
        lines: list[str] = []
        for word in self._words(text, size, room):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, size) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        if len(lines) > most:
            lines[most - 1 :] = [self._cut(lines[most - 1], size, room)]
        return lines

    def _nearest(self, char: str) -> str:
        if ord(char) in self.widths:
            return char
        if char.isspace():
            return " "
        plain = unicodedata.normalize("NFKD", char)
        return "".join(letter for letter in plain if ord(letter) in self.widths)

    def _words(self, text: str, size: float, room: float) -> Iterator[str]:
        """A word wider than the room stands in pieces."""
        for word in text.split():
            piece = ""
            for char in word:
                if piece and self.width(piece + char, size) > room:
                    yield piece
                    piece = ""
                piece += char
            yield piece

    def _cut(self, line: str, size: float, room: float) -> str:
        while line and self.width(line + CUT, size) > room:
            line = line.rpartition(" ")[0] or line[:-1]
        return line.rstrip(" ,;:.–—") + CUT

    @cached_property
    def widths(self) -> dict[int, float]:
        """How far each letter reaches, for a font as large as 1."""
        data = self.path.read_bytes()
        table = _tables(data)
        em = unpack_from(">H", data, table["head"] + 18)[0]
        many = unpack_from(">H", data, table["hhea"] + 34)[0]
        steps = unpack_from(">" + "Hh" * many, data, table["hmtx"])[::2]
        return {
            letter: steps[min(glyph, many - 1)] / em
            for letter, glyph in _glyphs(data, table["cmap"])
            if glyph
        }


def _tables(data: bytes) -> dict[str, int]:
    """Where each table begins."""
    (count,) = unpack_from(">H", data, 4)
    entries = (unpack_from(">4s4xL", data, 12 + 16 * n) for n in range(count))
    return {tag.decode(): offset for tag, offset in entries}


def _glyphs(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Letters with their glyphs, out of the segments of a table of format 4."""
    (count,) = unpack_from(">H", data, at + 2)
    subtables = {at + unpack_from(">4xL", data, at + 4 + 8 * n)[0] for n in range(count)}
    at = next(start for start in subtables if unpack_from(">H", data, start)[0] == 4)
    n = unpack_from(">H", data, at + 6)[0] // 2
    ends = unpack_from(f">{n}H", data, at + 14)
    starts, deltas, ranges = (
        unpack_from(f">{n}H", data, at + 16 + 2 * n * part) for part in (1, 2, 3)
    )
    for k, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for letter in range(start, end + 1):
            glyph = letter
            if ranges[k]:
                place = at + 16 + 6 * n + 2 * k + ranges[k] + 2 * (letter - start)
                glyph = unpack_from(">H", data, place)[0] if letter < 0xFFFF else 0
                glyph = glyph and glyph + deltas[k]
            else:
                glyph += deltas[k]
            yield letter, glyph & 0xFFFF
