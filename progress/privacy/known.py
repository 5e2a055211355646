"""What of a file exists on this site, and the account of what came and what did not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from catalog.links import canonical
from catalog.models import Community, Resource, Section, Skill, Status, Track

from .records import Record, Ref

AT_ONCE = 500  # names in one question to the database


class LeftOut(NamedTuple):
    what: str
    why: str


@dataclass
class Report:
    """What a file brings: how many of what, and what stays out and why. In words."""

    came: dict[str, int] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def add(self, what: str, many: int) -> None:
        if many:
            self.came[what] = self.came.get(what, 0) + many

    def leave(self, what: str, why: str) -> None:
        if (row := LeftOut(what, why)) not in self._left:
            self._left[row] = None
            self.left_out.append(row)

    def __post_init__(self) -> None:
        self._left: dict[LeftOut, None] = {}  # to find a row at once, however many there are


class Known:
    """Finds the things that a record names, among those that people may see here.

    A resource is found by its uid if the address agrees, else by its address: the same uid may
    name something else on another site. A uid whose address moved is still the same thing when it
    is called the same. All are looked up at once, in as many statements for many as for a few.
    """

    def __init__(self, record: Record, report: Report, more: Iterable[Ref] = ()) -> None:
        self.report = report
        self._another = _("aqui, este identificador é de outro recurso")
        self._nowhere = _("não existe aqui, nem por identificador nem por endereço")
        refs = [*_resources(record), *more]
        self._of_uid = _found(Resource.objects.public(), "uid", {ref.uid for ref in refs})
        self._keys = {ref.url: canonical(ref.url) for ref in refs}
        addresses = set(self._keys.values())
        self._of_address = _found(Resource.objects.public(), "address", addresses)
        seen = Track.objects.filter(Q(status=Status.PUBLISHED) | ~Q(published_at=None))
        self._tracks: dict[str, Track] = {track.uid: track for track in seen}
        self._sections = {
            (track, uid): key
            for key, track, uid in Section.objects.filter(track__in=seen).values_list(
                "pk", "track__uid", "uid"
            )
        }
        self._skills = {skill.uid: skill for skill in Skill.objects.all()}
        self._communities = {community.uid: community for community in Community.objects.all()}

    def resource(self, ref: Ref, *, aloud: bool = True) -> int | None:
        address = self._keys.get(ref.url) or canonical(ref.url)
        named, placed = self._of_uid.get(ref.uid), self._of_address.get(address)
        if named and named.address == address:
            return int(named.pk)
        if placed:
            return int(placed.pk)
        if named and named.title == ref.title:
            return int(named.pk)
        if aloud:
            self.report.leave(ref.title, self._another if named else self._nowhere)
        return None

    def track(self, uid: str) -> int | None:
        if track := self._tracks.get(uid):
            return int(track.pk)
        self.report.leave(uid, _("esta trilha não existe aqui"))
        return None

    def track_or_none(self, uid: str | None) -> int | None:
        """Where it is only a hint: silent when the track is unknown."""
        track = self._tracks.get(uid or "")
        return track.pk if track else None

    def section(self, track: str, uid: str | None) -> int | None:
        """Nothing when it left its track: what stood in it then belongs to the track."""
        return self._sections.get((track, uid)) if uid else None

    def thing(self, kind: str, ref: Ref) -> int | None:
        if kind == "resource":
            return self.resource(ref)
        rows: dict[str, dict[str, Any]] = {
            "track": self._tracks,
            "skill": self._skills,
            "community": self._communities,
        }
        if thing := rows[kind].get(ref.uid):
            return int(thing.pk)
        self.report.leave(ref.title, _("não existe aqui"))
        return None


def _found(rows: QuerySet[Any], name: str, values: set[str]) -> dict[str, Any]:
    found = {}
    for some in batched(sorted(values), AT_ONCE, strict=False):
        for row in rows.filter(**{f"{name}__in": some}).only("uid", "address", "title"):
            found[getattr(row, name)] = row
    return found


def _resources(record: Record) -> Iterator[Ref]:
    for mark in (*record.completions, *record.activity):
        yield mark.resource
    for earlier in record.passes:
        yield from (mark.resource for mark in earlier.marks)
    yield from (note.resource for note in record.notes)
    yield from (kept.thing for kept in record.bookmarks if kept.kind == "resource")
    yield from (agreed.resource for agreed in record.agreed)
    for followed in record.followings:
        yield from followed.seen
