"""A track as one JSON document that another Trilha can bring in: `trilha/track/1`, whose schema is
trackfile.json. It is read as the file of a track (`catalog/fixture.py`) and loaded in the same way.

The document holds everything that the track's pages say of it, and nothing of one installation:
no keys, no dates of publication, no place among other tracks.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import Model, Q
from taggit.models import Tag

from .links import canonical
from .models import (
    Community,
    Cost,
    Kind,
    Language,
    Level,
    Requirement,
    Resource,
    Section,
    Skill,
    Step,
    TaggedResource,
    Track,
)
from .models.base import free_uid
from .models.order import in_reading_order
from .shape import Piece, WrongShapeError

FORMAT = "trilha/track/1"
SCHEMA = Path(__file__).with_name("trackfile.json")
DEEPEST = 20

Row = dict[str, Any]

# The fields that a document says of each thing, in its order; what is missing here stays as it is.
TRACK = ("uid", "title", "summary", "description", "language")
SOURCE = ("url", "path", "commit", "fetched_on", "author", "license")
SKILL = ("uid", "title", "title_language", "description")
COMMUNITY = ("uid", "title", "title_language", "url", "language", "description")
RESOURCE = (
    *("uid", "title", "title_language", "url", "description"),
    *("kind", "level", "language", "cost", "minutes"),
)
SECTION = ("uid", "title", "title_language", "url", "description")
STEP = ("uid", "title", "title_language", "remark", "requirement")
SAYS: dict[type[Model], set[str]] = {
    Track: {*TRACK, *(f"source_{name}" for name in SOURCE)},
    Skill: {*SKILL},
    Community: {*COMMUNITY},
    Resource: {*RESOURCE, "skills"},
    Section: {*SECTION, "track", "parent", "position"},
    Step: {*STEP, "track", "section", "parent", "position", "resource", "skill", "community"},
}
SEVERAL_LINES = {"description", "remark"}
WORDS = {
    "kind": Kind.values,
    "level": Level.values,
    "cost": Cost.values,
    "requirement": Requirement.values,
    "language": Language.values,
    "title_language": Language.values,
}


def document(track: Track) -> Row:
    """What of a track can be carried elsewhere, a draft's too."""
    standing = track.steps.standing()
    steps = in_reading_order(standing.select_related("resource__merged_into", "skill", "community"))
    resources = {step.material.pk: step.material for step in steps if step.material}
    of_steps = [step.skill for step in steps if step.skill]
    taught = Skill.objects.current().filter(resources__in=resources).distinct()
    skills = {skill.uid: skill for skill in [*of_steps, *taught]}
    communities = {step.community.uid: step.community for step in steps if step.community}
    return {
        "format": FORMAT,
        **_said(track, TRACK),
        "source": {name: _plain(getattr(track, f"source_{name}")) for name in SOURCE},
        "sections": _sections(track, steps),
        "resources": list(_resources(resources)),
        "skills": [_said(skill, SKILL) for skill in skills.values()],
        "communities": [_said(community, COMMUNITY) for community in communities.values()],
    }


def _said(row: Any, names: tuple[str, ...]) -> Row:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)


def _resources(resources: dict[int, Resource]) -> Iterator[Row]:
    found = Resource.objects.filter(pk__in=resources).prefetch_related("tags", "skills")
    for resource in found.order_by("pk"):
        yield {
            **_said(resource, RESOURCE),
            "skills": sorted(skill.uid for skill in resource.skills.all() if not skill.retired_at),
            "tags": sorted(tag.name for tag in resource.tags.all()),
        }


def _sections(track: Track, steps: list[Step]) -> list[Row]:
    outer: list[Row] = []
    sections: dict[int, Row] = {}
    rows: dict[int, Row] = {}
    for section in in_reading_order(track.sections.all()):
        made = {**_said(section, SECTION), "steps": [], "sections": []}
        sections[section.pk] = made
        above = sections.get(section.parent_id or 0)
        (above["sections"] if above else outer).append(made)
    for step in steps:
        rows[step.pk] = row = {**_said(step, STEP), **_target(step), "steps": []}
        (rows.get(step.parent_id or 0) or sections[step.section_id])["steps"].append(row)
    return outer


def _target(step: Step) -> dict[str, str]:
    for name, thing in (
        ("resource", step.material),
        ("skill", step.skill),
        ("community", step.community),
    ):
        if thing:
            return {name: thing.uid}
    return {}


def records(data: Any) -> list[Row]:
    """A document as the records of a fixture, for the loader. Raises `WrongShapeError`.

    What is here already under another uid is found by its address and used as it is.
    """
    return _Reading(Piece(data)).records


