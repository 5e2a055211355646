"""How often a link was opened: a number a day, and nothing about anybody."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.mentoring.brought import COOKIE
from progress.mentoring.models import Opening, ShareLink
from tests import builders, cast

pytestmark = pytest.mark.django_db


def link_to_rules() -> ShareLink:
    _, [rules] = builders.track_of("Rules")
    return builders.share_link(cast.malu(), rules)


@pytest.fixture
def link(db: None) -> ShareLink:
    return link_to_rules()


def counted(link: ShareLink) -> int:
    return sum(link.openings.values_list("count", flat=True))


def test_each_visit_counts_for_its_day(client: Client, link: ShareLink) -> None:
    for _ in range(3):
        client.get(link.get_absolute_url())
    opening = link.openings.get()
    assert (opening.day, opening.count) == (timezone.localdate(), 3)


def test_a_learner_counts_like_anybody(client: Client, link: ShareLink) -> None:
    client.force_login(cast.ana())
    client.get(link.get_absolute_url())
    assert counted(link) == 1


def test_nothing_else_is_kept() -> None:
    assert {field.name for field in Opening._meta.get_fields()} == {"id", "link", "day", "count"}


def test_a_visitor_gets_no_session_for_it(client: Client, link: ShareLink) -> None:
    """What they get is the link itself, to take along."""
    assert set(client.get(link.get_absolute_url()).cookies) == {COOKIE}


def test_its_owner_does_not_count(client: Client, link: ShareLink) -> None:
    client.force_login(link.owner)
    client.get(link.get_absolute_url())
    assert counted(link) == 0


def test_asking_for_the_headers_does_not_count(client: Client, link: ShareLink) -> None:
    assert client.head(link.get_absolute_url()).status_code == 200
    assert counted(link) == 0


def test_looking_ahead_and_frames_that_stay_empty_do_not_count(
    client: Client, link: ShareLink
) -> None:
    client.get(link.get_absolute_url(), headers={"Sec-Purpose": "prefetch;prerender"})
    client.get(link.get_absolute_url(), headers={"Sec-Fetch-Dest": "iframe"})
    assert counted(link) == 0
    client.get(link.get_absolute_url(), headers={"Sec-Fetch-Dest": "document"})
    assert counted(link) == 1


def test_ticking_on_the_page_does_not_open_it_again(client: Client, link: ShareLink) -> None:
    client.get(link.get_absolute_url())
    uid = link.items.get().resource.uid
    here = f"http://testserver{link.get_absolute_url()}"
    came_from = {"Origin": "http://testserver", "Referer": here}
    answer = client.post(reverse("progress:mark", args=[uid]), {"state": "done"}, headers=came_from)
    client.get(answer["Location"], headers={"Referer": here})
    assert counted(link) == 1


def test_an_ended_link_counts_no_more(client: Client, link: ShareLink) -> None:
    link.revoke()
    client.get(link.get_absolute_url())
    assert counted(link) == 0


def at_once(action: Callable[[], object], times: int) -> list[Any]:
    def run(_: int) -> object:
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


@pytest.mark.django_db(transaction=True)
def test_visits_at_the_same_moment_all_count() -> None:
    link = link_to_rules()
    codes = at_once(lambda: Client().get(link.get_absolute_url()).status_code, 12)
    assert codes == [200] * 12
    assert link.openings.get().count == 12


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_makes_one_link() -> None:
    malu, (_, [rules]) = cast.malu(), builders.track_of("Rules")
    form = {"do": "save", "uid": "6f9b2ad5-8f8e-4a3f-bd0c-0d1b2a3c4d5e", "name": "Comece",
            "lasts": "7", "target": "list", "item": [rules.uid], "remark": ["Oi"]}  # fmt: skip

    def send() -> int:
        client = Client()
        client.force_login(malu)
        return client.post(reverse("mentoring:links"), form).status_code

    assert at_once(send, 6) == [302] * 6
    assert ShareLink.objects.get().items.count() == 1
