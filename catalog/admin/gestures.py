"""What somebody did on the page of a preview, as decisions to keep.

A button says `verb` for the ticked lines, or `verb number …` for those. Decisions are by the key
of a line; `None` takes back what was decided.
"""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..readme.outline import WITHOUT_ADDRESS, What
from .preview_page import Page, Row, Stage

type Said = dict[str, dict[str, Any] | None]


class Gesture:
    """`numbers` are of lines, or the number of one section."""

    def __init__(self, page: Page, sent: QueryDict) -> None:
        self.page, self.sent = page, sent
        self.verb, *named = sent.get("do", "").split() or [""]
        self.numbers = _numbers(named) if named else self._ticked()

    def _ticked(self) -> list[int]:
        rows, stages = (set(_numbers(self.sent.getlist(name))) for name in ("row", "section"))
        every = [(stage.number in stages, row) for stage in self.page.stages for row in stage.rows]
        return [row.number for whole, row in every if whole or row.number in rows]

    @property
    def at(self) -> int | None:
        """Where to come back to."""
        return self.numbers[0] if self.numbers else None

    @property
    def next_question(self) -> str:
        """Where the one stands that comes after the answered one, else the first that is left. A
        bunch stays open while somebody answers what is in it."""
        bunches = [[rows[0].number for rows in bunch] for bunch in self.page.bunches]
        here = next((bunch for bunch in bunches if self.at in bunch), [])
        inside = [number for number in here if number not in self.numbers]
        if inside:
            after = [number for number in inside if number > (self.at or 0)]
            number = (after or inside)[0]
            return f"?ver={number}#d{number}"
        left = [bunch for bunch in bunches if bunch is not here]
        below = [bunch for bunch in left if bunch[0] > (self.at or 0)] or left
        return f"#{'d' if len(below[0]) == 1 else 'b'}{below[0][0]}" if below else "#tudo"

    @property
    def rows(self) -> list[Row]:
        chosen = set(self.numbers)
        return [row for row in self.page.rows if row.number in chosen]

    @property
    def whole(self) -> list[Row]:
        """With those that stand inside them and go along."""
        chosen = set(self.numbers)
        return [row for row in self.page.rows if not chosen.isdisjoint({row.number, *row.above})]

    @property
    def outer(self) -> list[Row]:
        """Without those that stand inside another chosen one, which go along with it."""
        chosen = set(self.numbers)
        return [row for row in self.rows if not chosen & set(row.above)]

    @property
    def stage(self) -> Stage | None:
        return next((stage for stage in self.page.stages if stage.number == self.at), None)

    def read(self) -> tuple[Said, str]:
        """What to keep, and what to tell the person."""
        verb = VERBS.get(self.verb)
        return verb(self) if verb else ({}, "")


def _numbers(words: list[str]) -> list[int]:
    return [int(word) for word in words if word.isascii() and word.isdecimal() and len(word) < 9]


def drop(gesture: Gesture) -> tuple[Said, str]:
    if stage := gesture.stage:
        text = _("A etapa “%s” fica de fora, com tudo o que tem dentro.")
        return {str(stage.number): {"drop": True}}, text % stage.path
    said: Said = {row.key: None if row.brought else {"drop": True} for row in gesture.rows}
    n = sum(not row.out for row in gesture.whole) or len(gesture.whole)
    return said, ngettext("%(n)d linha fica de fora.", "%(n)d linhas ficam de fora.", n) % {"n": n}


def bring(gesture: Gesture) -> tuple[Said, str]:
    """Also what stands around a line must come in, or it would stay out with that."""
    known = {row.number: row for row in gesture.page.rows}
    said: Said = {}
    for number in gesture.numbers:
        around = gesture.page.stage_of(number)
        if around and around.out:
            said |= {str(it.number): {"drop": False} for it in _enclosing(gesture.page, around)}
        row = known.get(number)
        for inner in (*(row.above if row else ()), number):
            said[gesture.page.key(inner)] = {"drop": False}
    if stage := gesture.stage:
        return said, _("A etapa “%s” entra.") % stage.path
    n = len(gesture.numbers)
    return said, ngettext("%(n)d linha entra.", "%(n)d linhas entram.", n) % {"n": n}


