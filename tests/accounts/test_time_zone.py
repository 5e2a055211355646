"""Days and hours are those of the person who asks: Ana studies in Manaus, an hour behind."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from pytest_django import DjangoAssertNumQueries

from tests import cast
from trilha.accounts.middleware import TimeZoneMiddleware

pytestmark = pytest.mark.django_db

PAGE = reverse("preferences")  # it tells what time it is


def clocks(zone: str) -> set[str]:
    """This minute and the next, should it begin while the page is made."""
    now = timezone.now()
    moments = (now, now + timedelta(minutes=1))
    return {localtime(moment, ZoneInfo(zone)).strftime("%H:%M") for moment in moments}


@pytest.mark.parametrize(
    ("stored", "counts"),
    [
        ("America/Sao_Paulo", "America/Sao_Paulo"),
        ("America/Manaus", "America/Manaus"),
        ("Asia/Kathmandu", "Asia/Kathmandu"),
        ("Marte/Olympus", "America/Sao_Paulo"),
        ("America", "America/Sao_Paulo"),
        ("../../etc/passwd", "America/Sao_Paulo"),
        ("", "America/Sao_Paulo"),
    ],
)
def test_a_page_counts_in_her_zone_and_in_the_sites_when_hers_is_none(
    client: Client, stored: str, counts: str
) -> None:
    possible = clocks(counts)
    client.force_login(cast.person("Ana", time_zone=stored))
    said = re.search(r"agora são (\d\d:\d\d)", client.get(PAGE).content.decode())
    assert said and said[1] in possible


def test_nothing_of_it_stays_for_the_next_request(client: Client) -> None:
    client.force_login(cast.person("Ana", time_zone="Asia/Tokyo"))
    client.get(PAGE)
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
