"""Takes a record in: the furthest state wins, nothing is overwritten, nothing comes twice.

Everything is safe to repeat, and to repeat after going on here: what came before is recognised by
what it says and when, not by a key.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from catalog.links import canonical

from ..models import (
    Assessment,
    Bookmark,
    Completion,
    Due,
    Following,
    Note,
    OwnLink,
    Pass,
    PassMark,
    State,
    StudyEvent,
    StudyPlan,
)
from ..models.ownlink import MOST as MOST_OWN
from .known import Known, Report
from .places import bring_page, bring_plan
from .records import LONGEST_JOINED, Mark, Record

MOST_JOINED = 20  # notes of one resource: a copy has one, and one more for each duplicate

BETWEEN_NOTES = "\n\n---\n\n"
Moment = tuple[int, int, datetime]


def bring(learner_id: int, record: Record, known: Known, report: Report) -> None:
    """Write the record as this learner's, and report. The caller holds the transaction."""
    report.add(_("Andamento"), _completions(learner_id, record, known))
    report.add(_("Atividade"), _activity(learner_id, record, known))
    report.add(_("Passadas"), _passes(learner_id, record, known))
    report.add(_("Notas"), _notes(learner_id, record, known, report))
    report.add(_("Guardados"), _bookmarks(learner_id, record, known))
    report.add(_("Recursos próprios"), _own_links(learner_id, record, known, report))
    report.add(_("Autoavaliações"), _assessments(learner_id, record, known))
    report.add(_("Trilhas seguidas"), _followings(learner_id, record, known))
    # Before the plan: a plan that stood here learns of it, one that comes keeps its own date.
    report.add(_("Passos combinados"), _agreed(learner_id, record, known))
    report.add(_("Plano de estudo"), bring_plan(learner_id, record.plan, known, report))
    report.add(_("Página pública"), bring_page(learner_id, record.public_page, known, report))


def _completions(learner_id: int, record: Record, known: Known) -> int:
    """A mark that moves forward keeps the date it was made at."""
    marks = _furthest(record.completions, known)
    states = {key: int(mark.state) for key, mark in marks.items() if mark.state}
    since = {key: mark.at for key, mark in marks.items()}
    return len(Completion.objects.advance(learner_id, states, since))


def _furthest(marks: Iterable[Mark], known: Known) -> dict[int, Mark]:
    """By resource: two of the file may be one here. Of the same state the first date counts."""
    furthest: dict[int, Mark] = {}
    for mark in sorted(marks, key=lambda mark: (-mark.state, mark.at)):
        key = known.resource(mark.resource)
        if key is not None:
            furthest.setdefault(key, mark)
    return furthest


def _activity(learner_id: int, record: Record, known: Known) -> int:
    rows = StudyEvent.objects.filter(learner=learner_id)
    before: set[Moment] = {
        (key, state, _utc(at)) for key, state, at in rows.values_list("resource", "state", "at")
    }
    new = []
    for event in record.activity:
        key = known.resource(event.resource)
        if key is None or (moment := (key, int(event.state), event.at)) in before:
            continue
        before.add(moment)
        track = known.track_or_none(event.track)
        new.append(
            StudyEvent(
                learner_id=learner_id,
                resource_id=key,
                track_id=track,
                state=event.state,
                at=event.at,
            )
        )
    return len(StudyEvent.objects.bulk_create(new, batch_size=1000))


def _passes(learner_id: int, record: Record, known: Known) -> int:
    rows = Pass.objects.filter(learner=learner_id).values_list("track", "title", "ended_at")
    before = {(track, title, _utc(at)) for track, title, at in rows}
    new: list[tuple[Pass, dict[int, Mark]]] = []
    for said in record.passes:
        track = known.track(said.track)
        if track is None or (which := (track, said.title, said.ended_at)) in before:
            continue
        before.add(which)
        kept = Pass(
            learner_id=learner_id,
            track_id=track,
            section_id=known.section(said.track, said.section),
            title=said.title,
            began_at=said.began_at,
            ended_at=said.ended_at,
        )
        new.append((kept, _furthest(said.marks, known)))
    Pass.objects.bulk_create([kept for kept, _marks in new], batch_size=1000)
    PassMark.objects.bulk_create(
        (
            PassMark(of=kept, resource_id=key, state=mark.state, at=mark.at)
            for kept, marks in new
            for key, mark in marks.items()
        ),
        batch_size=1000,
    )
    return len(new)


