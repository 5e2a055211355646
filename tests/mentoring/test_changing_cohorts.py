"""Malu changes what her cohort is; who shows something in it keeps a say."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.mentoring.forms.cohort import CohortForm
from progress.mentoring.models import Cohort, Consent, Shown
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    return builders.cohort(cast.malu(), builders.track(), about="sábados")


@pytest.fixture
def desk(client: Client, cohort: Cohort) -> Client:
    client.force_login(cohort.owner)
    return client


def address(cohort: Cohort) -> str:
    return reverse("mentoring:edit_cohort", args=[cohort.uid])


def shown(cohort: Cohort) -> dict[str, str]:
    """What the page of the form holds, as a browser sends it back."""
    form = CohortForm(instance=Cohort.objects.get(pk=cohort.pk))
    held = {}
    for field in form:
        value = field.value()
        held[field.html_name] = held[field.html_initial_name] = "" if value is None else str(value)
    return held


def save(desk: Client, cohort: Cohort, **typed: Any) -> HttpResponse:
    return desk.post(address(cohort), shown(cohort) | typed)


def open_now(cohort: Cohort) -> int:
    return Consent.objects.in_force(timezone.now()).filter(membership__cohort=cohort).count()


def test_a_new_name_and_end(desk: Client, cohort: Cohort) -> None:
    end = timezone.localdate() + timedelta(days=30)
    member = builders.member(cohort, cast.ana(), Shown.TICKS)
    until = timezone.now() + timedelta(days=3)
    member.consents.update(ends_at=until)
    answer = save(desk, cohort, name="Turma de domingo", ends_on=f"{end}")
    assert answer["Location"] == cohort.get_absolute_url()
    cohort.refresh_from_db()
    assert (cohort.name, cohort.about, cohort.ends_on) == ("Turma de domingo", "sábados", end)
    # A yes holds until its own day, wherever the cohort's end moves.
    assert member.consents.get().ends_at == until
    assert open_now(cohort) == 1


def test_two_tabs_lose_nothing(desk: Client, cohort: Cohort) -> None:
    first, second = shown(cohort), shown(cohort)
    desk.post(address(cohort), first | {"name": "Turma de domingo", "about": ""})
    desk.post(address(cohort), second | {"capacity": "12"})
    cohort.refresh_from_db()
    assert (cohort.name, cohort.about, cohort.capacity) == ("Turma de domingo", "", 12)


def test_what_another_tab_said_is_judged_too(desk: Client, cohort: Cohort) -> None:
    stale, today = shown(cohort), timezone.localdate()
    save(desk, cohort, starts_on=f"{today + timedelta(days=9)}")
    text = desk.post(address(cohort), stale | {"ends_on": f"{today}"}).content.decode()
    assert "O fim vem antes do começo." in text


def test_studying_something_else_takes_all_consents_back(desk: Client, cohort: Cohort) -> None:
    builders.member(cohort, cast.ana(), Shown.TICKS, Shown.DATES)
    other = builders.cohort(cohort.owner, cohort.track)
    builders.member(other, cast.caio(), Shown.TICKS)
    assert (
        "Trocar desfaz tudo o que as pessoas mostram" in desk.get(address(cohort)).content.decode()
    )
    new = builders.track()
    answer = desk.post(address(cohort), shown(cohort) | {"subject": f"trilha:{new.uid}"})
    assert answer.status_code == 302
    cohort.refresh_from_db()
    assert cohort.track == new
    assert open_now(cohort) == 0
    assert not Consent.objects.filter(membership__cohort=cohort, withdrawn_at=None).exists()
    assert open_now(other) == 1


def test_studying_the_same_takes_nothing_back(cohort: Cohort) -> None:
    builders.member(cohort, cast.ana(), Shown.TICKS)
    assert not cohort.turn_to(cohort.track)
    assert open_now(cohort) == 1


def test_from_a_track_to_a_list(cohort: Cohort) -> None:
    link = builders.share_link(cohort.owner, builders.resource())
    assert cohort.turn_to(link)
    cohort.refresh_from_db()
    assert (cohort.track, cohort.list) == (None, link)


def test_a_list_that_grows_is_another_page_too(desk: Client, cohort: Cohort) -> None:
    rules, mlops = builders.resource(), builders.resource()
    link = builders.share_link(cohort.owner, rules, mlops)
    cohort.turn_to(link)
    builders.member(cohort, cast.ana(), Shown.TICKS)
    form = desk.get(reverse("mentoring:edit", args=[link.uid])).content.decode()
    assert "estuda esta lista" in form
    link.pick([(mlops, "por aqui")])
    assert open_now(cohort) == 1
    link.pick([(mlops, ""), (builders.resource(), "")])
    assert open_now(cohort) == 0


def test_a_track_that_was_retired_stays_chosen(desk: Client, cohort: Cohort) -> None:
    cohort.track.status = "retired"
    cohort.track.save()
    assert save(desk, cohort, name="Turma de domingo").status_code == 302
    cohort.refresh_from_db()
    assert cohort.track


def test_no_fewer_places_than_people(desk: Client, cohort: Cohort) -> None:
    builders.member(cohort, cast.ana())
    builders.member(cohort, cast.caio())
    text = save(desk, cohort, capacity="1").content.decode()
    assert "Já há 2 pessoas na turma" in text
    assert save(desk, cohort, capacity="2").status_code == 302


def test_only_its_owner(client: Client, cohort: Cohort) -> None:
    co_mentor: User = cast.person("Rita")
    cohort.guides.create(person=co_mentor)
    ana = cast.ana()
    builders.member(cohort, ana)
    for person in (co_mentor, ana, cast.caio()):
        client.force_login(person)
        assert client.get(address(cohort)).status_code == 404
        assert client.post(address(cohort), {"name": "Minha"}).status_code == 404
    client.logout()
    assert "/conta/" in client.post(address(cohort))["Location"]
