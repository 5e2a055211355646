"""A cohort as a table for spreadsheets: of each person what they show, and empty cells else."""

from collections.abc import Iterator

from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.spreadsheet import safe, written

from .sight import Sight
from .table import Line, ordered

NAME = 40  # characters of a cohort's name in the name of its file


def name_of(sight: Sight) -> str:
    """What the file is called: plain letters, digits and hyphens, whatever the cohort is called."""
    name = slugify(sight.cohort.name)[:NAME].strip("-_") or "turma"
    return f"{name}-{sight.today.isoformat()}.csv"


def sheet_of(sight: Sight, lines: list[Line]) -> str:
    sections = [f"{column.number}. {column.name}" for column in sight.columns]
    names = [_("nome"), _("feito (%)"), *sections, _("último sinal")]
    names = [safe(name) for name in [*names, _("dias nesta semana"), _("dias na semana passada")]]
    rows = [
        dict(zip(names, map(safe, _cells(line)), strict=True)) for line in ordered(lines, "nome")
    ]
    return written(rows, names)


def _cells(line: Line) -> Iterator[str]:
    yield line.called
    yield _said(line.percent)
    yield from (_said(cell.percent) for cell in line.cells)
    yield line.person.last.isoformat() if line.person.last else ""
    yield from map(_said, line.person.days or (None, None))


def _said(number: int | None) -> str:
    return "" if number is None else str(number)
