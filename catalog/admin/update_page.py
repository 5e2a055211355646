"""What stands on the page of an update: what to decide first, then what happens by itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..links import host
from ..models import Community, Resource, Section, Step
from ..models.fields import validate_web
from ..readme.merging import Change, Decision, Line, Part, Pick
from ..readme.outline import Item
from ..upstream import Update
from .pieces import Piece, of_texts
from .readme_words import WHAT

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

    def _row(self, change: Change) -> Row:
        base, ours, theirs = (self.page.said(change.part, v) for v in _sides(change))
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


class UpdatePage:
    def __init__(self, update: Update, decisions: Mapping[str, Any]) -> None:
        self.update, self.lines = update, update.merge.lines
        self.decisions: Mapping[str, Decision] = decisions

    @cached_property
    def questions(self) -> list[Question]:
        return [Question(self, n, line) for n, line in enumerate(self.update.merge.asked, 1)]

    @property
    def first_open(self) -> str:
        return next((question.id for question in self.questions if question.is_open), "")

    @cached_property
    def new(self) -> list[dict[str, Any]]:
        found = [line for line in self.lines.values() if line.is_new]
        known = self._known([line.node.address for line in found if line.node.is_step])
        return [self._told(line, known) for line in found]

    @cached_property
    def leaving(self) -> list[dict[str, Any]]:
        return [self._told(line, set()) for line in self.lines.values() if line.is_leaving]

    @cached_property
    def taken(self) -> list[dict[str, Any]]:
        return [self._changed(line, it) for line in self.lines.values() for it in line.taken]

    @cached_property
    def kept(self) -> list[dict[str, Any]]:
        return [self._changed(line, it) for line in self.lines.values() for it in line.kept]

    @cached_property
    def same(self) -> int:
        return sum(line.is_same and line.key != "track" for line in self.lines.values())

    def read(self, sent: Any) -> dict[str, Decision]:
        """What was chosen on the page, by the key of the line."""
        said: dict[str, Decision] = {}
        for question in self.questions:
            pick = sent.get(question.id)
            if pick in {*Pick}:
                said[question.line.key] = {"pick": pick}
            fields = {part.value: f"{question.id}-{part}" for part in WRITABLE}
            other = {
                part: " ".join(sent[field].split())
                for part, field in fields.items()
                if field in sent
            }
            if other:
                said.setdefault(question.line.key, {})["other"] = other
        chosen = {*sent.getlist("take")}
        for row in (*self.new, *self.leaving):
            key = row["line"].key
            said[key] = {"pick": Pick.THEIRS if key in chosen else Pick.OURS}
        return said

    def all_of_the_source(self) -> dict[str, Decision]:
        """For whoever trusts the source in everything that is not decided yet."""
        return {q.line.key: {"pick": Pick.THEIRS} for q in self.questions if not q.pick}

    def said(self, part: Part, value: str) -> str:
        """A value in words."""
        if part == Part.PLACE:
            return self._path(self.lines[value]) if value in self.lines else ""
        if part == Part.STANDING:
            return _("na trilha") if value else _("fora da trilha")
        if part == Part.ORDER:
            return " · ".join(self.lines[key].title for key in value.split())
        return value

    def place_of(self, line: Line) -> str:
        above = line.node.above
        return self._path(self.update.merge.line_of[above]) if above and above.above else ""

    def _path(self, line: Line) -> str:
        if line.node.above is None:
            return _("no primeiro nível")
        place = self.place_of(line)
        return f"{place} › {line.title}" if place else line.title

    def _told(self, line: Line, known: set[str]) -> dict[str, Any]:
        thing = line.node.thing
        return {
            "line": line,
            "number": getattr(thing, "line", 0),
            "title": line.title or line.node.url,
            "host": host(line.node.url),
            "place": self.place_of(line),
            "what": WHAT[thing.kind] if isinstance(thing, Item) else _("etapa"),
            "known": line.node.address in known,
            "chosen": self.decisions.get(line.key, {}).get("pick") != Pick.OURS,
        }

    def _changed(self, line: Line, change: Change) -> dict[str, Any]:
        before, ours, theirs = (self.said(change.part, v) for v in _sides(change))
        after = theirs if change in line.taken else ours
        pieces = of_texts(before, after)
        return {
            "title": line.title or line.node.url,
            "is_section": not line.node.is_step and line.key != "track",
            "part": PARTS[change.part],
            "pieces": [(kind, f"{text} ") for kind, text in pieces],
        }

    def _known(self, addresses: list[str]) -> set[str]:
        at = {"address__in": [address for address in addresses if address]}
        return {
            address
            for model in (Resource, Community)
            for address in model._default_manager.filter(**at).values_list("address", flat=True)
        }


def _sides(change: Change) -> Iterator[str]:
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
