"""What an update asks of a curator: a line in its parts, before and on both sides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Section, Step
from ..models.fields import validate_web
from ..readme.matching import Node
from ..readme.merging import Change, Decision, Line, Part, Pick
from .pieces import Piece

if TYPE_CHECKING:
    from .update_page import UpdatePage

PARTS = {
    Part.TITLE: gettext_lazy("título"),
    Part.ADDRESS: gettext_lazy("endereço"),
    Part.REMARK: gettext_lazy("observação"),
    Part.PLACE: gettext_lazy("lugar"),
    Part.STANDING: gettext_lazy("situação"),
    Part.ORDER: gettext_lazy("ordem"),
}
WRITABLE = (Part.TITLE, Part.ADDRESS, Part.REMARK)
LONGEST = {True: Step._meta.get_field("title").max_length or 0}
LONGEST[False] = Section._meta.get_field("title").max_length or 0


@dataclass
class Row:
    """One part of a question: before, and on both sides with what is other marked."""

    part: Part
    label: str
    base: str
    ours: list[Piece]
    theirs: list[Piece]
    written: str  # what stands in the field of "another"
    wrong: str

    @property
    def writable(self) -> bool:
        return self.part in WRITABLE


class Question:
    """A line that both sides changed, or that leads to another address now."""

    def __init__(self, page: "UpdatePage", number: int, line: Line) -> None:
        self.page, self.number, self.line = page, number, line
        self.decision: Decision = page.decisions.get(line.key, {})
        pick = self.decision.get("pick", "")
        self.pick = pick if pick in {*Pick} else ""
        self.id = f"c{number}"

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(change) for change in self.line.asked]

    @cached_property
    def changed(self) -> list[Row]:
        """What the source changed in a line that we took out: that was decided about another."""
        base, theirs = self.line.base, self.line.theirs
        if self.line.ours or not base or not theirs:
            return []
        asked = ((part, of_node(base, part), of_node(theirs, part)) for part in WRITABLE)
        return [
            self._row(Change(part, was, "", there)) for part, was, there in asked if was != there
        ]

    def _row(self, change: Change) -> Row:
        base, ours, theirs = (self.page.said(change.part, v) for v in sides(change))
        other = self.decision.get("other", {}).get(change.part, change.ours)
        return Row(
            change.part,
            str(PARTS[change.part]),
            base,
            self._news(change.part, base, ours),
            self._news(change.part, base, theirs),
            other,
            self._wrong(change.part, other) if self.pick == Pick.OTHER else "",
        )

    def _news(self, part: Part, before: str, after: str) -> list[Piece]:
        unchanged = before == after and part != Part.STANDING
        return [("same", _("igual"))] if unchanged else news(before, after)

    def _wrong(self, part: Part, text: str) -> str:
        if part == Part.TITLE:
            most = LONGEST[self.line.node.is_step]
            if not text.strip():
                return _("Escreva o título.")
            return _("Use até %(n)d letras.") % {"n": most} if len(text) > most else ""
        if part == Part.ADDRESS and text:
            try:
                validate_web(text)
            except ValidationError as error:
                return " ".join(error.messages)
        return ""

    @property
    def is_open(self) -> bool:
        return not self.pick or any(row.wrong for row in self.rows)

    @property
    def title(self) -> str:
        return self.line.title or self.line.node.url

    @property
    def place(self) -> str:
        return self.page.place_of(self.line)

    @property
    def can_write(self) -> bool:
        return any(row.writable for row in self.rows)

    @property
    def effect(self) -> str:
        """What it means for those who study."""
        parts = {row.part for row in self.rows}
        if Part.ADDRESS in parts and self.line.node.is_step:
            return _(
                "Outro endereço é outro recurso: quem concluiu o de hoje continua com a conclusão "
                "e as notas nele, e o novo começa em branco."
            )
        if Part.STANDING in parts and not self.line.ours:
            return _("Nós tiramos esta linha da trilha, e a fonte mexeu nela depois.")
        if Part.STANDING in parts:
            return _("Sair da trilha não apaga conclusões, notas nem guardados de ninguém.")
        return ""


def of_node(node: Node, part: Part) -> str:
    return {Part.TITLE: node.thing.title, Part.ADDRESS: node.url}.get(part, node.remark)


def sides(change: Change) -> Iterator[str]:
    yield from (change.base, change.ours, change.theirs)


def news(before: str, after: str) -> list[Piece]:
    """A value with what is new about it marked."""
    if before == after:
        return [("same", after)]
    old, new = (re.findall(r"[^\s/]+[/\s]*|[/\s]+", text) for text in (before, after))
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, [it.strip() for it in old], [it.strip() for it in new])
    for tag, _a, _b, c, d in matcher.get_opcodes():
        if d > c:
            pieces.append(("same" if tag == "equal" else "new", "".join(new[c:d])))
    return pieces
