"""What the room hands out: rows named as another site can find them, never by database keys."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model

from catalog.models import PAGE_FETCH_MODE, Resource, Suggestion

from ..models import (
    Assessment,
    Bookmark,
    Completion,
    Due,
    Following,
    Mastery,
    Note,
    OwnLink,
    Pass,
    PassMark,
    PublicPage,
    State,
    StudyEvent,
    StudyPlan,
)
from .records import SHOWN, WEEKDAYS

Row = dict[str, Any]


def export(learner_id: int) -> Row:
    """The room's part of `trilha/1`. `progress.privacy.records.read` is the way back."""
    return {
        "completions": _completions(learner_id),
        "activity": _activity(learner_id),
        "passes": _passes(learner_id),
        "notes": _notes(learner_id),
        "bookmarks": _bookmarks(learner_id),
        "own_links": _own_links(learner_id),
        "assessments": _assessments(learner_id),
        "followings": _followings(learner_id),
        "plan": _plan(learner_id),
        "agreed": _agreed(learner_id),
        "public_page": _public_page(learner_id),
        "suggestions": _suggestions(learner_id),
    }


def moment(at: datetime | None) -> str | None:
    """In UTC with microseconds, so that a date comes back as the one that left."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def named(thing: Any) -> Row:
    """A thing of the catalog: its uid, what it is called, and its address where it has one."""
    row = {"uid": thing.uid, "title": thing.title}
    return row | ({"url": thing.url} if hasattr(thing, "url") else {})


def _mine[M: Model](model: type[M], learner_id: int, *related: str) -> Any:
    rows = model._default_manager.filter(learner=learner_id).fetch_mode(PAGE_FETCH_MODE)
    return rows.select_related(*related) if related else rows


def _uid(thing: Any) -> str | None:
    return thing.uid if thing else None


def _mark(row: Completion | StudyEvent | PassMark, at: datetime) -> Row:
    return {"resource": named(row.resource), "state": State(row.state).word, "at": moment(at)}


def _completions(learner_id: int) -> list[Row]:
    rows = _mine(Completion, learner_id, "resource").order_by("changed_at", "resource__uid")
    return [_mark(row, row.changed_at) for row in rows]


def _activity(learner_id: int) -> list[Row]:
    rows = _mine(StudyEvent, learner_id, "resource", "track").order_by("at", "pk")
    return [{**_mark(row, row.at), "track": _uid(row.track)} for row in rows]


def _passes(learner_id: int) -> list[Row]:
    marks: dict[int, list[Row]] = {}
    kept = PassMark.objects.filter(of__learner=learner_id).select_related("resource")
    for mark in kept.order_by("at", "resource__uid").fetch_mode(PAGE_FETCH_MODE):
        marks.setdefault(mark.of_id, []).append(_mark(mark, mark.at))
    return [
        {
            "track": _uid(row.track),
            "section": _uid(row.section),
            "title": row.title,
            "began_at": moment(row.began_at),
            "ended_at": moment(row.ended_at),
            "marks": marks.get(row.pk, []),
        }
        for row in _mine(Pass, learner_id, "track", "section").order_by("ended_at", "pk")
    ]


def _notes(learner_id: int) -> list[Row]:
    return [
        {"resource": named(row.resource), "text": row.text, **_dates(row)}
        for row in _mine(Note, learner_id, "resource").order_by("created_at", "pk")
    ]


def _bookmarks(learner_id: int) -> list[Row]:
    rows = _mine(Bookmark, learner_id, "resource", "skill", "community", "track")
    return [
        {
            "kind": row.kind,
            # Under the name it was kept by, like marks and notes: of a duplicate not the survivor.
            **named(getattr(row, row.kind)),
            "created_at": moment(row.created_at),
        }
        for row in rows.order_by("created_at", "pk")
    ]


def _own_links(learner_id: int) -> list[Row]:
    return [
        {
            "uid": str(row.uid),
            "track": _uid(row.track),
            "section": _uid(row.section),
            "title": row.title,
            "url": row.url,
            "state": State(row.state).word,
            **_dates(row),
        }
        for row in _mine(OwnLink, learner_id, "track", "section").order_by("created_at", "pk")
    ]


def _assessments(learner_id: int) -> list[Row]:
    return [
        {
            "skill": named(row.skill),
            "mastery": Mastery(row.mastery).name.lower(),
            "at": moment(row.at),
        }
        for row in _mine(Assessment, learner_id, "skill").order_by("at", "pk")
    ]


def _followings(learner_id: int) -> list[Row]:
    rows = list(_mine(Following, learner_id, "track").order_by("track__uid"))
    seen = Resource.objects.in_bulk({key for row in rows for key in row.seen})
    return [
        {
            "track": _uid(row.track),
            "seen": [named(seen[key]) for key in row.seen if key in seen],
            "seen_at": moment(row.seen_at),
        }
        for row in rows
    ]


def _plan(learner_id: int) -> Row | None:
    """Without the key of the calendar: whoever has a copy of the file must not read along."""
    plan = _mine(StudyPlan, learner_id, "track").first()
    if plan is None:
        return None
    return {
        "track": plan.track.uid,
        "minutes": plan.minutes,
        "weekdays": [day for bit, day in enumerate(WEEKDAYS) if plan.weekdays >> bit & 1],
        "calendar_since": moment(plan.calendar_since),
        "mail_since": moment(plan.mail_since),
        **_dates(plan),
    }


def _agreed(learner_id: int) -> list[Row]:
    return [
        {
            "resource": named(row.resource),
            "due_on": str(row.due_on) if row.due_on else None,
            "created_at": moment(row.created_at),
        }
        for row in _mine(Due, learner_id, "resource").order_by("created_at", "pk")
    ]


def _public_page(learner_id: int) -> Row | None:
    page = _mine(PublicPage, learner_id).prefetch_related("tracks").first()
    if page is None:
        return None
    return {
        "handle": page.handle,
        "on_since": moment(page.on_since),
        "tracks": sorted(track.uid for track in page.tracks.all()),
        "shows": [name for name in SHOWN if getattr(page, f"shows_{name}")],
        "changed_at": moment(page.changed_at),
    }


def _suggestions(learner_id: int) -> list[Row]:
    made: Iterable[Suggestion] = (
        Suggestion.objects.filter(by=learner_id)
        .select_related("track", "section", "about")
        .order_by("made_at", "pk")
        .fetch_mode(PAGE_FETCH_MODE)
    )
    return [
        {
            "kind": row.kind,
            "track": _uid(row.track),
            "section": _uid(row.section),
            "about": named(row.about) if row.about else None,
            "title": row.title,
            "url": row.url,
            "changes": row.changes,
            "remark": row.remark,
            "named": row.named,
            "status": row.status,
            "reason": row.reason,
            "made_at": moment(row.made_at),
            "decided_at": moment(row.decided_at),
        }
        for row in made
    ]


def _dates(row: Any) -> Row:
    return {"created_at": moment(row.created_at), "changed_at": moment(row.changed_at)}
