"""What a thing looked like after each change that was kept, and how to bring that back.

A thing is a row with what belongs to it: a track with its sections and their steps, a section with
its steps, a resource with its tags. Revisions are not reverted as a whole: one of them may hold
several things (a list saved at once, an import), and only this one shall go back.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, ProtectedError, Q
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
    found: list[Moment] = []
    state: State = {}
    for revision, versions in groupby(_versions(thing), lambda version: version.revision):
        rows = _rows(thing, (json.loads(version.serialized_data)[0] for version in versions))
        if rows:
            before = state
            state = _standing(key_of(thing), {**before, **rows}, rows)
            found.append(Moment(revision, before, state))
    return found


def _versions(thing: Model) -> list[Version]:
    """Its own and those of its parts: a revision may hold many things besides."""
    mine = Version.objects.get_for_object(thing)
    own, found = mine.values("revision"), list(mine.select_related("revision__user"))
    for label, field in BELONGING.get(thing._meta.label_lower, {}).items():
        # Rows that belong to it may have changed in revisions that it was no part of.
        model = apps.get_model(label)
        kept, rows = Version.objects.get_for_model(model), model._default_manager
        says = _says(field, thing)
        keys = {*kept.filter(says, revision__in=own).values_list("object_id", flat=True)}
        keys |= {str(key) for key in rows.filter(**{field: thing.pk}).values_list("pk", flat=True)}
        found += kept.filter(says, object_id__in=keys).select_related("revision__user")
    return sorted(found, key=lambda version: (version.revision_id, version.pk))


def _says(field: str, whole: Model) -> Q:
    """Versions whose row, as it is written, belongs to a whole."""
    written = f'"{field}": {whole.pk}'
    return Q(serialized_data__contains=f"{written},") | Q(serialized_data__contains=f"{written}}}")


def _rows(thing: Model, written: Iterable[dict[str, Any]]) -> State:
    belonging = BELONGING.get(thing._meta.label_lower, {})
    rows: State = {}
    for row in written:
        key, fields = (row["model"], str(row["pk"])), row["fields"]
        if key == key_of(thing) or fields.get(belonging.get(row["model"])) == thing.pk:
            rows[key] = fields
    return rows


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
    rows: list[Model] = [type(thing)._default_manager.get(pk=thing.pk)]
    for label, field in BELONGING.get(thing._meta.label_lower, {}).items():
        rows += apps.get_model(label)._default_manager.filter(**{field: thing.pk})
    return _rows(thing, json.loads(serializers.serialize("json", rows)))


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
    for label, key in now(thing).keys() - wanted.keys():
        apps.get_model(label)._default_manager.filter(pk=key).delete()
    here = now(thing)
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
