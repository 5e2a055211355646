"""New visitors' marks make sessions: an address that makes too many waits, nobody else does."""

import pytest
from django.core.cache import cache
from django.test import Client

from progress import origin
from tests import builders, cast
from tests.progress.test_mark import mark

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(origin.BEGINNINGS, "visitor_began", "2/m/ip")
    cache.clear()


def test_too_many_beginnings_from_one_address_wait() -> None:
    _, [rules] = builders.track_of("Rules")
    assert [mark(Client(), rules.uid).status_code for _ in range(3)] == [303, 303, 429]
    assert mark(Client(REMOTE_ADDR="203.0.113.7"), rules.uid).status_code == 303


def test_who_has_begun_or_is_signed_in_goes_on() -> None:
    ana, began, forged = Client(), Client(), Client()
    ana.force_login(cast.ana())
    _, [rules] = builders.track_of("Rules")
    for n in range(4):
        assert mark(began, rules.uid, ["done", "todo"][n % 2]).status_code == 303
        assert mark(ana, rules.uid).status_code == 303
    assert mark(Client(), rules.uid).status_code == 303
    forged.cookies["__Host-sessionid"] = "a" * 32
    assert mark(forged, rules.uid).status_code == 429
