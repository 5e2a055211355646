"""Brings the file of a track into the catalog, as often as one likes.

Two hands write the same rows: the file's author and curators in the admin. What the file said
last time is kept (`LoadedTrack`), so each hand is known by its changes: only what is new or other
*in the file* is written, field by field. Loading an unchanged file therefore changes nothing,
whatever curators did meanwhile; if both changed the same field, or if the file brings a row for
the first time that is there already, the file wins.

What left the file leaves the catalog: steps and sections are deleted, since no learner's row
points to them; resources, skills and communities are retired, unless a step still cites them.
Something that a curator put inside of what left keeps it standing.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import reversion
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, Q, prefetch_related_objects

from .fixture import MODELS, BrokenFileError, Row, fields_of, parsed, reference, rows_of, track_of
from .history import changing_the_catalog, keep_track
from .models import Edition, Entry, LoadedTrack, Resource, Section, Step, TaggedResource, Track
from .shape import WrongShapeError
from .stored import Stored
from .trackfile import SAYS, records

Rows = dict[str, dict[str, Any]]  # reference → fields


@dataclass
class Report:
    """What changed, by name; `kept` are things that left the file and had to stay."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    brought_back: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.added, self.changed, self.brought_back, self.retired, self.removed))


class _UnchangedError(Exception):
    """Takes back the empty revision and the edition that nobody needs."""


def load(path: Path, dry_run: bool = False) -> Report:
    """Load the file of one track, a fixture or a document (`catalog/trackfile.py`); all of it or,
    with `BrokenFileError`, nothing."""
    return bring(parsed(path), why=f"load_trail {path.name}", dry_run=dry_run)


def bring(data: Any, *, why: str, by: Any = None, dry_run: bool = False) -> Report:
    """The same with the JSON of a file."""
    with transaction.atomic():
        Edition.hold()
        document = isinstance(data, dict) and "format" in data
        file = rows_of(_records(data) if document else data)
        kept = LoadedTrack.objects.select_for_update().filter(track__uid=track_of(file)).first()
        before: Rows = kept.rows if kept else {}
        if document:
            file = {ref: _completed(row, before.get(ref, {})) for ref, row in file.items()}
        said = {ref: row.fields for ref, row in file.items()}
        if said == before:
            return Report()
        try:
            report = _load(_Loading(file, before), by, why)
        except (IntegrityError, ValidationError):
            report = _load(_Loading(file, before, thorough=True), by, why)
        track = Track.objects.get(uid=track_of(file))
        LoadedTrack.objects.update_or_create(track=track, defaults={"rows": said})
        if dry_run:
            transaction.set_rollback(True)
    return report


def _load(loading: "_Loading", by: Any, why: str) -> Report:
    try:
        with changing_the_catalog(by, why):
            loading.run()
            if not loading.report:
                raise _UnchangedError
    except _UnchangedError:
        pass
    return loading.report


def _records(data: Any) -> list[Any]:
    try:
        return records(data)
    except WrongShapeError as error:
        raise BrokenFileError(str(error)) from None


def _completed(row: Row, before: dict[str, Any]) -> Row:
    """With what a fixture said before and no document says: it stays as it was."""
    silent = {name: value for name, value in before.items() if name not in SAYS.get(row.model, ())}
    return replace(row, fields=silent | row.fields)


