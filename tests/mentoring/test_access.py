"""Each condition of access closes by itself, whatever else would have closed as well."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from progress.mentoring import access
from progress.mentoring.models import (
    Age,
    Cohort,
    Consent,
    Farewell,
    Goal,
    Guide,
    Invitation,
    Look,
    Membership,
    Message,
    Proposal,
    Received,
    Role,
    Shown,
    Thread,
)
from progress.mentoring.models.consent import token_for
from progress.models import Completion, State, StudyEvent
from tests import builders, cast
from trilha.accounts.models import User

# Who may see what does not depend on the database.
pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]
Change = Callable[[Any], object]


@pytest.fixture
def here() -> Any:
    """Ana shows Malu everything in a cohort, and they have something of every kind between them."""
    ana, malu = cast.ana(), cast.malu()
    track, (rules,) = builders.track_of("Rules")
    cohort, other = builders.cohort(malu, track), builders.cohort(malu, track)
    member = builders.member(cohort, ana, *set(Shown) - {Shown.NOTE})
    note = builders.note(ana, rules)
    member.consents.create(field=Shown.NOTE, note=note)
    Completion.objects.record(ana.pk, {rules.pk: State.DONE})
    StudyEvent.objects.create(learner=ana, resource=rules, state=State.DONE, at=timezone.now())
    Proposal.objects.create(membership=member, by=malu)
    thread = Thread.objects.create(membership=member, mentor=malu, resource=rules)
    Message.objects.create(thread=thread, by=malu, text="Oi")
    Goal.objects.create(cohort=cohort, section=track.sections.get(), due_on=timezone.localdate())
    Farewell.objects.create(learner=ana, name="Turma antiga")
    Look.objects.remember(malu, Look.Where.COHORT, [(member, [Shown.TICKS])])
    Invitation.objects.create(cohort=cohort, made_by=malu, expires_at=timezone.now())
    ana_has = builders.share_link(malu, rules)
    Received.objects.keep(ana.pk, ana_has)
    return SimpleNamespace(**locals())


def change(**fields: Any) -> Callable[[type], Change]:
    return lambda model: lambda here: model.objects.update(**fields)


NOW = timezone.now()
LEAVE = change(left_at=NOW)(Membership)
ARCHIVE = change(archived_at=NOW)(Cohort)
TAKE_BACK = change(withdrawn_at=NOW)(Consent)
END = change(ends_at=NOW)(Consent)
BE_MINOR = change(age=Age.MINOR)(Membership)
SAY_NO_AGE = change(age="")(Membership)
COME_LATER = change(since=NOW + timedelta(days=9))(Guide)
WITHDRAW = change(withdrawn_at=NOW)(Proposal)


def of(who: str, **fields: Any) -> Change:
    return lambda here: User.objects.filter(pk=getattr(here, who).pk).update(**fields)


def stop(here: Any) -> None:
    """Malu guides another cohort still."""
    Guide.objects.filter(cohort=here.cohort).delete()


def be_followed(here: Any) -> None:
    """Somebody else guides it now."""
    stop(here)
    Guide.objects.create(cohort=here.cohort, person=cast.caio())


def study_elsewhere(here: Any) -> None:
    Cohort.objects.update(track=builders.track_of("SQL")[0])


GO = {"left": LEAVE, "closed": of("ana", is_active=False), "going": of("ana", erase_at=NOW)}
MALU_GOES = {"closed": of("malu", is_active=False), "going": of("malu", erase_at=NOW)}
CONSENT = GO | {
    "archived": ARCHIVE,
    "taken back": TAKE_BACK,
    "ended": END,
    "minor": BE_MINOR,
    "no age": SAY_NO_AGE,
    "later": COME_LATER,
    "stopped": stop,
    "followed": be_followed,
}
# What is asked, and each change that alone must leave nothing of it.
QUESTIONS: list[tuple[str, Callable[[Any], Any], dict[str, Change]]] = [
    ("consents", lambda a: access.consents_to(a.malu), CONSENT),
    ("ticks", lambda a: access.ticks_for(a.malu, a.cohort, [a.rules.pk]), CONSENT),
    ("dates", lambda a: access.dates_for(a.malu, a.cohort, [a.rules.pk]), CONSENT),
    ("moments", lambda a: access.moments_for(a.malu, a.cohort, [a.rules.pk]), CONSENT),
    ("numbers", lambda a: access.numbers_for(a.malu, a.cohort, [a.rules.pk]), CONSENT),
    ("rhythm", lambda a: access.rhythm_for(a.malu, a.cohort), CONSENT),
    ("notes", lambda a: access.notes_for(a.malu, a.cohort), CONSENT),
    (
        "members",
        lambda a: access.members_for(a.malu),
        GO | {"archived": ARCHIVE, "stopped": stop, "followed": be_followed},
    ),
    ("places", lambda a: access.places_in_cohorts_of(a.malu), {"stopped": stop}),
    ("memberships", lambda a: access.memberships_of(a.ana), GO),
    (
        "proposals to her",
        lambda a: access.proposals_to(a.ana),
        GO
        | {f"malu {how}": then for how, then in MALU_GOES.items()}
        | {"archived": ARCHIVE, "withdrawn": WITHDRAW, "stopped": stop, "followed": be_followed},
    ),
    (
        "proposals by malu",
        lambda a: access.proposals_by(a.malu),
        GO | {"archived": ARCHIVE, "stopped": stop},
    ),
    ("her talk", lambda a: access.threads_of(a.ana), MALU_GOES),
    ("talk", lambda a: access.threads_of(a.malu), GO | {"archived": ARCHIVE, "stopped": stop}),
    ("mentors", lambda a: access.mentors_of(a.member), MALU_GOES | {"stopped": stop}),
    ("guides", lambda a: access.guides_of(a.cohort), MALU_GOES | {"stopped": stop}),
    ("cohorts", lambda a: access.cohorts_with(a.ana), GO | {"archived": ARCHIVE}),
    (
        "goals",
        lambda a: access.goals_for(a.ana),
        GO | {"archived": ARCHIVE, "turned": study_elsewhere},
    ),
    ("received", lambda a: access.received_by(a.ana), MALU_GOES),
]
CASES = [
    pytest.param(asked, then, id=f"{name}, {how}")
    for name, asked, closes in QUESTIONS
    for how, then in closes.items()
]


@pytest.mark.parametrize(("asked", "then"), CASES)
def test_nothing_is_left_once(here: Any, asked: Callable[[Any], Any], then: Change) -> None:
    assert asked(here).exists()
    then(here)
    assert not asked(here).exists()


@pytest.mark.parametrize("then", [*GO.values(), ARCHIVE, change(age=Age.ADULT)(Membership)])
def test_a_guardian_is_asked_about_a_minor_who_is_there(here: Any, then: Change) -> None:
    BE_MINOR(here)
    token = token_for(here.member.consents.all())
    assert access.asked_of_guardian(token).exists()
    then(here)
    assert not access.asked_of_guardian(token).exists()


@pytest.mark.parametrize("field", Shown)
def test_each_yes_answers_one_question(here: Any, field: Shown) -> None:
    Consent.objects.exclude(field=field).delete()
    names = ("ticks", "dates", "numbers")
    asked = {name: getattr(access, f"{name}_for") for name in (*names, "moments")}
    open_now = {n for n, ask in asked.items() if ask(here.malu, here.cohort, [here.rules.pk])}
    open_now |= {"rhythm"} if access.rhythm_for(here.malu, here.cohort) else set()
    open_now |= {"note"} if access.notes_for(here.malu, here.cohort) else set()
    assert open_now == {field.value}


def test_a_yes_in_one_cohort_says_nothing_in_another(here: Any) -> None:
    builders.member(here.other, here.ana)
    keys = [here.rules.pk]
    for asked in ("ticks", "dates", "moments", "numbers"):
        assert not getattr(access, f"{asked}_for")(here.malu, here.other, keys).exists()
    assert not access.rhythm_for(here.malu, here.other).exists()
    assert not access.notes_for(here.malu, here.other).exists()


def test_nobody_hands_over_what_somebody_else_wrote(here: Any) -> None:
    theirs = builders.note(cast.caio(), here.rules)
    here.member.consents.create(field=Shown.NOTE, note=theirs)
    assert access.notes_for(here.malu, here.cohort).get() == here.note


def test_marks_of_what_is_not_asked_about_stay_out(here: Any) -> None:
    aside = builders.resource("De outra trilha")
    Completion.objects.record(here.ana.pk, {aside.pk: State.DONE})
    for asked in ("ticks", "dates", "moments", "numbers"):
        rows = getattr(access, f"{asked}_for")(here.malu, here.cohort, [here.rules.pk])
        assert rows.get().resource_id == here.rules.pk


def test_a_list_is_what_was_picked(here: Any) -> None:
    builders.share_link(here.malu)
    builders.share_link(here.malu, here.rules, track=here.track)
    assert access.lists_of(here.malu).get() == here.ana_has


def test_what_a_visitor_carries_opens_still(here: Any) -> None:
    assert access.links_brought([here.ana_has.uid]).get() == here.ana_has
    here.ana_has.revoke()
    assert not access.links_brought([here.ana_has.uid]).exists()


def test_whoever_helps_to_guide_finds_what_is_theirs_alone(here: Any) -> None:
    Guide.objects.create(cohort=here.cohort, person=(rui := cast.person("Rui")))
    Invitation.objects.update(role=Role.GUIDE)
    assert access.members_for(rui).exists()
    for asked in ("cohorts_owned_by", "invitations_by", "proposals_by", "threads_of"):
        assert not getattr(access, asked)(rui).exists(), asked


def test_nobody_is_told_by_mail_who_did_not_ask_nor_writes_to_themselves(here: Any) -> None:
    assert not access.cohorts_with(here.ana).get().mails
    assert not access.cohorts_with(here.malu).filter(mails=True).exists()
    Guide.objects.create(cohort=here.cohort, person=here.ana)
    assert access.mentors_of(here.member).get().person == here.malu


def test_what_is_of_one_person_is_not_of_another(here: Any) -> None:
    caio = cast.caio()
    for asked in (*OF_ANA, *OF_MALU):
        assert asked(here.ana if asked in OF_ANA else here.malu).exists(), asked
        assert not asked(caio).exists(), asked
    for asked in (access.marks_of, access.notes_of):
        assert asked(here.ana, [here.rules.pk]).exists()
        assert not asked(caio, [here.rules.pk]).exists()


OF_ANA = (
    access.memberships_of,
    access.places_of,
    access.consents_of,
    access.looks_at,
    access.farewells_to,
    access.proposals_to,
    access.received_by,
)
OF_MALU = (
    access.links_of,
    access.lists_of,
    access.cohorts_guided_by,
    access.cohorts_owned_by,
    access.invitations_by,
    access.members_for,
    access.places_in_cohorts_of,
    access.proposals_by,
    access.threads_of,
    access.cohorts_with,
    access.goals_for,
    access.consents_to,
)
