"""What one person said to another in a cohort, and proposed: each with both sides of it."""

from typing import Any

from django.db.models import Q

from catalog.models import PAGE_FETCH_MODE

from ...privacy.export import moment, named
from ..models import Message, Proposal, ProposedStep, Thread
from ..seen import name_of

Row = dict[str, Any]


def export(person_id: int) -> Row:
    return {"conversations": _conversations(person_id), "proposals": _proposals(person_id)}


def _conversations(person_id: int) -> list[Row]:
    mine = Q(membership__learner=person_id) | Q(mentor=person_id)
    threads = Thread.objects.filter(mine)
    said: dict[int, list[Row]] = {}
    for message in Message.objects.filter(thread__in=threads).order_by("at", "pk"):
        row = {"mine": message.by_id == person_id, "text": message.text, "at": moment(message.at)}
        said.setdefault(message.thread_id, []).append(row)
    rows = threads.select_related("membership__cohort", "membership__learner", "mentor", "resource")
    return [
        {
            "with": name_of(_other(row.membership.learner, row.mentor, person_id)),
            "cohort": row.membership.cohort.name,
            "resource": named(row.resource),
            "began_at": moment(row.began_at),
            "closed_at": moment(row.closed_at),
            "messages": said.get(row.pk, []),
        }
        for row in rows.order_by("began_at", "pk").fetch_mode(PAGE_FETCH_MODE)
    ]


def _proposals(person_id: int) -> list[Row]:
    """To a person, and by them. Of a step that was answered both know the answer."""
    mine = Proposal.objects.filter(Q(membership__learner=person_id) | Q(by=person_id))
    steps: dict[int, list[Row]] = {}
    proposed = ProposedStep.objects.filter(proposal__in=mine).select_related("resource")
    for step in proposed.order_by("position", "pk").fetch_mode(PAGE_FETCH_MODE):
        steps.setdefault(step.proposal_id, []).append(named(step.resource))
    rows = mine.select_related("membership__cohort", "membership__learner", "by")
    return [
        {
            "mine": row.by_id == person_id,
            "with": name_of(_other(row.membership.learner, row.by, person_id)),
            "cohort": row.membership.cohort.name,
            "resources": steps.get(row.pk, []),
            "remark": row.remark,
            "due_on": str(row.due_on) if row.due_on else None,
            "made_at": moment(row.made_at),
            "answered_at": moment(row.answered_at),
            "accepted": row.accepted,
            "withdrawn_at": moment(row.withdrawn_at),
        }
        for row in rows.order_by("made_at", "pk").fetch_mode(PAGE_FETCH_MODE)
    ]


def _other(learner: Any, mentor: Any, person_id: int) -> Any:
    return mentor if learner.pk == person_id else learner
