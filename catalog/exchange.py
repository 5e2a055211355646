"""Resources as a table and back: what one edits in a spreadsheet comes in again as a plan that is
looked at first."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from io import StringIO
from typing import Any

import reversion
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .history import changing_the_catalog
from .links import canonical
from .models import Edition, Resource, Skill
from .models.base import Uids
from .models.resource import ResourceQuerySet, validate_tag
from .spreadsheet import BrokenTableError, one_end, read, safe, written

# The columns. A column that is missing leaves its field as it is; an empty cell empties it.
FIELDS = [
    *("uid", "title", "title_language", "url", "kind", "level", "language", "cost", "minutes"),
    "description",
]
LISTS = ("tags", "skills")  # their names or uids, parted by commas
MOST = 5_000


def table(resources: ResourceQuerySet) -> str:
    """The CSV of these resources, for spreadsheets and for `Incoming`."""
    rows = resources.order_by("title", "pk").prefetch_related("tags", "skills")
    return written((_row(resource) for resource in rows), [*FIELDS, *LISTS])


def _row(resource: Resource) -> dict[str, str]:
    values = {name: getattr(resource, name) for name in FIELDS}
    lists = {"tags": _names(resource.tags.all()), "skills": _uids(resource.skills.all())}
    return {name: safe(_text(value)) for name, value in (values | lists).items()}


def _text(value: Any) -> str:
    if isinstance(value, list):
        # A name with a comma in it would come back as two.
        return ", ".join(f'"{name}"' if "," in name else name for name in value)
    return "" if value is None else str(value)


def _names(tags: Iterable[Any]) -> list[str]:
    return sorted(tag.name for tag in tags)


def _uids(skills: Iterable[Any]) -> list[str]:
    return sorted(skill.uid for skill in skills)


@dataclass
class Line:
    """One row of a table that came: what it would change, or why it cannot."""

    number: int  # in the file, the head is the first
    resource: Resource
    said: list[tuple[str, str, str]] = field(default_factory=list)  # field, before, after
    lists: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.resource.pk is None


class Incoming:
    """A table that came. Nothing is written before `apply`. Raises `BrokenTableError`."""

    def __init__(self, text: str) -> None:
        try:
            rows = read(text)
        except BrokenTableError:
            raise BrokenTableError(
                _("há linhas com mais ou menos colunas que a primeira")
            ) from None
        if not {"uid", "url"} & set(rows[0] if rows else ()):
            raise BrokenTableError(_("Falta a coluna uid ou a coluna url."))
        if len(rows) > MOST:
            raise BrokenTableError(_("São até %(n)d linhas de cada vez.") % {"n": MOST})
        self._look_up(rows)
        self.lines = [self._line(number, row) for number, row in enumerate(rows, 2)]

    @property
    def new(self) -> list[Line]:
        return [line for line in self.lines if line.is_new and not line.problems]

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.said and not (line.is_new or line.problems)]

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if line.problems]

    @property
    def same(self) -> int:
        return len(self.lines) - len(self.new) - len(self.changed) - len(self.wrong)

    def _look_up(self, rows: list[dict[str, str]]) -> None:
        """Everything the lines may name, in a few statements whatever their number."""
        uids = [row["uid"] for row in rows if row.get("uid")]
        addresses = [canonical(row["url"]) for row in rows if row.get("url")]
        of_uid = Resource.objects.filter(uid__in=uids)
        of_address = Resource.objects.filter(address__in=addresses)
        found = (of_uid | of_address).prefetch_related("tags", "skills")
        self.of_uid = {resource.uid: resource for resource in found}
        self.of_address = {resource.address: resource for resource in found}
        self.skills = {skill.uid: skill for skill in Skill.objects.all()}
        self.uids = Uids([*Resource.objects.values_list("uid", flat=True), *uids])
        self.seen: dict[str, int] = {}  # uid or address → the first line that changes it

    def _line(self, number: int, row: dict[str, str]) -> Line:
        stored = self.of_uid.get(row.get("uid", "")) or self.of_address.get(
            canonical(row.get("url", ""))
        )
        if stored is None:
            uid = row.get("uid") or self.uids.take(row.get("title", ""), "recurso")
            stored = Resource(uid=uid)
        line = Line(number, stored)
        if strange := sorted(set(row) - {*FIELDS, *LISTS}):
            line.problems.append(_("Não conhecemos a coluna %s.") % ", ".join(strange))
            return line
        for name in FIELDS[1:]:
            if name in row:
                self._field(line, name, row[name])
        for name in LISTS:
            if name in row:
                self._list(line, name, row[name])
        self._judge(line)
        return line

    def _field(self, line: Line, name: str, cell: str) -> None:
        model_field: Any = Resource._meta.get_field(name)
        before = getattr(line.resource, name)
        words = {str(label).casefold(): value for value, label in model_field.choices or ()}
        value: Any = words.get(cell.casefold(), cell)
        if model_field.get_internal_type() == "PositiveIntegerField":
            value = None if cell == "" else int(cell) if _is_number(cell) else cell
        # Browsers and spreadsheets end lines in different ways, and no cell ends in a space.
        if value == before or one_end(_text(value)) == one_end(_text(before)).strip():
            return
        setattr(line.resource, name, value)
        line.said.append((str(model_field.verbose_name), _text(before), _text(value)))

    def _list(self, line: Line, name: str, cell: str) -> None:
        wanted = sorted(set(_split(cell)))
        stored = line.resource.pk is not None
        if name == "skills":
            before = _uids(line.resource.skills.all()) if stored else []
            if unknown := [uid for uid in wanted if uid not in self.skills]:
                line.problems.append(_("Não há a habilidade %s.") % ", ".join(unknown))
        else:
            before = _names(line.resource.tags.all()) if stored else []
            line.problems += _complaints(validate_tag, wanted)
        if wanted != before:
            line.lists[name] = wanted
            label = str(_field_named(name))
            line.said.append((label, _text(before), _text(wanted)))

    def _judge(self, line: Line) -> None:
        resource = line.resource
        if not (line.said or line.is_new):
            return
        try:
            # What only the database can tell was looked up for all lines at once.
            zero = resource.minutes == 0
            resource.full_clean(validate_unique=False, validate_constraints=zero)
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                before = f"{_field_named(name)}: " if name != "__all__" else ""
                line.problems += [before + text for text in texts]
        address = canonical(resource.url)
        there = self.of_address.get(address)
        if there and there.pk != resource.pk:
            line.problems.append(_("Já existe um recurso com este endereço."))
        same_uid = _("O mesmo uid está na linha %(n)d.")
        same_address = _("O mesmo endereço está na linha %(n)d.")
        for name, text in ((resource.uid, same_uid), (address, same_address)):
            if name and (first := self.seen.setdefault(name, line.number)) != line.number:
                line.problems.append(text % {"n": first})

    @property
    def seal(self) -> str:
        """The same as long as the table would change the same things."""
        said = [(line.number, line.resource.uid, line.said, line.problems) for line in self.lines]
        return sha256(repr(said).encode()).hexdigest()

    @classmethod
    def bring(cls, text: str, seal: str, by: Any) -> int | None:
        """Do what was looked at; how many resources changed. None when it would now be something
        else, because somebody was faster."""
        with transaction.atomic():
            Edition.hold()
            incoming = cls(text)
            return incoming.apply(by) if incoming.seal == seal else None

    def apply(self, by: Any) -> int:
        """Write all of it in one entry of the history; how many resources changed, none of them
        while a line is wrong."""
        lines = [] if self.wrong else [*self.new, *self.changed]
        if not lines:
            return 0
        with changing_the_catalog(by, _("trouxe uma planilha de recursos")):
            for line in lines:
                line.resource.save()
                if "skills" in line.lists:
                    line.resource.skills.set([self.skills[uid] for uid in line.lists["skills"]])
                if "tags" in line.lists:
                    line.resource.tags.set(line.lists["tags"])
                reversion.add_to_revision(line.resource)  # as it is now, with its tags
        return len(lines)


def _split(cell: str) -> list[str]:
    """`um, "dois, três"` → two names."""
    rows = csv.reader(StringIO(cell, newline=""), skipinitialspace=True)
    return [name.strip() for row in rows for name in row if name.strip()]


def _is_number(cell: str) -> bool:
    """Python makes no number of thousands of digits, and no field of ours takes one."""
    return cell.isdecimal() and len(cell) < 19


def _field_named(name: str) -> Any:
    try:
        return Resource._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name


def _complaints(validate: Any, values: list[str]) -> list[str]:
    said: list[str] = []
    for value in values:
        try:
            validate(value)
        except ValidationError as error:
            said += error.messages
    return said
