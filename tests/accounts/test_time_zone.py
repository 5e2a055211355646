"""Days and hours are those of the person who asks: Ana studies in Manaus, an hour behind."""

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from progress.models import State, StudyEvent
from tests import builders, cast
from trilha.accounts.middleware import TimeZoneMiddleware
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db

PATH = reverse("progress:path")


def study(person: User) -> None:
    """A mark in the first minutes of a day in Brasília."""
    _, [rules] = builders.track_of("Rules")
    at = datetime(2026, 3, 2, 3, 30, tzinfo=UTC)
    StudyEvent.objects.create(learner=person, resource=rules, state=State.DONE, at=at)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/Sao_Paulo", "2 de março de 2026"),
        ("America/Manaus", "1 de março de 2026"),
        ("Asia/Tokyo", "2 de março de 2026"),
        ("Marte/Olympus", "2 de março de 2026"),
        ("America", "2 de março de 2026"),
        ("../../etc/passwd", "2 de março de 2026"),
        ("", "2 de março de 2026"),
    ],
)
def test_a_page_counts_in_her_zone_and_in_the_sites_when_hers_is_none(
    client: Client, zone: str, day: str
) -> None:
    ana = cast.person("Ana", time_zone=zone)
    study(ana)
    client.force_login(ana)
    assert day in client.get(PATH).content.decode()


def test_nothing_of_it_stays_for_the_next_request(client: Client) -> None:
    client.force_login(cast.person("Ana", time_zone="Asia/Tokyo"))
    client.get(PATH)
    assert timezone.get_current_timezone_name() == "America/Sao_Paulo"


def test_nothing_of_it_stays_when_a_page_breaks(rf: RequestFactory) -> None:
    def breaks(request: object) -> None:
        timezone.activate("Asia/Tokyo")
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError):
        TimeZoneMiddleware(breaks)(rf.get("/"))  # type: ignore[arg-type]
    assert timezone.get_current_timezone_name() == "America/Sao_Paulo"


def test_a_page_that_asks_nobody_looks_nobody_up(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.ana())
    assert Session.objects.count() == 1
    with django_assert_num_queries(0):
        client.get(reverse("alive"))
