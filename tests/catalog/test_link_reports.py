"""Whoever finds a link that does not open says so with one click, with or without an account."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from catalog.health import Outcome
from catalog.models import Health, LinkCheck, LinkHealth, Resource, Status
from tests import builders, cast

pytestmark = pytest.mark.django_db
FROM_HERE = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


@pytest.fixture
def rules() -> Resource:
    return builders.track_of("Rules of ML")[1][0]


def visitor(**extra: str) -> Client:
    """A browser: it brings no token, and says where its post comes from."""
    return Client(enforce_csrf_checks=True, headers=FROM_HERE, **extra)


def report(client: Client, resource: Resource, **extra: object) -> HttpResponse:
    return client.post(f"{resource.get_absolute_url()}aviso/", **extra)


def test_a_visitor_reports_and_is_thanked(rules: Resource) -> None:
    soon = timezone.now() + timedelta(days=7)
    known = LinkHealth.objects.create(url=rules.url, state=Health.OK, next_at=soon)
    tab = visitor()

    answer = report(tab, rules)

    assert (answer.status_code, answer["Location"]) == (303, rules.get_absolute_url())
    assert "Obrigado por avisar!" in tab.get(answer["Location"]).text
    known.refresh_from_db()
    assert (known.reports, known.state) == (1, Health.OK)
    assert known.reported_at is not None and known.next_at <= timezone.now()


def test_a_link_that_nobody_visited_yet_is_visited_now(rules: Resource) -> None:
    report(visitor(), rules)
    assert LinkHealth.objects.due().get().address == rules.address


def test_one_person_counts_once_a_day_wherever_they_sit(rules: Resource) -> None:
    ana = cast.ana()
    for address in ("203.0.113.1", "203.0.113.2"):
        tab = visitor(REMOTE_ADDR=address)
        tab.force_login(ana)
        assert report(tab, rules).status_code == 303
    assert LinkHealth.objects.get().reports == 1


def test_visitors_are_told_apart_by_their_address(rules: Resource) -> None:
    for address in ("203.0.113.1", "203.0.113.1", "203.0.113.2"):
        assert report(visitor(REMOTE_ADDR=address), rules).status_code == 303
    assert LinkHealth.objects.get().reports == 2


def test_many_reports_of_one_address_meet_a_calm_no() -> None:
    _track, rows = builders.track_of(*(f"Leitura {n}" for n in range(21)))
    tab = visitor()
    answers = [report(tab, row) for row in rows]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert "Vamos com calma" in answers[-1].text
    assert LinkHealth.objects.count() == 20


def test_a_draft_is_nobodys_to_report() -> None:
    _track, [hidden] = builders.track_of("Rascunho", status=Status.DRAFT)
    assert report(visitor(), hidden).status_code == 404
    assert not LinkHealth.objects.exists()


def test_what_left_the_tracks_is_not_reported(rules: Resource) -> None:
    rules.retire()
    assert "Este link não abre" not in visitor().get(rules.get_absolute_url()).text
    assert report(visitor(), rules).status_code == 404
    assert not LinkHealth.objects.exists()


def test_a_server_that_asked_for_a_pause_gets_it(rules: Resource) -> None:
    later = timezone.now() + timedelta(days=3)
    known = LinkHealth.objects.create(url=rules.url, next_at=later)
    LinkCheck.objects.create(link=known, outcome=Outcome.OK, made_at=later - timedelta(days=9))
    LinkCheck.objects.create(link=known, outcome=Outcome.BUSY, status=429)
    report(visitor(), rules)
    known.refresh_from_db()
    assert (known.reports, known.next_at) == (1, later)


def test_a_look_reports_nothing(rules: Resource) -> None:
    assert visitor().get(f"{rules.get_absolute_url()}aviso/").status_code == 405


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_other_sites_report_nothing(rules: Resource, origin: str) -> None:
    answer = report(visitor(), rules, headers={"origin": origin})
    assert answer.status_code == 403
    assert not LinkHealth.objects.exists()


def test_a_duplicate_is_reported_at_what_survived(rules: Resource) -> None:
    twin = builders.resource("Rules", merged_into=rules)
    assert report(visitor(), twin)["Location"] == rules.get_absolute_url()
    assert LinkHealth.objects.get().address == rules.address
