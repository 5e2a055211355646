"""A row of a table becomes a step: the name may stand in one column and the link in another."""

import re
from dataclasses import replace

from ..outline import Doubt, Item
from .blocks import Table
from .guess import Place, below
from .left import Left
from .lines import each, linked, of_line, worded
from .roles import folded
from .spans import HARD, Span, words
from .weighing import GENERIC, Line, Link, beside, label, weigh

NAMES = re.compile(
    r"titulos?|titles?|nomes?|names?|nombres?|cursos?|courses?|livros?|books?|recursos?|resources?|topicos?"
    r"|topics?|conteudos?|contents?|assuntos?|subjects?|temas?|aulas?|videos?|projects?|projetos?|artigos?"
)
# They name a row whose links are its materials.
PARTS = re.compile(
    r"semanas?|weeks?|dias?|days?|modulos?|modules?|unidades?|units?|etapas?|fases?|licao|lessons?"
)
# What a column holds, said as a heading says it.
KINDS = re.compile(r"cursos?|courses?|livros?|libros?|books?|videos?|papers?|podcasts?")


def read_table(table: Table, place: Place, left: Left) -> list[Item]:
    """The steps of a table; none when it has not one link and nothing announces skills."""
    heads = [words(cell) for cell in table.head]
    rows = [[weigh(_flat(cell), left) for cell in row] for row in table.rows]
    if not any(cell.links for row in rows for cell in row) and not place.teaches_skills():
        return []
    return [step for row in rows for step in Row(row, heads, place, left).steps()]


def _flat(cell: list[Span]) -> list[Span]:
    return [Span(" ", it.line) if it.text == HARD and it.url is None else it for it in cell]


class Row:
    def __init__(self, cells: list[Line], heads: list[str], place: Place, left: Left) -> None:
        self.cells, self.place, self.left = cells, place, left
        self.heads = [*heads, *[""] * (len(cells) - len(heads))][: len(cells)]
        told = [head for head in self.heads if KINDS.fullmatch(folded(head))]
        if len(told) == 1 and not place.teaches_skills():
            self.place = replace(place, headings=(*place.headings, *told))
        for cell, head in zip(cells, self.heads, strict=True):
            for link in cell.links:
                link.text = link.text if link.text.strip() else head  # of a badge

    def steps(self) -> list[Item]:
        name = self._name()
        if name is None:
            return [it for cell in self.cells for it in self._of(cell) if cell.links]
        links = [link for cell in self.cells if cell is not name for link in cell.links]
        if name.links:
            items = self._of(name)
            items[-1].remark = self._joined(items[-1].remark, *self._told(name))
            items[-1].steps += each(links, below(self.place, items[-1]))
        else:
            items = [self._named(label(name.words()), links, name)]
        if len(links) > (0 if name.links else 1):
            items[0].doubt = Doubt.SEVERAL_LINKS
        return [item for item in items if item.title]

    def _of(self, cell: Line) -> list[Item]:
        return of_line(cell, self.place, self.left)

    def _named(self, title: str, links: list[Link], name: Line) -> Item:
        """The step of a row whose name is no link."""
        if len(links) != 1:
            told = self._joined(*self._told(name))
            item = worded(title, told, name, self.place, has_steps=bool(links))
            item.steps = each(links, below(self.place, item))
            return item
        link = links[0]
        own = "" if link.says_nothing() or link.text in self.heads else link.text.strip()
        around = [beside("".join(it.texts)) for it in self.cells if it is not name and it.links]
        return linked(link, title, self._joined(*self._told(name), *around, own), self.place)

    def _told(self, name: Line) -> list[str]:
        """The words of the other cells; a bare number with what it counts, if that is said."""
        told = []
        for cell, head in zip(self.cells, self.heads, strict=True):
            said = cell.words()
            if cell is name or cell.links or not said:
                continue
            if any(sign.isalpha() for sign in said):
                told.append(said)
            elif any(sign.isalpha() for sign in head):
                told.append(f"{head} {said}")
        return told

    @staticmethod
    def _joined(*told: str) -> str:
        return " · ".join(filter(None, told))

    def _name(self) -> Line | None:
        """The cell that names the row; none when each of them is a link with a name."""
        said = [cell for cell in self.cells if _names(cell)]
        pairs = list(zip(self.cells, map(folded, self.heads), strict=True))
        titled = [cell for cell, head in pairs if cell in said and NAMES.fullmatch(head)]
        parts = [cell for cell, head in pairs if cell in said and PARTS.fullmatch(head)]
        parts = [cell for cell in parts if not cell.links]
        if (
            parts
            and sum(bool(cell.links) for cell in self.cells) > 1
            and all(cell.links for cell in titled)
        ):
            return parts[0]
        if titled:
            return titled[0]
        linking = [cell for cell in said if cell.links]
        if len(said) > 1 and len(linking) == len(said):
            return None
        apt = [cell for cell, head in pairs if cell in linking and head not in GENERIC]
        if apt and (len(linking) == 1 or apt[0] is self.cells[0]):
            return apt[0]
        return said[0] if said else None


def _names(cell: Line) -> bool:
    """Whether a cell says what something is called: words, and more than *here*."""
    if cell.links and all(link.says_nothing() for link in cell.links):
        return bool(label(cell.texts[0]))
    return any(sign.isalpha() for sign in cell.words())