class _Reading:
    def __init__(self, whole: Piece) -> None:
        if whole.text("format", 100) != FORMAT:
            raise WrongShapeError("format", f"{FORMAT}?")
        self.records: list[Row] = []
        self.renamed: dict[tuple[type[Model], str], str] = {}
        names = {name for it in whole.pieces("resources") for name in it.texts("tags", 100)}
        known = Tag.objects.filter(name__in=names)
        self.tags = dict(known.values_list("name", "slug"))
        self.tagged: set[str] = set()
        self.track = whole.text("uid", 80)
        self._track(whole)
        for piece in whole.pieces("skills"):
            self._add(Skill, _fields(piece, SKILL))
        self._entries(Community, COMMUNITY, list(whole.pieces("communities")))
        self._entries(Resource, RESOURCE, list(whole.pieces("resources")))
        self.sections = 0
        for piece in whole.pieces("sections"):
            self._section(piece, None, 0)

    def _add(self, model: type[Model], fields: Row) -> None:
        self.records.append({"model": model._meta.label_lower, "fields": fields})

    def _track(self, whole: Piece) -> None:
        source = whole.piece("source")
        told = [name for name in SOURCE if source.value.get(name)]
        said = {
            f"source_{name}": source.text(name, 100_000, empty=True, one_line=True) for name in told
        }
        self._add(Track, _fields(whole, TRACK) | said)

    def _entries(self, model: Any, names: tuple[str, ...], pieces: list[Piece]) -> None:
        said = [_fields(piece, names) for piece in pieces]
        addresses = {canonical(row["url"]): row["uid"] for row in said}
        known = model.objects.filter(
            Q(address__in=addresses) | Q(uid__in=addresses.values())
        ).values_list("address", "uid")
        here = dict(known)
        taken = {uid for _address, uid in known}
        for row, piece in zip(said, pieces, strict=True):
            uid = here.get(canonical(row["url"]))
            if uid and uid != row["uid"]:
                self.renamed[model, row["uid"]] = uid  # ours stays as it is
                continue
            if not uid and row["uid"] in taken and not self._cites(model, row["uid"]):
                # The same name, and another thing.
                self.renamed[model, row["uid"]] = row["uid"] = free_uid(row["uid"], taken)
                taken.add(row["uid"])
            self._add(model, row | self._related(model, row["uid"], piece))

    def _cites(self, model: type[Model], uid: str) -> bool:
        field = model.__name__.lower()
        return Step.objects.filter(**{"track__uid": self.track, f"{field}__uid": uid}).exists()

    def _related(self, model: type[Model], uid: str, piece: Piece) -> Row:
        if model is not Resource:
            return {}
        for name in piece.texts("tags", 100):
            slug = self._tag(name)
            self._add(TaggedResource, {"content_object": [uid], "tag": [slug]})
        return {"skills": [[skill] for skill in piece.texts("skills", 80)]}

    def _tag(self, name: str) -> str:
        slug: str = self.tags.setdefault(name, Tag().slugify(name))
        if name not in self.tagged:
            self.tagged.add(name)
            self._add(Tag, {"name": name, "slug": slug})
        return slug

    def _section(self, piece: Piece, parent: str | None, depth: int) -> None:
        """Sections are numbered all along the track, as `Track.renumber` does: what lists steps
        across a track goes by it."""
        if depth > DEEPEST:
            raise WrongShapeError(piece.place, f"> {DEEPEST}")
        fields = _fields(piece, SECTION)
        above = {"parent": [self.track, parent]} if parent else {}
        self.sections += 1
        here = {"track": [self.track], "position": self.sections * 10}
        self._add(Section, fields | here | above)
        for inner, step in enumerate(piece.pieces("steps"), 1):
            self._step(step, inner, fields["uid"], None, depth + 1)
        for section in piece.pieces("sections"):
            self._section(section, fields["uid"], depth + 1)

    def _step(self, piece: Piece, place: int, section: str, parent: str | None, depth: int) -> None:
        if depth > DEEPEST:
            raise WrongShapeError(piece.place, f"> {DEEPEST}")
        fields = _fields(piece, STEP)
        for model in (Resource, Skill, Community):
            name = model.__name__.lower()
            if name in piece.value:
                uid = piece.text(name, 80)
                fields[name] = [self.renamed.get((model, uid), uid)]
        above = {"parent": [self.track, parent]} if parent else {}
        here = {"track": [self.track], "section": [self.track, section], "position": place * 10}
        self._add(Step, fields | here | above)
        for inner, step in enumerate(piece.pieces("steps"), 1):
            self._step(step, inner, section, fields["uid"], depth + 1)


def _fields(piece: Piece, names: tuple[str, ...]) -> Row:
    """The plain values of a piece; whether they are good ones, the models say."""
    return {name: _field(piece, name) for name in names}


def _field(piece: Piece, name: str) -> Any:
    if name == "minutes":
        return None if piece.value.get(name) is None else piece.number(name, 1, 10_000)
    text = piece.text(name, 100_000, empty=True, one_line=name not in SEVERAL_LINES)
    if name in WORDS and text and text not in WORDS[name]:
        raise WrongShapeError(f"{piece.place}.{name}", f"“{text}”?")
    return text
