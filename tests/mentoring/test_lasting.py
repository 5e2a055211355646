"""A link may last until a cohort of one's own ends."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.mentoring.models import Cohort, ShareLink
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db


def in_days(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def choice(cohort: Cohort) -> str:
    return f"turma-{cohort.uid}"


def save(desk: Client, lasts: str) -> HttpResponse:
    track, _ = builders.track_of("Rules")
    form = {"do": "save", "uid": uuid4(), "name": "Comece", "target": "track", "track": track.uid}
    return desk.post(reverse("mentoring:links"), form | {"lasts": lasts})


def offered(desk: Client) -> str:
    return desk.get(reverse("mentoring:new")).content.decode()


def test_until_the_end_of_a_cohort(desk: Client, malu: User) -> None:
    cohort = builders.cohort(malu, name="Sábado", ends_on=in_days(40))
    assert f'value="{choice(cohort)}"' in offered(desk)
    assert "até o fim de “Sábado”" in offered(desk)
    assert save(desk, choice(cohort)).status_code == 302
    assert ShareLink.objects.get().last_day == cohort.ends_on


def test_a_cohort_that_is_over_put_away_or_endless_is_not_offered(desk: Client, malu: User) -> None:
    builders.cohort(malu, ends_on=in_days(0))
    builders.cohort(malu)
    builders.cohort(malu, ends_on=in_days(9), archived_at=timezone.now())
    assert "até o fim de" not in offered(desk)


def test_another_mentors_cohort_neither(desk: Client) -> None:
    theirs = builders.cohort(cast.caio(), name="De Caio", ends_on=in_days(9))
    assert "De Caio" not in offered(desk)
    answer = save(desk, choice(theirs))
    assert answer.status_code == 200
    assert 'id="e-lasts"' in answer.content.decode()
    assert not ShareLink.objects.exists()


def test_more_cohorts_cost_no_more_queries(
    desk: Client, malu: User, django_assert_num_queries: Any
) -> None:
    for days in (9, 8):
        builders.cohort(malu, ends_on=in_days(days))
        with django_assert_num_queries(9):
            offered(desk)
