"""Expired, revoked and never made look the same; guessing is held back, opening is not."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from progress.mentoring import doors
from progress.mentoring.models import ShareLink
from tests import builders, cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


@pytest.fixture
def link() -> ShareLink:
    return builders.share_link(cast.malu(), track=builders.track_of("Rules")[0])


def expired(link: ShareLink) -> str:
    link.last_day = timezone.localdate() - timedelta(days=1)
    link.save()
    return link.get_absolute_url()


def revoked(link: ShareLink) -> str:
    link.revoke()
    return link.get_absolute_url()


def all_of(answer: HttpResponse) -> tuple[int, bytes, dict[str, str], object]:
    return answer.status_code, answer.content, dict(answer.items()), answer.cookies.output()


@pytest.mark.parametrize("who", ["visitor", "owner"])
@pytest.mark.parametrize("end", [expired, revoked])
def test_an_ended_link_looks_as_if_it_never_was(link: ShareLink, end: object, who: str) -> None:
    clients = Client(), Client()
    if who == "owner":
        for client in clients:
            client.force_login(link.owner)
    unknown = all_of(clients[0].get("/l/never-made/"))
    ended = all_of(clients[1].get(end(link)))  # type: ignore[operator]
    assert ended == unknown
    assert unknown[0] == 404


def test_the_page_explains_and_leads_on(client: Client) -> None:
    text = client.get("/l/never-made/").content.decode()
    assert "Este link não existe, venceu ou foi retirado por quem o enviou." in text
    assert 'href="/trilhas/"' in text
    assert "never-made" not in text


@pytest.mark.parametrize("key", ["%00", "a%00b", "ç", "'; --", "a.b", "x" * 2000, "%F0%9F%92%A9"])
def test_odd_keys_are_unknown_too(client: Client, key: str) -> None:
    assert client.get(f"/l/{key}/").content == client.get("/l/never-made/").content


def test_a_key_is_matched_to_the_letter(client: Client, link: ShareLink) -> None:
    other = link.key.swapcase()
    assert other != link.key
    for key in (other, link.key[:-1], link.key + "A", f"%20{link.key}"):
        assert client.get(f"/l/{key}/").status_code == 404


def test_thirty_misses_a_minute_and_then_slowly(client: Client) -> None:
    assert [client.get(f"/l/guess-{n}/").status_code for n in range(30)] == [404] * 30
    answer = client.get("/l/guess-31/")
    assert answer.status_code == 429
    assert "Vamos com calma" in answer.content.decode()
    assert answer["Retry-After"] == "60"
    assert answer["X-Robots-Tag"] == "noindex"
    assert Client(REMOTE_ADDR="203.0.113.7").get("/l/guess-32/").status_code == 404


def test_opening_counts_for_nothing_and_is_never_held_back(
    client: Client, link: ShareLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(doors.MISSES, "share_link_missed", "3/m/ip")  # the story is soon told
    for _ in range(5):
        assert client.get(link.get_absolute_url()).status_code == 200
    for n in range(4):
        client.get(f"/l/guess-{n}/")
    assert client.get("/l/guess/").status_code == 429
    # Others behind the same address have done nothing wrong.
    assert client.get(link.get_absolute_url()).status_code == 200


def test_keys_stay_out_of_the_log(client: Client, link: ShareLink) -> None:
    """A dead key may be revived by prolonging its link."""
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    said, level = StringIO(), logging.getLogger().level
    stream = handler.setStream(said)
    logging.getLogger().setLevel(logging.INFO)
    try:
        client.get(expired(link))
    finally:
        logging.getLogger().setLevel(level)
        handler.setStream(stream)
    assert "Not Found: /l/***/" in said.getvalue()
    assert link.key not in said.getvalue()


@pytest.mark.parametrize("page", ["/", "/folha/", "/quadro/?x=1", "/guardar/"])
def test_an_address_without_its_slash_is_kept_nowhere(client: Client, page: str) -> None:
    with_slash = f"/l/some-key{page}"
    answer = client.get(with_slash.replace("/?", "?").removesuffix("/"))
    assert (answer.status_code, answer["Location"]) == (301, with_slash)
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]
