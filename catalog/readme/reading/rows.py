"""A row of a table becomes a step: the name may stand in one column and the link in another."""

import re

from ..outline import Doubt, Item
from .blocks import Table
from .guess import Place
from .left import Left
from .lines import each, linked, of_line, worded
from .roles import folded
from .spans import HARD, Span, words
from .weighing import GENERIC, Line, beside, label, weigh

NAMES = re.compile(
    r"titulos?|titles?|nomes?|names?|nombres?|cursos?|courses?|livros?|books?|recursos?|resources?|topicos?"
    r"|topics?|conteudos?|contents?|assuntos?|subjects?|temas?|aulas?|videos?|projects?|projetos?|artigos?"
)
BETWEEN_CELLS = " · "


def read_table(table: Table, place: Place, left: Left) -> list[Item]:
    """The steps of a table; none when it has not one link and nothing announces skills."""
    heads = [folded(words(cell)) for cell in table.head]
    rows = [[weigh(_flat(cell), left) for cell in row] for row in table.rows]
    if not any(cell.links for row in rows for cell in row) and not place.teaches_skills():
        return []
    return [step for row in rows for step in _row(row, heads, place)]


def _flat(cell: list[Span]) -> list[Span]:
    return [
        Span(" ", span.line) if span.text == HARD and span.url is None else span for span in cell
    ]


def _row(cells: list[Line], heads: list[str], place: Place) -> list[Item]:
    linking = [cell for cell in cells if cell.links]
    name = _name(cells, heads)
    if name is None:
        return _unnamed(linking, place)
    rest = [cell for cell in cells if cell is not name and cell.words()]
    if not linking:
        title = label(name.words())
        told = BETWEEN_CELLS.join(cell.words() for cell in rest)
        return [worded(title, told, name, place, has_steps=False)] if title else []
    remark = BETWEEN_CELLS.join(cell.words() for cell in rest if not cell.links)
    links = [link for cell in linking if cell is not name for link in cell.links]
    if name.links:
        items = of_line(name, place)
        items[-1].remark = BETWEEN_CELLS.join(filter(None, [items[-1].remark, remark]))
        items[-1].steps += each(links, place)
    elif len(links) == 1:
        cell = next(cell for cell in linking if cell is not name)
        told = [remark, beside("".join(cell.texts))]
        told += [] if links[0].says_nothing() else [links[0].text.strip()]
        items = [
            linked(links[0], label(name.words()), BETWEEN_CELLS.join(filter(None, told)), place)
        ]
    else:
        items = [worded(label(name.words()), remark, name, place, has_steps=True)]
        items[0].steps = each(links, place)
    if len(links) > (0 if name.links else 1):
        items[0].doubt = Doubt.SEVERAL_LINKS
    return items


def _unnamed(linking: list[Line], place: Place) -> list[Item]:
    """Nothing but links: each is what it says."""
    return [step for cell in linking for step in of_line(cell, place)]


def _name(cells: list[Line], heads: list[str]) -> Line | None:
    """The cell that names the row, if one does."""
    said = [cell for cell in cells if _names(cell)]
    titled = [
        cell
        for cell, head in zip(cells, heads, strict=False)
        if NAMES.fullmatch(head) and cell in said
    ]
    if titled:
        return titled[0]
    linking = [cell for cell in said if cell.links]
    if len(linking) == len(said) and len(said) > 1:
        return None
    by_link = [
        cell
        for cell, head in zip(cells, heads or [""] * len(cells), strict=False)
        if cell in linking
        and head not in GENERIC
        and cell is (cells[0] if len(linking) > 1 else cell)
    ]
    return by_link[0] if by_link else (said[0] if said else None)


def _names(cell: Line) -> bool:
    """Whether a cell says what something is called: words, and more than *here*."""
    if cell.links and all(link.says_nothing() for link in cell.links):
        return bool(label(cell.texts[0]))
    return any(sign.isalpha() for sign in cell.words())