def _enclosing(page: Page, stage: Stage) -> list[Stage]:
    """A section and those that it stands in."""
    return [it for it in page.stages if stage.heading in it.heading.walk()]


def kind(gesture: Gesture) -> tuple[Said, str]:
    wanted = gesture.sent.get("kind_of_all", "")
    return called(What(wanted))(gesture) if wanted in list(What) else ({}, "")


def move(gesture: Gesture) -> tuple[Said, str]:
    (into,) = _numbers([gesture.sent.get("into", "")]) or [0]
    target = next((stage for stage in gesture.page.stages if stage.number == into), None)
    if not target or target.out:
        return {}, ""
    n = len(gesture.whole)
    text = ngettext(
        "%(n)d linha foi para “%(section)s”.", "%(n)d linhas foram para “%(section)s”.", n
    )
    said: Said = {row.key: {"into": into} for row in gesture.outer}
    return said, text % {"n": n, "section": target.path}


def merge(gesture: Gesture) -> tuple[Said, str]:
    """A section goes up into the one before it."""
    stage = gesture.stage
    if not stage or not stage.can_go_up:
        return {}, ""
    into = {"into": stage.before.number} if stage.before else {}
    said: Said = {row.key: into for row in stage.rows if not row.above}
    text = _("“%(one)s” foi para dentro de “%(other)s”.")
    names = {"one": stage.path, "other": stage.before and stage.before.path}
    return {**said, str(stage.number): {"drop": True}}, text % names


def keep(gesture: Gesture) -> tuple[Said, str]:
    n = len(gesture.rows)
    text = ngettext("%(n)d linha conferida.", "%(n)d linhas conferidas.", n) % {"n": n}
    return _seen(gesture.rows), text


def recommended(gesture: Gesture) -> tuple[Said, str]:
    rows = [row for question in gesture.page.questions for row in question]
    return _seen(rows), _("Recomendações aceitas. Agora é conferir o que você quiser.")


def _seen(rows: list[Row]) -> Said:
    return {row.key: {"seen": True} for row in rows}


def one(gesture: Gesture) -> tuple[Said, str]:
    """Of several links of one line the first; the others stay readable beside it."""
    staying = [row for row in gesture.rows if not row.out]
    if len(staying) < 2:  # pressed twice: the others are in the remark already
        return {}, ""
    first, *others = staying
    also = _("Também em: %s") % ", ".join(row.item.url or "" for row in others)
    remark = " ".join(filter(None, [first.item.remark, also]))
    said: Said = {row.key: {"drop": True} for row in others}
    return {**said, first.key: {"remark": remark}}, _("Um passo só, com os outros na observação.")


def called(what: What) -> Callable[[Gesture], tuple[Said, str]]:
    """Lines of that kind from now on. What is to be opened needs an address."""

    def verb(gesture: Gesture) -> tuple[Said, str]:
        fit = [row for row in gesture.rows if row.item.url or what in WITHOUT_ADDRESS]
        n, left = len(fit), len(gesture.rows) - len(fit)
        text = ngettext("%(n)d linha mudou de tipo.", "%(n)d linhas mudaram de tipo.", n)
        more = ngettext(
            "%(n)d não tem endereço e ficou como estava.",
            "%(n)d não têm endereço e ficaram como estavam.",
            left,
        )
        told = [text % {"n": n}, *([more % {"n": left}] if left else [])]
        return {row.key: {"kind": what.value} for row in fit}, " ".join(told)

    return verb


VERBS: dict[str, Callable[[Gesture], tuple[Said, str]]] = {
    "drop": drop,
    "bring": bring,
    "kind": kind,
    "move": move,
    "merge": merge,
    "keep": keep,
    "recommended": recommended,
    "one": one,
    **{what.value: called(what) for what in WITHOUT_ADDRESS},
}
