"""Malu puts a cohort away, and takes it out again: nobody shows anything in between or after."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.mentoring import access
from progress.mentoring.models import Cohort, Consent, Invitation, Shown
from progress.mentoring.models.cohort import MOST_GOING
from tests import builders, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    made = builders.cohort(cast.malu(), builders.track())
    builders.member(made, cast.ana(), Shown.TICKS, Shown.RHYTHM)
    return made


def do(client: Client, cohort: Cohort, what: str) -> HttpResponse:
    return client.post(reverse("mentoring:archive_cohort", args=[cohort.uid]), {"do": what})


def test_archiving_takes_consents_and_invitations_back(client: Client, cohort: Cohort) -> None:
    week = timezone.now() + timedelta(days=7)
    call = Invitation.objects.create(
        cohort=cohort, made_by=cohort.owner, expires_at=week, email="ana@trilha.test"
    )
    client.force_login(cohort.owner)
    assert do(client, cohort, "archive")["Location"] == "/turmas/"
    cohort.refresh_from_db()
    call.refresh_from_db()
    assert cohort.archived_at
    assert not access.consents_to(cohort.owner).exists()
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert (bool(call.revoked_at), call.email) == (True, "")
    assert cohort.members.standing().count() == 1


def test_it_comes_back_with_nothing_shown(client: Client, cohort: Cohort) -> None:
    client.force_login(cohort.owner)
    do(client, cohort, "archive")
    # A yes that was on its way while the cohort was put away.
    cohort.members.get().consents.create(field=Shown.TICKS)
    do(client, cohort, "unarchive")
    cohort.refresh_from_db()
    assert cohort.archived_at is None
    assert not access.consents_to(cohort.owner).exists()


def test_both_are_done_once(cohort: Cohort) -> None:
    assert cohort.put_away()
    since = Consent.objects.values_list("withdrawn_at", flat=True).first()
    assert not cohort.put_away()
    assert Consent.objects.values_list("withdrawn_at", flat=True).first() == since
    assert cohort.take_out()
    cohort.members.get().consents.create(field=Shown.TICKS)
    assert not cohort.take_out()
    assert access.consents_to(cohort.owner).count() == 1


def test_not_more_come_back_than_one_may_have(client: Client, cohort: Cohort) -> None:
    cohort.put_away()
    Cohort.objects.bulk_create(
        Cohort(owner=cohort.owner, name=f"Turma {n}") for n in range(MOST_GOING)
    )
    with pytest.raises(ValidationError):
        cohort.take_out()
    client.force_login(cohort.owner)
    assert do(client, cohort, "unarchive").status_code == 302
    cohort.refresh_from_db()
    assert cohort.archived_at


def test_nobody_else(client: Client, cohort: Cohort) -> None:
    rita = cast.person("Rita")
    cohort.guides.create(person=rita)
    for person in (rita, cast.caio(), cohort.members.get().learner):
        client.force_login(person)
        assert do(client, cohort, "archive").status_code == 404
    client.logout()
    assert "/conta/" in do(client, cohort, "archive")["Location"]
    cohort.refresh_from_db()
    assert cohort.archived_at is None
    assert client.get(reverse("mentoring:archive_cohort", args=[cohort.uid])).status_code == 405
