"""What mentoring hands out to one person: what they share, show and guide, and what others said to
them. Other people stand in it by name, and nothing that those show or did."""

from typing import Any

from catalog.models import PAGE_FETCH_MODE

from ...privacy.export import moment, named
from ..models import (
    Cohort,
    Consent,
    Farewell,
    Goal,
    Guide,
    Invitation,
    Look,
    Membership,
    Received,
    Why,
)
from ..seen import name_of
from . import links, talk

Row = dict[str, Any]


def export(person_id: int) -> Row:
    """The room's part of `trilha/1`."""
    return {
        "share_links": links.export(person_id),
        "received": _received(person_id),
        "memberships": _memberships(person_id),
        "looks": _looks(person_id),
        "cohorts": _cohorts(person_id),
        "farewells": _farewells(person_id),
        "closed_links": _closed_links(person_id),
        **talk.export(person_id),
    }


def _received(person_id: int) -> list[Row]:
    """Without the keys, as one's own."""
    kept = Received.objects.filter(learner=person_id).select_related("link__owner")
    return [
        {"name": row.link.name, "by": name_of(row.link.owner), "at": moment(row.at)}
        for row in kept.order_by("at", "pk").fetch_mode(PAGE_FETCH_MODE)
    ]


def _memberships(person_id: int) -> list[Row]:
    given: dict[int, list[Row]] = {}
    consents = Consent.objects.filter(membership__learner=person_id)
    for consent in consents.select_related("note__resource").fetch_mode(PAGE_FETCH_MODE):
        given.setdefault(consent.membership_id, []).append(_consent(consent))
    mine = Membership.objects.filter(learner=person_id).for_page().order_by("joined_at", "pk")
    return [
        {
            "cohort": row.cohort.name,
            "by": name_of(row.cohort.owner),
            "age": row.age or None,
            "age_at": moment(row.age_at),
            "mails": row.mails,
            "joined_at": moment(row.joined_at),
            "left_at": moment(row.left_at),
            "removed": row.removed,
            "consents": given.get(row.pk, []),
        }
        for row in mine
    ]


def _consent(consent: Consent) -> Row:
    return {
        "field": consent.field,
        "note": named(consent.note.resource) if consent.note else None,
        "given_at": moment(consent.given_at),
        "text": consent.text,
        "ends_at": moment(consent.ends_at),
        "withdrawn_at": moment(consent.withdrawn_at),
        "guardian_at": moment(consent.guardian_at),
    }


def _looks(person_id: int) -> list[Row]:
    return [
        {
            "by": name_of(look.by),
            "cohort": look.cohort.name if look.cohort else None,
            "where": look.where,
            "shown": look.shown.split(),
            "at": moment(look.at),
        }
        for look in Look.objects.filter(learner=person_id).for_page().order_by("at", "pk")
    ]


def _cohorts(person_id: int) -> list[Row]:
    """Those that the person guides, and whom they called. Who learns there is not theirs to take
    along."""
    goals, called = _goals(person_id), _invitations(person_id)
    guided = Guide.objects.filter(person=person_id).select_related("cohort__track", "cohort__list")
    return [
        {
            **_cohort(row.cohort),
            "own": row.cohort.owner_id == person_id,
            "since": moment(row.since),
            "mails": row.mails,
            "goals": goals.get(row.cohort_id, []),
            "invitations": called.get(row.cohort_id, []),
        }
        for row in guided.order_by("since", "pk").fetch_mode(PAGE_FETCH_MODE)
    ]


def _cohort(cohort: Cohort) -> Row:
    return {
        "name": cohort.name,
        "about": cohort.about,
        "track": cohort.track.uid if cohort.track else None,
        "list": cohort.list.name if cohort.list else None,
        "starts_on": _day(cohort.starts_on),
        "ends_on": _day(cohort.ends_on),
        "steps_a_week": cohort.steps_a_week,
        "capacity": cohort.capacity,
        "created_at": moment(cohort.created_at),
        "archived_at": moment(cohort.archived_at),
    }


def _goals(person_id: int) -> dict[int, list[Row]]:
    goals: dict[int, list[Row]] = {}
    rows = Goal.objects.filter(cohort__guides__person=person_id).select_related("section")
    for goal in rows.order_by("due_on", "pk").fetch_mode(PAGE_FETCH_MODE):
        row = {"section": goal.section.uid, "due_on": _day(goal.due_on)}
        goals.setdefault(goal.cohort_id, []).append(row)
    return goals


def _invitations(person_id: int) -> dict[int, list[Row]]:
    """Without what opens them, and without whom they were sent to."""
    called: dict[int, list[Row]] = {}
    for made in Invitation.objects.filter(made_by=person_id).order_by("made_at", "pk"):
        row = {
            "role": made.role,
            "most": made.most,
            "used": made.used,
            "made_at": moment(made.made_at),
            "expires_at": moment(made.expires_at),
            "revoked_at": moment(made.revoked_at),
        }
        called.setdefault(made.cohort_id, []).append(row)
    return called


def _farewells(person_id: int) -> list[Row]:
    rows = Farewell.objects.filter(learner=person_id).exclude(why=Why.LINK).order_by("at", "pk")
    return [{"cohort": row.name, "why": row.why, "at": moment(row.at)} for row in rows]


def _closed_links(person_id: int) -> list[Row]:
    rows = Farewell.objects.filter(learner=person_id, why=Why.LINK).order_by("at", "pk")
    return [{"name": row.name, "at": moment(row.at)} for row in rows]


def _day(day: Any) -> str | None:
    return str(day) if day else None