def _notes(learner_id: int, record: Record, known: Known, report: Report) -> int:
    # Locked, so that what another tab writes meanwhile meets the joined text.
    mine = Note.objects.filter(learner=learner_id).select_for_update()
    here = {note.resource_id: note for note in mine}
    came, changed, met = 0, set(), Counter[int]()
    for said in record.notes:
        key = known.resource(said.resource)
        if key is None or not said.text.strip():
            continue
        met[key] += 1
        note = here.setdefault(
            key, Note(learner_id=learner_id, resource_id=key, created_at=said.created_at)
        )
        few = met[key] <= MOST_JOINED
        joined = note.joined(said.text, BETWEEN_NOTES) if few else ""
        if joined == note.text:
            continue
        if not few or len(joined) > LONGEST_JOINED:
            report.leave(said.resource.title, _("a sua nota daqui e a do arquivo não cabem juntas"))
            continue
        changed.add(key)
        note.text, note.created_at = joined, min(note.created_at, said.created_at)
        note.changed_at = max(note.changed_at, said.changed_at) if note.pk else said.changed_at
    for key in sorted(changed):
        note = here[key]
        note.version += 1 if note.pk else 0  # whoever writes in another tab is told
        note.save()
        came += 1
    return came


def _bookmarks(learner_id: int, record: Record, known: Known) -> int:
    rows = Bookmark.objects.filter(learner=learner_id).values_list(
        "resource", "skill", "community", "track"
    )
    before: set[tuple[int | None, ...]] = set(rows)
    new = []
    for said in record.bookmarks:
        key = known.thing(said.kind, said.thing)
        row = Bookmark(
            learner_id=learner_id, created_at=said.created_at, **{f"{said.kind}_id": key}
        )
        which = (row.resource_id, row.skill_id, row.community_id, row.track_id)
        if key is not None and which not in before:
            before.add(which)
            new.append(row)
    return len(Bookmark.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True))


def _agreed(learner_id: int, record: Record, known: Known) -> int:
    """What is agreed here for a resource stays as it is."""
    here = set(Due.objects.filter(learner=learner_id).values_list("resource", flat=True))
    new = []
    for said in record.agreed:
        key = known.resource(said.resource)
        if key is None or key in here:
            continue
        here.add(key)
        at = said.created_at
        new.append(Due(learner_id=learner_id, resource_id=key, due_on=said.due_on, created_at=at))
    if new:
        StudyPlan.objects.touch(learner_id)
    return len(Due.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True))


def _own_links(learner_id: int, record: Record, known: Known, report: Report) -> int:
    here = {
        (link.track_id, link.section_id, link.address): link
        for link in OwnLink.objects.filter(learner=learner_id)
    }
    came = 0
    for said in record.own_links:
        track = known.track(said.track)
        if track is None:
            continue
        section = known.section(said.track, said.section)
        place = (track, section, canonical(said.url))
        link = here.get(place)
        if link is None and sum(1 for at in here if at[0] == track) >= MOST_OWN:
            report.leave(said.title, _("esta trilha já tem recursos próprios demais"))
            continue
        if link and link.state >= said.state:
            continue
        if link is None:
            link = here[place] = OwnLink(
                learner_id=learner_id,
                track_id=track,
                section_id=section,
                title=said.title,
                url=said.url,
                created_at=said.created_at,
            )
        link.state, link.changed_at = State(said.state), said.changed_at
        link.save()
        came += 1
    return came


def _assessments(learner_id: int, record: Record, known: Known) -> int:
    here = {row.skill_id: row for row in Assessment.objects.filter(learner=learner_id)}
    came = 0
    # The latest first, so that a file that judges often is not written often.
    for said in sorted(record.assessments, key=lambda said: said.at, reverse=True):
        key = known.thing("skill", said.skill)
        if key is None or (key in here and here[key].at >= said.at):
            continue  # the latest judgement counts
        here[key], _new = Assessment.objects.update_or_create(
            learner_id=learner_id, skill_id=key, defaults={"mastery": said.mastery, "at": said.at}
        )
        came += 1
    return came


def _followings(learner_id: int, record: Record, known: Known) -> int:
    """Only tracks that are not followed here yet: what was seen here last counts."""
    here = set(Following.objects.filter(learner=learner_id).values_list("track", flat=True))
    new: list[Any] = []
    for said in record.followings:
        track = known.track(said.track)
        if track is None or track in here:
            continue
        here.add(track)
        seen = {key for ref in said.seen if (key := known.resource(ref, aloud=False))}
        row = Following(learner_id=learner_id, track_id=track, seen=sorted(seen))
        row.seen_at = said.seen_at
        new.append(row)
    return len(Following.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True))


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
