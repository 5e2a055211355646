"""From bytes to text, and from one long text to pieces that are read one after the other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import NotText, TooMany

MOST_BYTES = 5 * 1024 * 1024
# Small enough that no rule of Markdown whose cost grows faster than the text is ever felt.
PIECE = 32 * 1024
# What one piece may hold when nothing ends it: Markdown is read piece by piece, and each sign,
# line, cell and link of one stays in memory until its end. A single line is no trouble.
LONGEST_PIECE = 500_000
MOST_PARTS = 50_000
PARTS = ("\n", "|", "](", "://")

FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)^\1[ \t]*$", re.DOTALL | re.MULTILINE)
# A heading as old READMEs write it; one sign alone may as well be a tag.
UNSPACED = re.compile(r"^(#{2,6}|#(?=[^#]{1,80}$))(?=[^\s#!])")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
# Where HTML is copied as it is until this end, blank lines or not.
RAW = re.compile(r" {0,3}(?:<(script|pre|style|textarea)\b|(<!--))", re.IGNORECASE)
DEFINITION = re.compile(r" {0,3}\[([^\[\]]{1,999})\]:[ \t]*(<[^<>\n]*>|[^\s<]\S*)[ \t]*(\S.*)?")
# What will be a heading, a point, a row of a table: enough to refuse far too many before reading.
ROW = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]|\|(?![ \t:]*-)|=+[ \t]*$)", re.MULTILINE
)
TITLED = re.compile(r"""["'(].*["')]""")


def decode(data: bytes) -> str:
    """The text of a file, UTF-8 or an older alphabet. A byte order mark stays: a patch of the text
    must fit the file.

    Raises `NotText` for anything else and `TooMany` above `MOST_BYTES`.
    """
    if len(data) > MOST_BYTES:
        raise TooMany(f"{len(data)} bytes; at most {MOST_BYTES} can be read")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
        if "\0" in text:
            raise NotText("the file is no text")
        return text
    if b"\0" in data or _controls(data[:4096]) > 0.1:
        raise NotText("the file is no text")
    try:
        return data.decode()
    except UnicodeDecodeError:
        # One broken byte in a UTF-8 file must not turn every accent into two signs.
        text = data.decode("utf-8", errors="replace")
        few = text.count("�") * 20 < sum(byte > 0x7F for byte in data)
        return text if few else data.decode("cp1252", errors="replace")


def _controls(data: bytes) -> float:
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in data)
    return odd / len(data) if data else 0


@dataclass(slots=True)
class Front:
    """What stands between two rulers at the beginning: facts for a site generator."""

    text: str
    title: str


def tidy(text: str) -> str:
    """One kind of line end, no byte order mark, no signs that only machines use."""
    text = text.removeprefix("\ufeff").replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split_front(text: str) -> tuple[Front, str]:
    """The front matter, and the text with as many empty lines in its place."""
    found = FRONT.match(text)
    if not found or not re.search(r"^\w[\w -]*[:=]", found[2], re.MULTILINE):
        return Front("", ""), text
    title = re.search(
        r"^title\s*[:=]\s*(['\"]?)(.+?)\1\s*$", found[2], re.MULTILINE | re.IGNORECASE
    )
    front = Front(found[0], title[2] if title else "")
    return front, "\n" * found[0].count("\n") + text[found.end() :]


def check(text: str, most_rows: int) -> None:
    """Raises `TooMany` when it is clear at once that a text is too much to be read."""
    if sum(1 for _ in ROW.finditer(text)) > most_rows:
        raise TooMany(f"more than {most_rows} headings, points and rows")
    for before, piece in pieces(text):
        parts = sum(map(piece.count, PARTS))
        longest = max(map(len, piece.split("\n")))
        if parts > MOST_PARTS or len(piece) - longest > LONGEST_PIECE:
            raise TooMany(f"too much without an empty line from line {before + 1} on")


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces, each with the number of lines before it.

    A piece ends where a line at the margin follows an empty one outside of code and comments:
    everything of Markdown but definitions ends there, so that pieces read alone mean the same.
    A list without one empty line is cut at a point of it.
    """
    lines = text.split("\n")
    begin, size, empty = 0, 0, True
    for number, (line, raw) in enumerate(_with_state(lines)):
        free = not raw and empty and line[:1] not in "\t "
        if free and line.startswith("#"):
            lines[number] = UNSPACED.sub(r"\1 ", line)
        empty = not line.strip()
        point = size > 4 * PIECE and not raw and line[:2] in ("- ", "* ", "+ ")
        if (size > PIECE and free and line) or point:
            yield begin, "\n".join(lines[begin:number])
            begin, size = number, 0
        size += len(line) + 1
    yield begin, "\n".join(lines[begin:])


def defined(text: str) -> Iterator[tuple[str, str]]:
    """Every `[label]: address` of the text, wherever it stands."""
    for line, raw in _with_state(text.split("\n")):
        found = None if raw or "]:" not in line else DEFINITION.fullmatch(line)
        if found and (not found[3] or TITLED.fullmatch(found[3].strip())):
            yield found[1], found[2].removeprefix("<").removesuffix(">")


def _with_state(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it stands inside code or raw HTML."""
    fence, end = "", ""
    for line in lines:
        yield line, bool(fence or end)
        if fence:
            closing = FENCE.fullmatch(line)
            if closing and closing[1].startswith(fence) and not closing[2].strip():
                fence = ""
        elif end:
            end = "" if end in line.lower() else end
        elif (opening := FENCE.fullmatch(line)) and not (
            opening[1][0] == "`" and "`" in opening[2]
        ):
            fence = opening[1]
        elif found := RAW.match(line):
            end = "-->" if found[2] else f"</{found[1].lower()}>"
            end = "" if end in line[found.end() :].lower() else end
