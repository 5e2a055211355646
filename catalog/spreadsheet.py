"""Rows as CSV for spreadsheets, and back. Pure."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO

# Spreadsheets run what begins so, the full-width forms of Asian keyboards too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"  # without it Excel reads letters with accents wrongly


class BrokenTableError(Exception):
    """The text is no table that can be read."""


def safe(text: str) -> str:
    """What a spreadsheet shows, and does not run."""
    # The sign itself too, so that there is a way back.
    return f"'{text}" if text.lstrip(" '").startswith(FORMULA) else text


def plain(text: str) -> str:
    """The inverse of `safe`."""
    return text[1:] if text.startswith("'") and safe(text[1:]) == text else text


def one_end(text: str) -> str:
    """With every end of a line as one sign. Nothing else ends a line in a table."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def written(rows: Iterable[Mapping[str, str]], names: Iterable[str] = ()) -> str:
    """A table with these columns, else with every name that a row has, in their order. Cells are
    taken as they are: whoever makes them calls `safe`."""
    rows = list(rows)
    names = list(names) or list(dict.fromkeys(name for row in rows for name in row))
    text = StringIO()
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return BOM + text.getvalue()


def read(text: str) -> list[dict[str, str]]:
    """The rows of a table by the names of its first line, of whichever spreadsheet: columns parted
    by commas, semicolons or tabs. Raises `BrokenTableError`."""
    text = text.removeprefix(BOM)
    first = text.partition("\n")[0]
    sign = max(",;\t", key=first.count)
    try:
        reader = csv.DictReader(StringIO(text, newline=""), delimiter=sign, strict=True)
        rows = list(reader)
    except csv.Error as error:
        raise BrokenTableError(str(error)) from None
    if not first.strip() or any(None in row or None in row.values() for row in rows):
        raise BrokenTableError("a line has more or fewer cells than the first")
    return [{name.strip(): plain(cell.strip()) for name, cell in row.items()} for row in rows]
