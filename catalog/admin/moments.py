"""What a thing looked like after each change that was kept, and how to bring that back.

A thing is a row with what belongs to it: a track with its sections and their steps, a section with
its steps, a resource with its tags. Revisions are not reverted as a whole: one of them may hold
several things (a list saved at once, an import), and only this one shall go back.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import DateTimeField, Model, ProtectedError, Q
from django.utils.translation import gettext as _
from reversion import add_to_revision
from reversion.models import Revision, Version

type Key = tuple[str, str]  # ("catalog.step", "12")
type Row = dict[str, Any]  # fields as fixtures write them
type State = dict[Key, Row]

# A part, the field that names its whole, and the whole.
WHOLE_OF = {
    "catalog.section": ("track", "catalog.track"),
    "catalog.step": ("section", "catalog.section"),
    "catalog.taggedresource": ("content_object", "catalog.resource"),
}
# What belongs to a thing: the model of the rows, and their field that names the thing.
BELONGING = {
    "catalog.track": {"catalog.section": "track", "catalog.step": "track"},
    "catalog.section": {"catalog.step": "section"},
    "catalog.resource": {"catalog.taggedresource": "content_object"},
}


@dataclass(frozen=True)
class Moment:
    revision: Revision
    before: State
    after: State


class NoWayBackError(Exception):
    """Says in words why a state of before is impossible today."""


def key_of(thing: Model) -> Key:
    return thing._meta.label_lower, str(thing.pk)


def moments(thing: Model) -> list[Moment]:
    """Oldest first. A revision that holds a whole holds all its parts: missing ones were gone."""
    return moments_of([thing])[thing.pk]


def moments_of(things: Sequence[Model]) -> dict[Any, list[Moment]]:
    """Those of several things of one model, by key, in as many statements as those of one."""
    kept: dict[Any, list[tuple[Version, Key, Row]]] = {thing.pk: [] for thing in things}
    for version in _versions(things) if things else ():
        [row] = _rows(version.serialized_data)
        whole = _whole(things[0], row)
        if whole in kept:
            kept[whole].append((version, (row["model"], str(row["pk"])), row["fields"]))
    return {thing.pk: _moments(key_of(thing), kept[thing.pk]) for thing in things}


def _moments(root: Key, kept: list[tuple[Version, Key, Row]]) -> list[Moment]:
    found: list[Moment] = []
    state: State = {}
    for revision, versions in groupby(kept, lambda one: one[0].revision):
        before, rows = state, {key: fields for _version, key, fields in versions}
        state = _standing(root, {**before, **rows}, rows)
        found.append(Moment(revision, before, state))
    return found


def _versions(things: Sequence[Model]) -> list[Version]:
    """Their own and those of their parts: a revision may hold many things besides."""
    model, pks = type(things[0]), [thing.pk for thing in things]
    mine = Version.objects.get_for_model(model).filter(object_id__in=map(str, pks))
    own, found = mine.values("revision"), list(mine.select_related("revision__user"))
    for label, field in BELONGING.get(model._meta.label_lower, {}).items():
        # Rows that belong to one may have changed in revisions that it was no part of.
        part = apps.get_model(label)
        kept, rows = Version.objects.get_for_model(part), part._default_manager
        says = _says(field, things[0]) if len(things) == 1 else Q()  # else it is seen afterwards
        keys = {*kept.filter(says, revision__in=own).values_list("object_id", flat=True)}
        theirs = rows.filter(**{f"{field}__in": pks})
        keys |= {str(key) for key in theirs.values_list("pk", flat=True)}
        found += kept.filter(says, object_id__in=keys).select_related("revision__user")
    return sorted(found, key=lambda version: (version.revision_id, version.pk))


def _says(field: str, whole: Model) -> Q:
    """Versions whose row, as it is written, belongs to a whole."""
    written = f'"{field}": {whole.pk}'
    return Q(serialized_data__contains=f"{written},") | Q(serialized_data__contains=f"{written}}}")


def _whole(thing: Model, row: dict[str, Any]) -> Any:
    """The key of the thing, of that one's model, that a written row is or belongs to."""
    label = thing._meta.label_lower
    if row["model"] == label:
        return row["pk"]
    return row["fields"].get(BELONGING.get(label, {}).get(row["model"]))


