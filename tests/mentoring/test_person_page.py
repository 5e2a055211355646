"""A mentor's page of one person of a cohort."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from progress.mentoring.models import Cohort, Consent, Look, Membership, Shown
from progress.models import Completion, State
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]
DAY = timedelta(days=1)


@pytest.fixture
def cohort(malu: User) -> Cohort:
    return builders.cohort(malu, builders.track_of("Rules", "Pipelines")[0])


def joined(cohort: Cohort, *shown: Shown) -> Membership:
    """Ana did one step five days ago, and shows these things."""
    ana, step = cast.ana(), cohort.track.steps.get(resource__title="Rules")  # type: ignore[union-attr]
    at = timezone.now() - 5 * DAY
    Completion.objects.record(ana.pk, {step.resource_id: State.DONE}, since={step.resource_id: at})
    return builders.member(cohort, ana, *shown)


def address(member: Membership) -> str:
    return f"/turmas/{member.cohort.uid}/pessoas/{member.uid}/"


def page(desk: Client, member: Membership) -> str:
    answer = desk.get(address(member))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode().partition("<main")[2])


def test_ticks_are_steps_without_days(desk: Client, cohort: Cohort) -> None:
    text = page(desk, joined(cohort, Shown.TICKS))
    assert 'data-s="done"' in text
    assert 'data-s="todo"' in text
    assert "feito em" not in text
    assert "há 5 dias" not in text
    assert "nesta semana" not in text
    assert [look.shown for look in Look.objects.all()] == ["ticks"]


def test_with_dates_each_step_has_its_day(desk: Client, cohort: Cohort) -> None:
    text = page(desk, joined(cohort, Shown.TICKS, Shown.DATES, Shown.RHYTHM))
    assert "feito em" in text
    assert "há 5 dias" in text
    assert "nesta semana" in text


def test_dates_alone_name_no_step(desk: Client, cohort: Cohort) -> None:
    text = page(desk, joined(cohort, Shown.DATES))
    assert "há 5 dias" in text
    assert "Rules" not in text
    assert "data-s" not in text


def test_only_the_notes_that_were_handed_over(desk: Client, cohort: Cohort) -> None:
    member = joined(cohort)
    given = builders.note(member.learner, builders.resource("Papers"), "Um **achado**")
    builders.note(member.learner, builders.resource("Diário"), "Só meu")
    Consent.objects.create(membership=member, field=Shown.NOTE, note=given)
    text = page(desk, member)
    assert "Um <strong>achado</strong>" in text
    assert "Papers" in text
    assert "Só meu" not in text
    assert "Diário" not in text
    assert [(look.where, look.shown) for look in Look.objects.all()] == [("person", "note")]
    Consent.objects.all().take_back(timezone.now())
    assert "achado" not in page(desk, member)
    assert Look.objects.count() == 1


def test_who_shows_nothing_is_welcome_all_the_same(desk: Client, cohort: Cohort) -> None:
    member = joined(cohort, Shown.NUMBERS)
    text = page(desk, member)
    assert "e tudo bem" in text
    assert "Rules" not in text
    assert f"{address(member)}conversa/" in text
    assert f"/turmas/{cohort.uid}/propostas/?para={member.uid}" in text
    assert f'action="{address(member)}remocao/"' in text
    assert not Look.objects.exists()


def test_whoever_does_not_guide_finds_nobody(client: Client, malu: User, cohort: Cohort) -> None:
    member = joined(cohort, Shown.TICKS)
    assert client.get(address(member))["Location"].startswith("/conta/entrar/")
    for stranger in (cast.caio(), member.learner, cast.duda()):
        client.force_login(stranger)
        assert client.get(address(member)).status_code == 404
    client.force_login(malu)
    assert client.post(address(member)).status_code == 405
    elsewhere = builders.cohort(malu, cohort.track)
    assert client.get(f"/turmas/{elsewhere.uid}/pessoas/{member.uid}/").status_code == 404
    for change in ({"left_at": timezone.now()}, {"left_at": None, "cohort": gone(malu)}):
        Membership.objects.filter(pk=member.pk).update(**change)
        member.refresh_from_db()
        assert client.get(address(member)).status_code == 404
    assert not Look.objects.exists()


def gone(malu: User) -> Cohort:
    return builders.cohort(malu, archived_at=timezone.now())


def test_more_steps_cost_the_same_queries(desk: Client, malu: User) -> None:
    costs = []
    for size in (2, 6):
        track, resources = builders.track_of(*(f"Passo {n}" for n in range(size)))
        learner: Any = cast.person(f"Pessoa{size}")
        Completion.objects.record(learner.pk, {one.pk: State.DONE for one in resources})
        shown = (Shown.TICKS, Shown.DATES, Shown.RHYTHM)
        member = builders.member(builders.cohort(malu, track), learner, *shown)
        for one in resources:
            note = builders.note(learner, one)
            Consent.objects.create(membership=member, field=Shown.NOTE, note=note)
        with CaptureQueriesContext(connection) as queries:
            page(desk, member)
        costs.append(len(queries))
    assert costs[0] == costs[1]
