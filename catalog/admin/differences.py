"""What is different between two states of a thing, in words a curator would use."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from django.apps import apps
from django.db.models import DateField, DateTimeField, Field, Model, Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ..models import Section
from ..models.fields import Derived
from .moments import BELONGING, Key, Row, State, key_of
from .pieces import Piece, of_sets, of_texts

# Follows from something else that is told, or tells nothing.
UNTOLD = {"uid", "created_at", "published_at", "track", "section", "content_object"}
SECTION = "catalog.section"

type Verb = Literal["came", "went", "changed"]


@dataclass
class Change:
    label: str
    pieces: list[Piece]


@dataclass
class Difference:
    """One row that came, went or changed; of the thing itself `name` is empty."""

    kind: str
    name: str
    verb: Verb
    changes: list[Change] = field(default_factory=list)


class Names:
    """What rows are called that others point to: one statement for each model, asked ahead."""

    def __init__(self, states: list[State]) -> None:
        wanted: dict[str, set[str]] = {}
        for state in states:
            for (label, _key), row in state.items():
                for target, key in _pointed_to(label, row):
                    wanted.setdefault(target, set()).add(key)
        self.of: dict[Key, str] = {}
        self.addresses: dict[Key, str] = {}
        above: dict[Key, Any] = {}  # sections, by the key of the one around them
        for label, keys in wanted.items():
            said = Q(pk__in=keys)
            if label == SECTION:  # those around them too
                said |= Q(track__in=Section.objects.filter(said).values("track"))
            for found in apps.get_model(label)._default_manager.filter(said):
                self.of[key_of(found)] = str(found)
                self.addresses[key_of(found)] = getattr(found, "url", "")
                above[key_of(found)] = getattr(found, "parent_id", None)
        for state in states:
            self.of |= {key: self._of_row(row) for key, row in state.items()}
            above |= {key: row.get("parent") for key, row in state.items()}
        sections = [key for key in self.of if key[0] == SECTION]
        self.of |= {key: " › ".join(self._path(key, above)) for key in sections}

    def __call__(self, label: str, key: Any) -> str:
        return self.of.get((label, str(key)), _("(apagado)"))

    def told_apart(self, label: str, key: Any) -> str:
        """With its address, beside another one of the same name."""
        name, address = self(label, key), self.addresses.get((label, str(key)), "")
        return f"{name} ({address})" if address else name

    def _path(self, section: Key, above: dict[Key, Any]) -> list[str]:
        """Its title after those of the sections that it stands in."""
        seen = [section]
        while (section := (SECTION, str(above.get(section)))) in self.of and section not in seen:
            seen.append(section)
        return [self.of[key] for key in reversed(seen)]

    def _of_row(self, row: Row) -> str:
        for target in ("resource", "skill", "community"):
            if row.get(target) and not row.get("title"):
                return self(f"catalog.{target}", row[target])
        return str(row.get("title") or row.get("name") or row.get("uid") or "")


def _pointed_to(label: str, row: Row) -> Iterator[Key]:
    for name, value in row.items():
        target = _target(apps.get_model(label)._meta.get_field(name))
        # A step is called after what it points to, so its name comes from its own row.
        if value and target not in ("", "catalog.step"):
            for key in value if isinstance(value, list) else [value]:
                yield target, str(key)


def differences(thing: Model, before: State, after: State, names: Names) -> list[Difference]:
    """Of the thing itself first, then of what belongs to it, in the order of the later state."""
    root = key_of(thing)
    found = [_of_thing(root, before, after, names)]
    for label in BELONGING.get(root[0], ()):
        if label != "catalog.taggedresource":
            found += _of_rows(root, label, before, after, names)
    return [one for one in found if one.verb != "changed" or one.changes]


def _of_thing(root: Key, before: State, after: State, names: Names) -> Difference:
    kind = str(apps.get_model(root[0])._meta.verbose_name)
    if root not in before:
        return Difference(kind, "", "came")
    changes = _fields(root[0], before[root], after[root], names)
    tags = [
        {names("taggit.tag", row["tag"]) for (label, _key), row in state.items() if "tag" in row}
        for state in (before, after)
    ]
    if tags[0] != tags[1]:
        changes.append(Change(_("Assuntos"), of_sets(*tags)))
    return Difference(kind, "", "changed", changes)


def _of_rows(root: Key, label: str, before: State, after: State, names: Names) -> list[Difference]:
    def told(verb: Verb, key: Key, row: Row, *changes: Change) -> Difference:
        return Difference(_kind(root, label, row, names), names.of[key], verb, [*changes])

    was, stands = _ordered(label, before), _ordered(label, after)
    places = _moves(before, was, after, stands)
    rows = [told("went", key, before[key]) for key in was if key not in after]
    for key in stands:
        if key not in before:
            rows.append(told("came", key, after[key]))
            continue
        changes = _fields(label, before[key], after[key], names)
        if key in places:
            changes.insert(0, Change(_("Lugar"), places[key]))
        former, section = (state[key].get("section") for state in (before, after))
        if former != section:  # it was led to another one
            led = [names(SECTION, where) for where in (former, section)]
            changes.insert(0, Change(_("Etapa"), of_texts(*led)))
        rows.append(told("changed", key, after[key], *changes))
    return rows


def _kind(root: Key, label: str, row: Row, names: Names) -> str:
    """In the history of a track a step says in which section it stands."""
    kind = str(apps.get_model(label)._meta.verbose_name)
    section = (SECTION, str(row.get("section")))
    if section == root or section not in names.of:
        return kind
    return _("%(kind)s em “%(section)s”") % {"kind": kind, "section": names.of[section]}


def _ordered(label: str, state: State) -> list[Key]:
    rows = [key for key in state if key[0] == label]
    return sorted(rows, key=lambda key: (_shelf(state[key]), state[key]["position"], int(key[1])))


def _shelf(row: Row) -> tuple[int, int]:
    """Where a row is ordered among its siblings."""
    return (row.get("section") or row["track"], row["parent"] or 0)


def _moves(
    before: State, was: list[Key], after: State, stands: list[Key]
) -> dict[Key, list[Piece]]:
    """The fewest rows that explain a new order: renumbering the others is no news."""
    stayed = [key for key in stands if key in before and _shelf(before[key]) == _shelf(after[key])]
    former = [key for key in was if key in set(stayed)]
    blocks = SequenceMatcher(None, former, stayed, autojunk=False).get_matching_blocks()
    in_order = {key for block in blocks for key in former[block.a : block.a + block.size]}
    return {
        key: of_texts(_place(key, before, was), _place(key, after, stands))
        for key in stayed
        if key not in in_order
    }


def _place(key: Key, state: State, order: list[Key]) -> str:
    siblings = [other for other in order if _shelf(state[other]) == _shelf(state[key])]
    return f"{siblings.index(key) + 1}º"


def _fields(label: str, before: Row, after: Row, names: Names) -> list[Change]:
    changes = []
    meta = apps.get_model(label)._meta
    untold = UNTOLD | ({"position"} if label != "catalog.track" else set())
    for name, value in after.items():
        model_field, former = meta.get_field(name), before.get(name)
        if former == value or name in untold or isinstance(model_field, Derived):
            continue
        said = [_said(model_field, side, names) for side in (former, value)]
        if said[0] == said[1] and _target(model_field):  # two things of the same name
            said = [names.told_apart(_target(model_field), side) for side in (former, value)]
        text = isinstance(said[0], str) and isinstance(said[1], str)
        pieces = of_texts(*said) if text else of_sets(*said)
        label_of_field = str(model_field.verbose_name)
        changes.append(Change(label_of_field[:1].upper() + label_of_field[1:], pieces))
    return changes


def _said(model_field: Any, value: Any, names: Names) -> Any:
    target = _target(model_field)
    if model_field.many_to_many:
        return {names(target, key) for key in value or ()}
    if value in (None, ""):
        return ""
    if target:
        return names(target, value)
    if model_field.choices:
        return str(dict(model_field.flatchoices).get(value, value))
    if isinstance(model_field, DateTimeField):
        moment = timezone.localtime(model_field.to_python(value))
        return formats.date_format(moment, "SHORT_DATETIME_FORMAT")
    if isinstance(model_field, DateField):
        return formats.date_format(model_field.to_python(value), "SHORT_DATE_FORMAT")
    return str(value)


def _target(model_field: Any) -> str:
    related = model_field.related_model if isinstance(model_field, Field) else None
    return str(related._meta.label_lower) if related else ""
