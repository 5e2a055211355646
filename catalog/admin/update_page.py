"""What stands on the page of an update: what to decide first, then what happens by itself."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from ..links import host
from ..models import Community, Resource
from ..readme.merging import Change, Decision, Line, Part, Pick
from ..readme.outline import Item
from ..upstream import Update
from .pieces import of_texts
from .readme_words import WHAT
from .update_question import PARTS, WRITABLE, Question, sides


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
        before, ours, theirs = (self.said(change.part, v) for v in sides(change))
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
