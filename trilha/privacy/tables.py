"""The same rows as spreadsheets, for people. Only `dados.json` is ever read again."""

import json
from collections.abc import Iterator
from typing import Any

from catalog.spreadsheet import safe, written

Row = dict[str, Any]
# A row that holds rows becomes one line for each of them.
INNER = {
    "passes": "marks",
    "share_links": "items",
    "memberships": "consents",
    "cohorts": "goals",
    "conversations": "messages",
    "proposals": "resources",
}


def tables(document: Row) -> Iterator[tuple[str, str]]:
    """Name and text of a file for each list of the document that has something in it."""
    for name, rows in document.items():
        if isinstance(rows, list) and rows:
            flat = [_flat(line) for row in rows for line in _lines(row, INNER.get(name, ""))]
            yield f"planilhas/{name}.csv", written(flat)


def _lines(row: Row, inner: str) -> Iterator[Row]:
    rest = {name: value for name, value in row.items() if name != inner}
    for line in row.get(inner) or [{}]:
        yield {**rest, **({inner: line} if line else {})}


def _flat(row: Row, before: str = "") -> dict[str, str]:
    """Values by their path: `resource.uid`."""
    flat: dict[str, str] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{before}{name}.")
        else:
            flat[f"{before}{name}"] = _cell(value)
    return flat


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    return json.dumps(value, ensure_ascii=False)
