"""What is kept for a while only: looks for a year, addresses until an invitation is over."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from progress.mentoring.models import Cohort, Invitation, Look
from tests import builders, cast

pytestmark = pytest.mark.django_db


def forget() -> str:
    call_command("forget_looks", stdout=(out := StringIO()))
    return out.getvalue().strip()


def days_ago(days: int) -> Any:
    return timezone.now() - timedelta(days=days)


def test_looks_go_after_a_year() -> None:
    ana = cast.ana()
    for days in (364, 366):
        Look.objects.create(learner=ana, where="cohort", shown="ticks", at=days_ago(days))
    assert forget() == "1 looks deleted, 0 addresses forgotten"
    assert Look.objects.get().at > days_ago(365)
    assert forget() == "0 looks deleted, 0 addresses forgotten"


def sent(cohort: Cohort, **fields: Any) -> Invitation:
    said = {"expires_at": days_ago(-3), "email": "ana@trilha.test", **fields}
    return Invitation.objects.create(cohort=cohort, made_by=cohort.owner, **said)


def test_addresses_go_with_what_they_were_for() -> None:
    cohort = builders.cohort(cast.malu())
    waiting = sent(cohort)
    sent(cohort, used=1)
    sent(cohort, revoked_at=timezone.now())
    sent(cohort, expires_at=days_ago(1))
    assert forget() == "0 looks deleted, 3 addresses forgotten"
    assert Invitation.objects.exclude(email="").get() == waiting
