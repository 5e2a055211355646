"""Who may see what, in one place. Every lookup of a page, feed, export or form of mentoring begins
with one of these questions; what a person may not see is not found, as if it did not exist.

A learner's data is reached only through a consent in force: of the very thing, given in that
cohort, while that mentor guided it. It is asked anew with every request, so taking a consent back
holds from the next one on.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from catalog.models import PAGE_FETCH_MODE, Step

from ..models import Completion, Note, StudyEvent
from ..models.event import StudyEventQuerySet
from ..models.note import NoteQuerySet
from .models import (
    Age,
    Cohort,
    Consent,
    Farewell,
    Goal,
    Guide,
    Invitation,
    Look,
    Membership,
    Proposal,
    Received,
    Role,
    ShareLink,
    Shown,
    Thread,
)
from .models.cohort import CohortQuerySet
from .models.consent import ConsentQuerySet
from .models.guide import GuideQuerySet
from .models.invitation import InvitationQuerySet, mailbox
from .models.link import ShareLinkQuerySet
from .models.look import LookQuerySet
from .models.membership import MembershipQuerySet
from .models.proposal import ProposalQuerySet
from .models.received import ReceivedQuerySet
from .models.talk import ThreadQuerySet

# What is open to whoever holds a key, without an account.


def links_under(key: str) -> ShareLinkQuerySet:
    """The one link that a key opens now; none when it is wrong, expired or revoked."""
    return ShareLink.objects.open(timezone.now()).under(key)


def links_brought(uids: Collection[UUID]) -> ShareLinkQuerySet:
    """Of the links that somebody opened before, those that open still."""
    return ShareLink.objects.open(timezone.now()).filter(uid__in=uids)


# What is one's own.


def links_of(person: Any) -> ShareLinkQuerySet:
    """The share links that a person made."""
    return ShareLink.objects.filter(owner=person)


def lists_of(person: Any) -> ShareLinkQuerySet:
    """The hand-picked lists that a person made, whether or not their links still open."""
    lists = links_of(person).filter(track=None, section=None).with_size()
    return lists.filter(size__gt=0)  # type: ignore[misc]


def received_by(person: Any) -> ReceivedQuerySet:
    """What was shared with a person, of people who are here and stay."""
    kept = Received.objects.filter(learner=person)
    return kept.filter(link__owner__is_active=True, link__owner__erase_at=None)


def memberships_of(person: Any) -> MembershipQuerySet:
    """Where a person learns in a cohort now."""
    return Membership.objects.standing().filter(learner=person)


def places_of(person: Any) -> MembershipQuerySet:
    """Where a person learns or has learned: what became of it is theirs to read."""
    return Membership.objects.filter(learner=person)


def marks_of(person: Any, resources: Collection[int]) -> QuerySet[Completion]:
    """A person's own states of these resources, those of duplicates too."""
    rows = Completion.objects.counting_for(person.pk, resources)
    return rows.select_related("resource__merged_into").fetch_mode(PAGE_FETCH_MODE)


def notes_of(person: Any, resources: Collection[int]) -> NoteQuerySet:
    """What a person wrote beside these resources and their duplicates, and could hand over."""
    about = Q(resource__in=resources) | Q(resource__merged_into__in=resources)
    return Note.objects.of(person.pk).filter(about)


def age_of(person: Any, cohort: Cohort) -> str:
    """What is known of a person's age: to be under 18 counts in every cohort, for a year, and to
    be an adult in the one where it was said. Empty when it is to be asked."""
    if Membership.objects.minor_since(person, timezone.now()):
        return Age.MINOR
    said = places_of(person).filter(cohort=cohort, age=Age.ADULT)
    return Age.ADULT if said.exists() else ""


def consents_of(person: Any) -> ConsentQuerySet:
    """All that a person ever agreed to show, taken back or not."""
    return Consent.objects.filter(membership__learner=person)


def looks_at(person: Any) -> LookQuerySet:
    """Who saw something of a person's, and when."""
    return Look.objects.filter(learner=person)


def farewells_to(person: Any) -> QuerySet[Farewell]:
    """What a person is told of cohorts and links, until they put it away."""
    return Farewell.objects.filter(learner=person)