class _Loading:
    """The database keeps its promises by itself: it is asked about each row beforehand only when
    one has to be explained (`thorough`), since that is several statements a row."""

    def __init__(self, file: dict[str, Row], before: Rows, *, thorough: bool = False) -> None:
        self.file, self.before, self.report = file, before, Report()
        self.thorough = thorough
        self.visited: set[str] = set()
        self.retagged: dict[Any, None] = {}  # a set that keeps the order

    def run(self) -> None:
        left = [_row(ref, said) for ref, said in self.before.items() if ref not in self.file]
        track = track_of(self.file)
        self.stored = Stored([*self.file.values(), *left], track)
        for row in self.file.values():
            self.place(row)
        self.let_go([thing for row in left if (thing := self.stored.get(row.model, row.key))])
        prefetch_related_objects([*self.retagged], "tagged", "skills")
        for resource in self.retagged:
            if _name(resource) not in self.report.added:
                self.report.changed.append(_name(resource, ["tags"]))
            reversion.add_to_revision(resource)
        keep_track(Track.objects.get(uid=track))

    def place(self, row: Row, needed: bool = False) -> None:
        """Write a row if the file changed it, or if a changed row cannot do without it; first
        what it points to, wherever that stands in the file."""
        said = self.before.get(row.ref)
        missing = needed and self.stored.get(row.model, row.key) is None
        unchanged = said == row.fields and not missing
        if unchanged or row.ref in self.visited:
            return
        self.visited.add(row.ref)
        for ref in (reference(*it) for it in row.needs):
            if ref in self.file:
                self.place(self.file[ref], needed=True)
        self.write(row, said)

    def write(self, row: Row, said: dict[str, Any] | None) -> None:
        wanted, many = self.stored.wanted(row)
        stored = self.stored.get(row.model, row.key)
        if stored is None:
            self.save(row, wanted)
            self.stored.add(row, wanted)
            _relate(wanted, {name: things for name, things in many.items() if things})
            self.report.added.append(_name(wanted))
        else:
            fields = _news(row, said)
            related = {f.name: many.get(f.name, []) for f in fields if f.many_to_many}
            changed = _take_over(stored, wanted, fields)
            if changed:
                self.save(row, stored)
            changed += _relate(stored, related)
            if changed:
                self.report.changed.append(_name(stored, changed))
            # It was retired when it left the file, or before the file knew it.
            new = said is None and isinstance(stored, Entry) and "retired_at" not in row.fields
            if new and stored.bring_back():
                self.report.brought_back.append(_name(stored))
        if isinstance(wanted, TaggedResource) and stored is None:
            self.retagged[wanted.content_object] = None

    def save(self, row: Row, thing: Model) -> None:
        try:
            if self.thorough:
                thing.full_clean()
            else:
                known = {field.name for field in thing._meta.fields if field.is_relation}
                thing.clean_fields({name for name in known if getattr(thing, name) is not None})
                thing.clean()
        except ValidationError as error:
            if not self.thorough:
                raise
            said = [f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
            raise row.broken("; ".join(said).replace(f"{NON_FIELD_ERRORS}: ", "")) from None
        thing.save()

    def let_go(self, left: list[Any]) -> None:
        for row in left:
            if isinstance(row, TaggedResource):
                self.retagged[row.content_object] = None
                row.delete()
        for model in (Step, Section):
            self.remove([row for row in left if isinstance(row, model)])
        for row in left:
            if isinstance(row, Entry) and not _cited(row) and row.retire():
                self.report.retired.append(_name(row))

    def remove(self, rows: list[Any]) -> None:
        """Delete what left, from the inside out; not what still holds something of a curator's."""
        while empty := [row for row in rows if _is_empty(row)]:
            for row in empty:
                row.delete()
                self.report.removed.append(_name(row))
            rows = [row for row in rows if row not in empty]
        self.report.kept += map(_name, rows)


def _row(ref: str, fields: dict[str, Any]) -> Row:
    return Row(0, MODELS[ref.partition(":")[0]], fields)


def _news(row: Row, said: dict[str, Any] | None) -> list[Any]:
    """The fields that the file changed, those that it no longer says included."""
    new, old = row.fields, said or {}
    names = {name for name in new | old if said is None or new.get(name) != old.get(name)}
    return [field for field in fields_of(row.model) if field.name in names]


def _take_over(stored: Any, wanted: Any, fields: list[Any]) -> list[str]:
    plain = [field for field in fields if not field.many_to_many]
    other = [f for f in plain if getattr(stored, f.attname) != getattr(wanted, f.attname)]
    for f in plain:
        setattr(stored, f.name, getattr(wanted, f.name))
    return [f.name for f in other]


def _relate(thing: Any, many: dict[str, list[Any]]) -> list[str]:
    changed = []
    for name, things in many.items():
        related = getattr(thing, name)
        if {it.pk for it in things} != {it.pk for it in related.all()}:
            related.set(things)
            changed.append(name)
    return changed


def _cited(entry: Entry) -> bool:
    if isinstance(entry, Resource):
        return Step.objects.filter(Q(resource=entry) | Q(resource__merged_into=entry)).exists()
    return Step.objects.filter(**{type(entry).__name__.lower(): entry}).exists()


def _is_empty(row: Any) -> bool:
    return not row.children.exists() and not (isinstance(row, Section) and row.steps.exists())


def _name(thing: Any, fields: list[str] | None = None) -> str:
    """`resource: Made With ML (level, minutes)`"""
    options = thing._meta
    names = ", ".join(str(options.get_field(name).verbose_name) for name in fields or ())
    return f"{options.verbose_name}: {thing}" + (f" ({names})" if names else "")
