"""Pages that are empty as long as somebody is alone: what stands on them, and where they are."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from catalog.models import Outline, Resource, Track
from progress.mentoring.letters import stop_url
from progress.mentoring.models import Cohort, Farewell, Look, Membership, Shown, Thread
from progress.models import Completion, State
from tests import builders, cast
from trilha.accounts.models import User


def seen_in_a_cohort(learner: User, track: Track) -> None:
    """Something is shown in a cohort and was looked at; another cohort is over."""
    cohort = builders.cohort(cast.person("Rui"), track)
    member = builders.member(cohort, learner, Shown.TICKS, Shown.DATES)
    Look.objects.remember(cohort.owner, Look.Where.PERSON, [(member, [Shown.TICKS])])
    Farewell.objects.create(learner=learner, name="Turma da noite")


def guided(mentor: User) -> list[str]:
    """The pages of a cohort whose mentor has company."""
    cohort = Cohort.objects.filter(owner=mentor)[0]
    cohort.guides.create(person=cast.person("Lia"))
    names = ("edit_cohort", "goals", "guides")
    return [reverse(f"mentoring:{name}", args=[cohort.uid]) for name in names]


def watched(mentor: User, track: Track) -> list[str]:
    """A cohort without people; one where each shows something else; one of those people."""
    cohort, long_ago = builders.cohort(mentor, track), timezone.now() - timedelta(days=20)
    keys = list(Outline.of(track.uid).resources)
    shows = [list(Shown)[:3], [Shown.TICKS], [Shown.DATES], [], *[[Shown.NUMBERS]] * 5]
    for n, shown in enumerate(shows):
        member = builders.member(cohort, cast.person(f"Pessoa{n}"), *shown, joined_at=long_ago)
        marks = {keys[n]: State.DOING, keys[0]: State.DONE} if n != 1 else {}
        Completion.objects.record(member.learner_id, marks, since={keys[n]: long_ago})
    cohort.set_goals({track.sections.get(uid="sql").pk: timezone.localdate() - timedelta(days=1)})
    first = cohort.members.all()[0]
    person = reverse("mentoring:person", args=[cohort.uid, first.uid])
    empty = builders.cohort(mentor, track).get_absolute_url()
    return [empty, cohort.get_absolute_url(), person]


def proposed(mentor: User) -> list[str]:
    """What waits for an answer, what was agreed on, what was proposed, and the form for more."""
    member = Membership.objects.filter(learner=mentor)[0]
    rows = Resource.objects.published()[:3]
    builders.proposal(member, *rows, due_on=timezone.localdate(), remark="Vale a pena.")
    builders.proposal(member, rows[0]).accept([row.pk for row in rows], timezone.localdate())
    learner = Membership.objects.filter(cohort__owner=mentor)[0]
    builders.proposal(learner, *rows)
    form = reverse("mentoring:propose", args=[learner.cohort.uid])
    opened = f"{form}?para={learner.uid}&recurso={rows[0].uid}"
    return [reverse("mentoring:proposals"), reverse("progress:plan"), form, opened]


def conversations(mentor: User, track: Track) -> list[str]:
    """Their list, an open one and a closed one, where another begins, and how their mails end."""
    cohort = builders.cohort(mentor, track)
    member = builders.member(cohort, cast.person("Bia"))
    threads = [
        Thread.objects.begin(member, mentor, resource)
        for resource in Resource.objects.published()[:2]
    ]
    for thread in threads:
        thread.say(member.learner, "Travei **aqui**:\n\n```\nSELECT 1\n```", uuid4())
    threads[1].close(mentor)
    new = reverse("mentoring:write_to", args=[cohort.uid, member.uid])
    stop = stop_url(mentor.pk).removeprefix(settings.SITE_URL)
    return ["/conversas/", *(thread.get_absolute_url() for thread in threads), new, stop]
