"""What curators read of suggestions: what each would change, who else said so, and whose it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Resource, Suggestion
from ..models.acceptance import SAYABLE, said_today
from .pieces import Piece, side_by_side

Kind = Suggestion.Kind
Verdict = Suggestion.Status


@dataclass
class Line:
    """One field: what it says today, what it would say."""

    label: str
    old: list[Piece]
    new: list[Piece]
    late: bool = False  # somebody changed it since the suggestion was written


@dataclass
class Record:
    """What became of somebody's other suggestions."""

    accepted: int = 0
    declined: int = 0

    def __str__(self) -> str:
        if not self.accepted + self.declined:
            return _("nenhuma respondida antes")
        said = []
        if self.accepted:
            text = ngettext("%(n)d aceita", "%(n)d aceitas", self.accepted)
            said.append(text % {"n": self.accepted})
        if self.declined:
            text = ngettext("%(n)d recusada", "%(n)d recusadas", self.declined)
            said.append(text % {"n": self.declined})
        return ", ".join(said)


@dataclass
class Row:
    suggestion: Suggestion
    lines: list[Line]
    record: Record
    known: Resource | None = None  # what stands at that address already
    twins: list[Suggestion] = field(default_factory=list)

    @property
    def late(self) -> bool:
        return any(line.late for line in self.lines)


def rows_of(suggestions: Sequence[Suggestion]) -> list[Row]:
    """In as many statements for fifty as for one."""
    records, twins, known = _records(suggestions), _twins(suggestions), _known(suggestions)
    rows = []
    for one in suggestions:
        there = known.get(one.address)
        rows.append(
            Row(
                one,
                lines_of(one),
                records.get(one.by_id, Record()),
                None if there == one.subject else there,
                [twin for twin in twins.get(one.address, []) if twin.pk != one.pk],
            )
        )
    return rows


def lines_of(suggestion: Suggestion) -> list[Line]:
    """The fields that would say something else; of a decided one what was suggested then."""
    if suggestion.kind == Kind.CORRECTION:
        late = suggestion.outdated() if suggestion.is_waiting else set()
        today = said_today(suggestion.subject) if suggestion.subject else {}
        was = {name: sides["from"] for name, sides in suggestion.changes.items()}
        was |= {name: today[name] for name in late}
        sides = {name: (was[name], one["to"]) for name, one in suggestion.changes.items()}
        return [_line(name, *sides[name], name in late) for name in SAYABLE if name in sides]
    new = {"title": suggestion.title, "url": suggestion.url}
    new |= {name: sides["to"] for name, sides in suggestion.changes.items()}
    # Beside a translation the original stays: nothing of it goes.
    goes = None if suggestion.kind == Kind.TRANSLATION else suggestion.about
    old = said_today(goes) if goes else {}
    return [
        _line(name, old.get(name, ""), new[name])
        for name in SAYABLE
        if name in new and old.get(name, "") != new[name]
    ]


def _line(name: str, old: Any, new: Any, late: bool = False) -> Line:
    model_field: Any = Resource._meta.get_field(name)
    words = dict(model_field.flatchoices)
    before, after = (str(words.get(value, value) or "") for value in (old, new))
    label = str(model_field.verbose_name)
    label = label[:1].upper() + label[1:]
    if not before or not after:  # nothing is not almost something
        return Line(label, [("gone", before)] * bool(before), [("new", after)] * bool(after), late)
    gone, came = side_by_side(before, after)
    return Line(label, gone, came, late)


def counts() -> list[tuple[str, str, int]]:
    """How many wait, of each kind that has some."""
    waiting = Suggestion.objects.waiting().order_by().values_list("kind").annotate(n=Count("pk"))
    found = dict(waiting)
    return [(kind.value, str(kind.label), found[kind]) for kind in Kind if found.get(kind)]


def _records(suggestions: Iterable[Suggestion]) -> dict[int | None, Record]:
    people = {one.by_id for one in suggestions if one.by_id}
    decided = Suggestion.objects.exclude(status=Verdict.WAITING).filter(by__in=people)
    told = (
        decided.order_by()
        .values_list("by")
        .annotate(
            accepted=Count("pk", Q(status=Verdict.ACCEPTED)),
            declined=Count("pk", Q(status=Verdict.DECLINED)),
        )
    )
    return {by: Record(accepted, declined) for by, accepted, declined in told}


def _twins(suggestions: Iterable[Suggestion]) -> dict[str, list[Suggestion]]:
    """Others that wait with the same address."""
    wanted = {one.address for one in suggestions}
    found: dict[str, list[Suggestion]] = {}
    for twin in Suggestion.objects.waiting().filter(address__in=wanted):
        found.setdefault(twin.address, []).append(twin)
    return found


def _known(suggestions: Iterable[Suggestion]) -> dict[str, Resource]:
    wanted = {one.address for one in suggestions if one.is_waiting}
    there = Resource.objects.filter(address__in=wanted).select_related("merged_into")
    return {row.address: row.merged_into or row for row in there}
