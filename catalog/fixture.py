"""Reads the file of a track: Django's fixture format, without primary keys. Asks no database."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Field, Model
from taggit.models import Tag

from .models import Community, Resource, Section, Skill, Step, TaggedResource, Track

# What a file may hold, and the fields that say which row is meant.
KEYS: dict[type[Model], tuple[str, ...]] = {
    Tag: ("slug",),
    Track: ("uid",),
    Skill: ("uid",),
    Community: ("uid",),
    Resource: ("uid",),
    TaggedResource: ("content_object", "tag"),
    Section: ("track", "uid"),
    Step: ("track", "uid"),
}
MODELS = {model._meta.label_lower: model for model in KEYS}
# A row works these out by itself. They stand in the file for plain `loaddata`, which cannot.
ITS_OWN = ("address", "stems", "created_at")


class BrokenFileError(Exception):
    """The file cannot be loaded. The message says where it is wrong, to an operator."""


@dataclass(frozen=True)
class Row:
    number: int  # its place in the file, from 1
    model: type[Model]
    fields: dict[str, Any]

    @property
    def key(self) -> list[str]:
        parts = [self.fields[name] for name in KEYS[self.model]]
        return [text for part in parts for text in (part if isinstance(part, list) else [part])]

    @property
    def ref(self) -> str:
        return reference(self.model, self.key)

    @property
    def needs(self) -> Iterator[tuple[Any, list[str]]]:
        """Model and key of the rows that this one points to."""
        for field in fields_of(self.model):
            if (value := self.fields.get(field.name)) and field.is_relation:
                for key in value if field.many_to_many else [value]:
                    yield field.related_model, key

    def broken(self, why: str) -> BrokenFileError:
        return _broken(self.number, f"{self.ref}: {why}")


def reference(model: type[Model], key: list[str]) -> str:
    """`catalog.step:engenharia-de-ml/regras-de-ml`"""
    return f"{model._meta.label_lower}:{'/'.join(key)}"


def rows_of(records: Any) -> dict[str, Row]:
    """The rows of one track, by reference. Raises `BrokenFileError`."""
    if not isinstance(records, list):
        raise BrokenFileError("The file needs to be a list of records.")
    rows: dict[str, Row] = {}
    for number, raw in enumerate(records, 1):
        row = _row(number, raw)
        if row.ref in rows:
            raise row.broken(f"repeats record {rows[row.ref].number}.")
        rows[row.ref] = row
    track = track_of(rows)
    for row in rows.values():
        if any(_of_another_track(*it, track) for it in ((row.model, row.key), *row.needs)):
            raise row.broken("belongs or points to another track.")
    return rows


def track_of(rows: dict[str, Row]) -> str:
    tracks = [str(row.fields["uid"]) for row in rows.values() if row.model is Track]
    if len(tracks) != 1:
        raise BrokenFileError("The file needs exactly one track (catalog.track).")
    return tracks[0]


def files_of_tracks(folders: Iterable[str | Path]) -> list[Path]:
    """The files in these folders that hold a track, whatever else lies beside them."""
    found = sorted(path for folder in folders for path in Path(folder).glob("*.json"))
    return [path for path in found if _holds_a_track(path)]


def _holds_a_track(path: Path) -> bool:
    try:
        rows = parsed(path)
    except BrokenFileError:
        return True  # it might; loading it will say what is wrong
    label = Track._meta.label_lower
    return isinstance(rows, dict) or any(
        isinstance(raw, dict) and raw.get("model") == label for raw in rows
    )


def fields_of(model: type[Model]) -> "list[Field[Any, Any]]":
    """The fields that a file may say. Tags travel as rows of their own."""
    many: Any = model._meta.many_to_many
    plain = [field for field in many if field.remote_field.through._meta.auto_created]
    return [field for field in (*model._meta.fields, *plain) if not field.primary_key]


def parsed(path: Path) -> Any:
    """The JSON of a file. Raises `BrokenFileError`."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BrokenFileError(f"The file cannot be opened: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BrokenFileError("The file is no text in UTF-8.") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BrokenFileError(f"The file is not JSON: {place} ({error.msg}).") from None
    except RecursionError:
        raise BrokenFileError("The file is nested too deeply.") from None


def _row(number: int, raw: Any) -> Row:
    """One row, if its shape is right. Whether its values are is for the models to say."""
    model = MODELS.get(str(raw.get("model"))) if isinstance(raw, dict) else None
    fields = raw.get("fields") if model else None
    if model is None or not isinstance(fields, dict):
        raise _broken(number, "“model” or “fields” is missing, or the model is no catalog model.")
    if raw.get("pk") is not None:
        raise _broken(number, "a primary key means nothing in another database: remove “pk”.")
    known = {field.name: field for field in fields_of(model)}
    if strange := sorted(fields.keys() - known.keys()):
        raise _broken(number, f"does not know {', '.join(strange)}.")
    for name, field in known.items():
        if not _well_shaped(field, fields.get(name), needed=name in KEYS[model]):
            raise _broken(number, f"“{name}” is missing or has another shape.")
    return Row(number, model, {name: v for name, v in fields.items() if name not in ITS_OWN})


def _well_shaped(field: "Field[Any, Any]", value: Any, needed: bool) -> bool:
    if value is None:
        return not needed
    if field.many_to_many:
        return isinstance(value, list) and all(map(_is_key, value))
    if field.is_relation:
        return _is_key(value)
    return isinstance(value, str | int | bool) and "\0" not in str(value)


def _is_key(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, str) for part in value)


def _of_another_track(model: type[Model], key: list[str], track: str) -> bool:
    return model in (Section, Step) and key[0] != track


def _broken(number: int, why: str) -> BrokenFileError:
    return BrokenFileError(f"Record {number}: {why}")
