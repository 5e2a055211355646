"""What waits for Ana in her cohorts stands on the page of her own way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.mentoring.models import Cohort, Farewell, Goal, Proposal, Thread
from progress.mentoring.waiting import Waiting
from tests import builders, cast
from tests.privacy.life import signed_in
from trilha.accounts.models import User

pytestmark = pytest.mark.beside("sqlite")

WAY = "progress:path"


def test_of_a_visitor_nothing_is_asked() -> None:
    assert not Waiting(None)


def page(user: User) -> str:
    return signed_in(user).get(reverse(WAY)).content.decode()


def a_cohort(malu: User, ana: User, **fields: Any) -> Cohort:
    """One with a goal for next week, a proposal and a message for Ana."""
    track, (resource,) = builders.track_of("SQL")
    cohort = builders.cohort(malu, track, **fields)
    day = timezone.localdate() + timedelta(days=7)
    Goal.objects.create(cohort=cohort, section=track.sections.get(), due_on=day)
    member = builders.member(cohort, ana)
    Proposal.objects.create(membership=member, by=malu)
    Thread.objects.create(membership=member, mentor=malu, resource=resource)
    return cohort


@pytest.mark.django_db
def test_whoever_is_in_no_cohort_reads_nothing_of_them(client: Client) -> None:
    assert "Turmas e mentoria" not in page(cast.ana())
    assert "Turmas e mentoria" not in client.get(reverse(WAY)).content.decode()


@pytest.mark.django_db
def test_a_learner_reads_what_waits() -> None:
    ana, malu = cast.ana(), cast.malu()
    cohort = a_cohort(malu, ana)
    html = page(ana)
    for text in ("1 proposta para você", "1 conversa com novidade", "próxima meta:", "Leituras"):
        assert text in html
    assert reverse("mentoring:membership", args=[cohort.uid]) in html
    assert "você guia" not in html


@pytest.mark.django_db
def test_a_mentor_finds_the_page_of_the_cohort() -> None:
    malu = cast.malu()
    cohort = a_cohort(malu, cast.ana())
    html = page(malu)
    assert f'href="{cohort.get_absolute_url()}"' in html
    assert "você guia · próxima meta:" in html
    assert "proposta para você" not in html


@pytest.mark.django_db
def test_what_is_over_waits_no_more() -> None:
    ana, malu = cast.ana(), cast.malu()
    a_cohort(malu, ana, archived_at=timezone.now())
    assert "Turma de sábado" not in page(ana)
    caio, cohort = cast.caio(), a_cohort(malu, cast.person("Rui"))
    cohort.goals.update(due_on=timezone.localdate() - timedelta(days=1))
    builders.member(cohort, caio)
    assert "próxima meta" not in page(caio)


@pytest.mark.django_db
def test_whoever_is_in_no_cohort_is_asked_little_of(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    ana = cast.ana()
    with django_assert_num_queries(2):
        assert not Waiting(ana)


@pytest.mark.django_db
def test_it_costs_the_same_however_much_waits(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    ana, malu = cast.ana(), cast.malu()
    for _ in range(2):
        a_cohort(malu, ana)
        Farewell.objects.create(learner=ana, name="Outra")
    waiting = Waiting(ana)
    with django_assert_num_queries(5):
        assert waiting
        assert (len(waiting.farewells), waiting.proposals, waiting.unread) == (2, 2, 2)
        assert [goal.section.track_id for _, goal in waiting.cohorts if goal]