def proposals_to(person: Any) -> ProposalQuerySet:
    """What was proposed to a person where they learn now, by somebody who guides there still."""
    guiding = Guide.objects.filter(
        cohort=OuterRef("membership__cohort"),
        person=OuterRef("by"),
        person__is_active=True,
        person__erase_at=None,
    )
    rows = Proposal.objects.filter(membership__in=memberships_of(person), withdrawn_at=None)
    return rows.filter(Exists(guiding), membership__cohort__archived_at=None)


def invitation_to(uid: Any) -> InvitationQuerySet:
    """What a person was invited to, who has come by its address; open or not."""
    return Invitation.objects.filter(uid=uid).with_cohort()


def invitations_open(at: datetime) -> InvitationQuerySet:
    """Those that let somebody in at that moment: whoever holds the address of one may read it."""
    return Invitation.objects.open(at)


def asked_of_guardian(token: str) -> ConsentQuerySet:
    """What whoever has that token is asked about, while the learner is there."""
    rows = Consent.objects.under(token).filter(membership__in=Membership.objects.standing())
    return rows.filter(membership__age=Age.MINOR, membership__cohort__archived_at=None)


def may_agree_for(member: Membership, person: Any) -> bool:
    """Whether somebody, if signed in, may say yes in that learner's place: neither they themselves
    may nor who would see it."""
    guiding = Guide.objects.filter(cohort=member.cohort_id, person=person.pk)
    return person.pk != member.learner_id and not guiding.exists()


def is_from_inside(address: str, learner: Any, cohort: Cohort) -> bool:
    """Whether an address is the learner's or of somebody who guides that cohort. Whose it is must
    be told to nobody."""
    guiding = Q(pk__in=Guide.objects.filter(cohort=cohort).values("person"))
    people = get_user_model()._default_manager.filter(Q(pk=learner.pk) | guiding)
    rows = people.values_list("email", "emailaddress__email")
    return mailbox(address) in {mailbox(theirs) for row in rows for theirs in row if theirs}


def guides_of(*cohorts: Any) -> GuideQuerySet:
    """Who guides a cohort now, and would see what is shown in it."""
    return Guide.objects.standing().filter(cohort__in=cohorts).for_page()


# What a mentor guides.


def cohorts_guided_by(person: Any) -> CohortQuerySet:
    """Those a person guides, put away or not."""
    return Cohort.objects.guided_by(person)


def cohorts_owned_by(person: Any) -> CohortQuerySet:
    """Those a person may change, put away and share with other mentors."""
    return Cohort.objects.filter(owner=person)


def invitations_by(person: Any) -> InvitationQuerySet:
    """Those into cohorts that the person guides; who calls further mentors owns the cohort."""
    own = Q(role=Role.MEMBER) | Q(cohort__owner=person)
    return Invitation.objects.filter(own, cohort__in=cohorts_guided_by(person))


def members_for(mentor: Any) -> MembershipQuerySet:
    """Who learns in the cohorts that a mentor guides: names, and nothing that they did."""
    return Membership.objects.standing().filter(cohort__in=cohorts_guided_by(mentor).going())


def places_in_cohorts_of(mentor: Any) -> MembershipQuerySet:
    """Who learns or has learned in the cohorts that a mentor guides, to end their place there."""
    return Membership.objects.filter(cohort__in=cohorts_guided_by(mentor))


def proposals_by(mentor: Any) -> ProposalQuerySet:
    return Proposal.objects.filter(by=mentor, membership__in=members_for(mentor))


def threads_of(person: Any) -> ThreadQuerySet:
    """A person's conversations: what a learner said stays theirs to read when they have left, a
    mentor's open where they guide now. Each with somebody who is here and stays."""
    as_learner = Thread.objects.filter(membership__learner=person)
    as_learner = as_learner.filter(mentor__is_active=True, mentor__erase_at=None)
    return as_learner | Thread.objects.filter(mentor=person, membership__in=members_for(person))


def mentors_of(member: Membership) -> GuideQuerySet:
    """Whom a learner may write to: who guides the cohort now, but oneself."""
    here = Guide.objects.standing().filter(cohort=member.cohort_id)
    return here.exclude(person=member.learner_id).for_page()


