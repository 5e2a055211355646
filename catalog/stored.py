"""The rows that the file of a track means, as they stand in the database: read at once, a few
statements however many there are, and known to each other, so that nothing is looked up again."""

from collections.abc import Iterable
from itertools import batched
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from taggit.models import Tag

from .fixture import KEYS, Row, fields_of, reference
from .models import Community, Resource, Section, Skill, Step, TaggedResource, Track

AT_ONCE = 5_000  # names in one statement: databases have a limit
NAMED: tuple[Any, ...] = (Tag, Track, Skill, Community, Resource)

type Key = tuple[type[Model], tuple[str, ...]]


class Stored:
    def __init__(self, rows: Iterable[Row], track: str) -> None:
        self.by_key: dict[Key, Any] = {}
        self.by_pk: dict[tuple[type[Model], Any], Any] = {}
        named: dict[type[Model], set[str]] = {}
        for row in rows:
            for model, key in [(row.model, row.key), *row.needs]:
                named.setdefault(model, set()).add(key[0])
        for model in NAMED:
            self._read(model, f"{KEYS[model][0]}__in", named.get(model, ()))
        for model in (Section, Step):
            self._read(model, "track__uid__in", [track])
        for model in (Skill, Community, Resource):
            self._read(model, "pk__in", self._cited(model))
        self._read(TaggedResource, "content_object__uid__in", named.get(TaggedResource, ()))
        for thing in self.by_pk.values():
            self._acquaint(thing)
        for (model, _pk), thing in self.by_pk.items():
            self.by_key[model, _key(thing)] = thing

    def _read(self, model: Any, field: str, names: Iterable[Any]) -> None:
        found = model.objects.all()
        if model is Resource:
            found = found.select_related("merged_into").prefetch_related("skills")
        if model is TaggedResource:
            found = found.select_related("tag")
        for some in batched(names, AT_ONCE, strict=False):
            for thing in found.filter(**{field: some}):
                self.by_pk[model, thing.pk] = thing

    def _cited(self, model: type[Model]) -> set[Any]:
        """What steps of curators point to, too: the history writes down its name."""
        field = f"{model._meta.model_name}_id"
        cited = {getattr(step, field) for (kind, _pk), step in self.by_pk.items() if kind is Step}
        return {pk for pk in cited if pk and (model, pk) not in self.by_pk}

    def _acquaint(self, thing: Any) -> None:
        for field in thing._meta.concrete_fields:
            there = self.by_pk.get((field.related_model, getattr(thing, field.attname)))
            if there is not None:
                setattr(thing, field.name, there)

    def get(self, model: Any, key: Iterable[str]) -> Any:
        return self.by_key.get((model, tuple(key)))

    def add(self, row: Row, thing: Any) -> None:
        self.by_key[row.model, tuple(row.key)] = thing

    def wanted(self, row: Row) -> tuple[Any, dict[str, list[Any]]]:
        """The row as the file wants it, and what it is related to. Not saved. Raises
        `BrokenFileError`."""
        if missing := [reference(*it) for it in row.needs if self.get(*it) is None]:
            raise row.broken(f"points to {', '.join(missing)}, which does not exist.")
        thing, many = row.model(), {}
        for field in fields_of(row.model):
            value: Any = row.fields.get(field.name)
            if field.name not in row.fields:
                continue
            if field.many_to_many:
                many[field.name] = [self.get(field.related_model, key) for key in value or ()]
            elif field.is_relation:
                there = value and self.get(field.related_model, value)
                setattr(thing, field.name, there or None)
            else:
                setattr(thing, field.name, _read_as(field, row, value))
        return thing, many


def _key(thing: Any) -> tuple[str, ...]:
    """Its natural key, as files write it: of a tag the slug, whatever the library says."""
    return (thing.slug,) if isinstance(thing, Tag) else thing.natural_key()


def _read_as(field: Any, row: Row, value: Any) -> Any:
    try:
        return field.to_python(value)
    except ValidationError as error:
        raise row.broken(" ".join(error.messages)) from None
    except (TypeError, ValueError, OverflowError) as error:
        raise row.broken(f"{field.name}: {error}") from None