def _standing(root: Key, state: State, kept: State) -> State:
    def stands(key: Key) -> bool:
        if key == root:
            return True
        field, label = WHOLE_OF[key[0]]
        whole = label, str(state[key][field])
        return (key in kept or whole not in kept) and whole in state and stands(whole)

    return {key: fields for key, fields in state.items() if stands(key)}


def now(thing: Model) -> State:
    """The thing as it stands in the database, in the words of the history."""
    return now_of([thing])[thing.pk]


def now_of(things: Sequence[Model]) -> dict[Any, State]:
    """The same of several things of one model, by key."""
    states: dict[Any, State] = {thing.pk: {} for thing in things}
    if not things:
        return states
    model = type(things[0])
    many = [field.name for field in model._meta.many_to_many if _is_plain(field)]
    rows: list[Model] = [
        *model._default_manager.filter(pk__in=states).prefetch_related(*many),
    ]
    for label, field in BELONGING.get(model._meta.label_lower, {}).items():
        rows += apps.get_model(label)._default_manager.filter(**{f"{field}__in": states})
    for row in _rows(serializers.serialize("json", rows)):
        states[_whole(things[0], row)][row["model"], str(row["pk"])] = row["fields"]
    return states


def _rows(written: str) -> list[dict[str, Any]]:
    """Rows as they are written, one moment always in the same words: of less than a millisecond
    only zeros are written, and of a whole second no fraction."""
    rows: list[dict[str, Any]] = json.loads(written)
    for row in rows:
        for name in _times_in(row["model"]) & row["fields"].keys():
            at = row["fields"][name]
            row["fields"][name] = at and at.replace(".000", "")
    return rows


@cache
def _times_in(label: str) -> frozenset[str]:
    fields = apps.get_model(label)._meta.fields
    return frozenset(field.name for field in fields if isinstance(field, DateTimeField))


def _is_plain(field: Any) -> bool:
    return bool(field.remote_field.through._meta.auto_created)


def go_back(thing: Model, wanted: State) -> None:
    """Bring a state back: rows that came later go, the others are saved as they were, by their own
    `save`, so that what is derived from them is true again. Raises `NoWayBackError`, and then
    nothing has changed."""
    go_back_all([(thing, wanted)])


def go_back_all(ways: Iterable[tuple[Model, State]]) -> None:
    """The same for several things: all of them or, with `NoWayBackError`, none."""
    try:
        with transaction.atomic():
            for thing, wanted in ways:
                _restore(thing, wanted)
            connection.check_constraints()  # once: SQLite looks at the whole database
    except ProtectedError as error:
        raise NoWayBackError(_("Algo que nasceu depois está em uso e não pode sair.")) from error
    except ValidationError as error:
        raise NoWayBackError(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise NoWayBackError(
            _("Algo nesta versão está em conflito com o acervo de hoje.")
        ) from error


def _restore(thing: Model, wanted: State) -> None:
    wholes_first = [thing._meta.label_lower, *BELONGING.get(thing._meta.label_lower, ())]
    here = now(thing)
    if gone := here.keys() - wanted.keys():
        for label, key in gone:
            apps.get_model(label)._default_manager.filter(pk=key).delete()
        here = now(thing)  # what stood in them went along
    for row in sorted(wanted, key=lambda row: wholes_first.index(row[0])):
        # A field younger than the version keeps its value.
        fields = {**here.get(row, {}), **wanted[row]}
        if fields != here.get(row):
            _save(row, fields, stands=row in here)
    add_to_revision(type(thing)._default_manager.get(pk=thing.pk))


def _save(key: Key, fields: dict[str, Any], *, stands: bool) -> None:
    row = {"model": key[0], "pk": key[1], "fields": fields}
    for item in serializers.deserialize("python", [row], ignorenonexistent=True):
        item.object._state.adding = not stands
        if key[0] not in WHOLE_OF:  # what others may collide with: an address, a name
            item.object.full_clean()
        item.object.save()
        for name, keys in (item.m2m_data or {}).items():
            getattr(item.object, name).set(keys)