def cohorts_with(person: Any) -> CohortQuerySet:
    """Where a person learns or guides now. `learns`: as a learner, `mails`: told by mail what is
    said to them there."""
    learning = memberships_of(person).filter(cohort=OuterRef("pk"))
    guiding = Guide.objects.filter(person=person, cohort=OuterRef("pk"))
    rows = Cohort.objects.going().annotate(learns=Exists(learning), guides_it=Exists(guiding))
    told = Exists(learning.filter(mails=True)) | Exists(guiding.filter(mails=True))
    return rows.filter(Q(learns=True) | Q(guides_it=True)).annotate(mails=told)


def goals_for(person: Any) -> QuerySet[Goal]:
    """By when the cohorts that a person is in want to be through with what they study now: with
    stages that have something to mark."""
    rows = Goal.objects.filter(cohort__in=cohorts_with(person))
    studied = Step.objects.standing().filter(section=OuterRef("section")).exclude(resource=None)
    rows = rows.filter(Exists(studied), section__track=F("cohort__track"))
    return rows.select_related("section__track")


# What a learner lets a mentor see.


def consents_to(mentor: Any, at: datetime | None = None) -> ConsentQuerySet:
    """What is open to a mentor at this moment. Everything of a learner's is asked through this."""
    return Consent.objects.in_force(at or timezone.now()).to(mentor)


def ticks_for(mentor: Any, cohort: Cohort, resources: Collection[int]) -> QuerySet[Completion]:
    """States of these resources, of those who show them in that cohort. `survivor`: the resource
    that a state counts for. When it changed must not be told by this: see `dates_for`."""
    return _marks(mentor, cohort, Shown.TICKS, resources)


def dates_for(mentor: Any, cohort: Cohort, resources: Collection[int]) -> QuerySet[Completion]:
    """When their states changed, of those who show dates. Which state it is must not be told by
    this, nor of which resource: see `moments_for`."""
    return _marks(mentor, cohort, Shown.DATES, resources)


def moments_for(mentor: Any, cohort: Cohort, resources: Collection[int]) -> QuerySet[Completion]:
    """Since when which of these resources is in which state: of those only who show both."""
    both = ticks_for(mentor, cohort, resources)
    return both.filter(learner__in=_learners(mentor, cohort, Shown.DATES))


def numbers_for(mentor: Any, cohort: Cohort, resources: Collection[int]) -> QuerySet[Completion]:
    """What counts in the numbers of a cohort, which are told of five people or more only."""
    return _marks(mentor, cohort, Shown.NUMBERS, resources)


def open_to_somebody(cohort: Cohort, field: Shown) -> ConsentQuerySet:
    """What those who learn in a cohort have open, there or elsewhere, to any of those who guide it.
    Nobody is shown anything by this: it keeps people out of what is shown."""
    of_both = Guide.objects.filter(
        cohort=OuterRef("membership__cohort"),
        person__in=Guide.objects.filter(cohort=cohort).values("person"),
        since__lte=OuterRef("given_at"),
    )
    here = Membership.objects.filter(cohort=cohort).values("learner")
    open_now = Consent.objects.in_force(timezone.now()).filter(field=field)
    return open_now.filter(Exists(of_both), membership__learner__in=here)


def rhythm_for(mentor: Any, cohort: Cohort) -> StudyEventQuerySet:
    """What was studied when, of those who show on how many days of a week they study."""
    return StudyEvent.objects.filter(learner__in=_learners(mentor, cohort, Shown.RHYTHM))


def notes_for(mentor: Any, cohort: Cohort) -> NoteQuerySet:
    """The notes that were handed to the mentors of that cohort, each by a yes of its own."""
    open_now = consents_to(mentor).filter(membership__cohort=cohort, field=Shown.NOTE)
    mine = open_now.filter(note=OuterRef("pk"), membership__learner=OuterRef("learner"))
    return Note.objects.filter(Exists(mine))


def _marks(
    mentor: Any, cohort: Cohort, field: Shown, resources: Collection[int]
) -> QuerySet[Completion]:
    rows = Completion.objects.survivors(resources)
    return rows.filter(learner__in=_learners(mentor, cohort, field))


def _learners(mentor: Any, cohort: Cohort, field: Shown) -> Any:
    open_now = consents_to(mentor).filter(membership__cohort=cohort, field=field)
    return open_now.values("membership__learner")
