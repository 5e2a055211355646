"""One thing of each kind, and the people who ask for it.

What belongs to somebody alone belongs to Lia, who learns by herself, or to Ana, who learns in the
cohort that Malu guides with Rui. Caio has an account and nothing to do with any of them.
"""

from datetime import timedelta
from types import SimpleNamespace

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from reversion.models import Version
from taggit.models import Tag

from catalog.models import Health, Outline, Suggestion
from catalog.models.edition import changing_the_catalog
from progress.journey import LearnerJourney
from progress.mentoring.models import (
    Age,
    Farewell,
    Guide,
    Invitation,
    Message,
    Proposal,
    ProposedStep,
    Received,
    Shown,
    Thread,
)
from progress.mentoring.models.consent import token_for
from progress.models import Due, Pass, State, StudyPlan
from progress.passes import begin_again
from tests import builders, cast
from tests.jobs.chores import visit
from trilha.accounts.models import Parcel, User
from trilha.jobs.models import Job
from trilha.privacy.document import archive

ROLES = ("visitor", "stranger", "learner", "member", "mentor", "co-mentor", "curator", "superuser")


class World:
    """One of everything, and everybody signed in."""

    def __init__(self) -> None:
        self.people = SimpleNamespace(
            stranger=cast.caio(),
            learner=cast.person("Lia"),
            member=cast.ana(),
            mentor=cast.malu(),
            co_mentor=cast.person("Rui"),
            curator=cast.duda(),
            superuser=cast.person("Sol", is_staff=True, is_superuser=True),
        )
        self._catalog()
        self._alone(self.people.learner)
        self._together(self.people.member, self.people.mentor)

    def person(self, role: str) -> User | None:
        person: User | None = getattr(self.people, role.replace("-", "_"), None)
        return person

    def client(self, role: str) -> Client:
        return self.signed_in(self.person(role))

    def signed_in(self, person: User | None) -> Client:
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        return client

    def _catalog(self) -> None:
        self.skill, self.community = builders.skill(), builders.community()
        self.track, (self.resource, self.other) = builders.track_of("Regras", "SQL")
        self.resource.tags.add("mlops")
        self.tag = Tag.objects.get()
        self.section = self.track.sections.get()
        with changing_the_catalog(by=self.people.curator, why="Mudou"):
            for row in (self.track, self.section, self.resource, self.skill, self.community):
                row.save()
            self.tag.save()
        self.draft = builders.track_from(url="https://example.org/README.md")
        self.preview = builders.preview(self.people.curator)
        self.update = builders.preview(self.people.curator, of=self.draft)
        self.health = builders.link(self.resource, Health.OK)

    def _alone(self, learner: User) -> None:
        self.own_link = builders.own_link(learner, self.section)
        self.due = Due.objects.create(learner=learner, resource=self.resource)
        self.plan = StudyPlan.objects.keep(learner, self.track, 60, 1)
        self.plan.open_calendar()
        self.public_page = builders.public_page(
            learner, self.track, handle="lia", shows_percent=True
        )
        self.parcel = Parcel.objects.keep(learner, archive(learner))
        journey = LearnerJourney(learner.pk)
        journey.set_state(self.other, State.DONE)
        begin_again(learner.pk, Outline.of(self.track.uid))
        self.earlier = Pass.objects.get()
        self.suggestion = Suggestion.objects.create(
            by=learner, track=self.track, title="Outro", url="https://example.org/outro"
        )
        self.group = Group.objects.get()
        self.kind = ContentType.objects.get_for_model(self.track).pk
        visit.enqueue("mlops")
        self.job = Job.queue.get()
        self.email = EmailAddress.objects.get(user=learner)
        self.link = builders.share_link(self.people.mentor, self.resource, embeds=True)
        Received.objects.keep(learner.pk, self.link)

    def _together(self, member: User, mentor: User) -> None:
        self.cohort = builders.cohort(mentor, self.track)
        self.guide = Guide.objects.create(cohort=self.cohort, person=self.people.co_mentor)
        self.membership = builders.member(self.cohort, member, *(set(Shown) - {Shown.NOTE}))
        self.invitation = Invitation.objects.create(
            cohort=self.cohort, made_by=mentor, expires_at=timezone.now() + timedelta(days=7)
        )
        self.proposal = Proposal.objects.create(membership=self.membership, by=mentor)
        ProposedStep.objects.create(proposal=self.proposal, resource=self.resource)
        self.thread = Thread.objects.create(
            membership=self.membership, mentor=mentor, resource=self.resource
        )
        Message.objects.create(thread=self.thread, by=mentor, text="Como foi?")
        self._of_a_minor()
        self.farewell = Farewell.objects.create(learner=member, name="Turma antiga")

    def _of_a_minor(self) -> None:
        """Somebody's guardian was asked, and whoever has the address may answer."""
        minor = builders.member(self.cohort, cast.person("Davi"), age=Age.MINOR)
        self.guardian_token = token_for([minor.give(Shown.TICKS)])

    def revision(self, thing: object) -> int:
        """The number of the latest stored version of a thing."""
        return int(Version.objects.get_for_object(thing)[0].revision_id)
