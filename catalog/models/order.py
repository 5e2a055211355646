"""Rows that are ordered and nested: sections of a track, steps of a section."""

from collections.abc import Iterable, Iterator
from typing import Any


def in_reading_order[Row: Any](rows: Iterable[Row]) -> list[Row]:
    """Siblings by position, and what stands inside a row directly below it; each row learns its
    `depth`, and whether it is `first` or `last` of its siblings. Circles come at the end."""
    below: dict[int | None, list[Row]] = {}
    here = {row.pk: row for row in rows}
    for row in sorted(here.values(), key=lambda row: (row.position, row.pk)):
        below.setdefault(row.parent_id if row.parent_id in here else None, []).append(row)

    def descend(parent: int | None, depth: int) -> Iterator[Row]:
        siblings = below.pop(parent, [])
        for row in siblings:
            row.depth, row.first, row.last = depth, row is siblings[0], row is siblings[-1]
            yield row
            yield from descend(row.pk, depth + 1)

    found = list(descend(None, 0))
    while below:
        found += descend(next(iter(below)), 0)
    return found


def paths(rows: Iterable[Any]) -> dict[int, str]:
    """By key, what a row is called where its place is not seen: “Fundamentos › Básico”."""
    found: dict[int, str] = {}
    for row in in_reading_order(rows):
        above = found.get(row.parent_id)
        found[row.pk] = f"{above} › {row}" if above else str(row)
    return found
