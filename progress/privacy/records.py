"""What a file of the format `trilha/1` says of one person's way, as plain data. Reading writes
nothing; what does not have the right shape is a `WrongShapeError`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from catalog.links import LONGEST as LONGEST_ADDRESS
from catalog.shape import Piece, WrongShapeError

from ..models import Mastery, OwnLink, State
from ..models.bookmark import THINGS
from ..models.note import LONGEST as LONGEST_NOTE

STATES = {state.word: state for state in State}
MASTERIES = {mastery.name.lower(): mastery for mastery in Mastery}
KINDS = {name: name for name in THINGS}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHOWN = ("name", "percent", "dates", "rhythm")
UID, TITLE = 80, 300
LONGEST_JOINED = 2 * LONGEST_NOTE  # two notes that differ stand below each other


@dataclass(frozen=True)
class Ref:
    """A thing of the catalog as another site names it: a uid, and an address where it has one."""

    uid: str
    title: str
    url: str = ""


@dataclass(frozen=True)
class Mark:
    resource: Ref
    state: State
    at: datetime
    track: str | None = None


@dataclass(frozen=True)
class EarlierPass:
    track: str
    section: str | None
    title: str
    began_at: datetime
    ended_at: datetime
    marks: list[Mark]


@dataclass(frozen=True)
class Written:
    resource: Ref
    text: str
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Kept:
    kind: str
    thing: Ref
    created_at: datetime


@dataclass(frozen=True)
class Own:
    track: str
    section: str | None
    title: str
    url: str
    state: State
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Judged:
    skill: Ref
    mastery: Mastery
    at: datetime


@dataclass(frozen=True)
class Followed:
    track: str
    seen: list[Ref]
    seen_at: datetime


@dataclass(frozen=True)
class Planned:
    track: str
    minutes: int
    weekdays: int
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Agreed:
    resource: Ref
    due_on: date | None
    created_at: datetime


@dataclass(frozen=True)
class Shown:
    handle: str
    tracks: list[str]
    shows: set[str]


@dataclass(frozen=True)
class Record:
    completions: list[Mark]
    activity: list[Mark]
    passes: list[EarlierPass]
    notes: list[Written]
    bookmarks: list[Kept]
    own_links: list[Own]
    assessments: list[Judged]
    followings: list[Followed]
    plan: Planned | None
    agreed: list[Agreed]
    public_page: Shown | None


def read(file: Piece) -> Record:
    def each[T](name: str, one: Callable[[Piece], T]) -> list[T]:
        return [one(piece) for piece in file.pieces(name)]

    plan, page = file.piece_or_none("plan"), file.piece_or_none("public_page")
    return Record(
        completions=each("completions", _mark),
        activity=each("activity", _event),
        passes=each("passes", _pass),
        notes=each("notes", _note),
        bookmarks=each("bookmarks", _bookmark),
        own_links=each("own_links", _own_link),
        assessments=each("assessments", _assessment),
        followings=each("followings", _following),
        plan=_plan(plan) if plan else None,
        # There was none of it when the first copies were made.
        agreed=each("agreed", _agreed) if "agreed" in file.value else [],
        public_page=_page(page) if page else None,
    )


def ref(piece: Piece, *, address: bool = True) -> Ref:
    url = piece.text("url", LONGEST_ADDRESS) if address else ""
    return Ref(piece.text("uid", UID), piece.text("title", TITLE), url)


def _mark(piece: Piece) -> Mark:
    return Mark(ref(piece.piece("resource")), piece.word("state", STATES), piece.moment("at"))


def _event(piece: Piece) -> Mark:
    mark = _mark(piece)
    return Mark(mark.resource, mark.state, mark.at, piece.text_or_none("track", UID))


def _pass(piece: Piece) -> EarlierPass:
    return EarlierPass(
        track=piece.text("track", UID),
        section=piece.text_or_none("section", UID),
        title=piece.text("title", TITLE),
        began_at=piece.moment("began_at"),
        ended_at=piece.moment("ended_at"),
        marks=[_mark(inner) for inner in piece.pieces("marks")],
    )


def _note(piece: Piece) -> Written:
    return Written(
        ref(piece.piece("resource")),
        piece.text("text", LONGEST_JOINED, empty=True),
        piece.moment("created_at"),
        piece.moment("changed_at"),
    )


def _bookmark(piece: Piece) -> Kept:
    kind = piece.word("kind", KINDS)
    return Kept(kind, ref(piece, address=kind == "resource"), piece.moment("created_at"))


def _own_link(piece: Piece) -> Own:
    own = Own(
        track=piece.text("track", UID),
        section=piece.text_or_none("section", UID),
        title=piece.text("title", TITLE),
        url=piece.text("url", LONGEST_ADDRESS),
        state=piece.word("state", STATES),
        created_at=piece.moment("created_at"),
        changed_at=piece.moment("changed_at"),
    )
    _judge(OwnLink, "url", own.url, piece)  # an address that nobody should be sent to
    return own


def _assessment(piece: Piece) -> Judged:
    skill = ref(piece.piece("skill"), address=False)
    return Judged(skill, piece.word("mastery", MASTERIES), piece.moment("at"))


def _following(piece: Piece) -> Followed:
    seen = [ref(inner) for inner in piece.pieces("seen")]
    return Followed(piece.text("track", UID), seen, piece.moment("seen_at"))


def _plan(piece: Piece) -> Planned:
    days = piece.words("weekdays", WEEKDAYS)
    plan = Planned(
        track=piece.text("track", UID),
        minutes=piece.number("minutes", 15, 60 * 80),
        weekdays=sum(1 << bit for bit, day in enumerate(WEEKDAYS) if day in days),
        created_at=piece.moment("created_at"),
        changed_at=piece.moment("changed_at"),
    )
    if not days:
        raise WrongShapeError(f"{piece.place}.weekdays", _("está em branco."))
    return plan


def _agreed(piece: Piece) -> Agreed:
    day = piece.day_or_none("due_on")
    return Agreed(ref(piece.piece("resource")), day, piece.moment("created_at"))


def _page(piece: Piece) -> Shown:
    handle = piece.text("handle", 30)
    return Shown(handle, piece.texts("tracks", UID), piece.words("shows", SHOWN))


def _judge(model: type[models.Model], name: str, value: Any, piece: Piece) -> None:
    """What the model's own field says of a value."""
    try:
        field: Any = model._meta.get_field(name)
        field.run_validators(value)
    except ValidationError as error:
        raise WrongShapeError(f"{piece.place}.{name}", " ".join(error.messages)) from None
