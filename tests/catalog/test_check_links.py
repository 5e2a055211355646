"""Rounds of visits over many days, to servers that misbehave in every way we know: no living link
is called dead, and every dead one is."""

import gzip
import itertools
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from catalog import linkhealth
from catalog.health import Outcome
from catalog.linkhealth import Round
from catalog.models import Edition, Health, LinkCheck, LinkHealth, Status
from catalog.outbound import Answer, Client
from tests import builders
from tests.jobs.process import begin, end, until
from tests.web import CLOSED, EXPIRED, SERVER, SILENT, Behaviour, Request, Web, answer, redirect

BEGIN = datetime(2026, 5, 4, 12, tzinfo=UTC)
GOOD = answer(body="<title>Regressão</title><p>" + "Vamos aprender. " * 40)
FORM = '<title>Entrar</title><form><input type="password"></form>'


@pytest.fixture(scope="module")
def internet() -> Iterator[Web]:
    with Web().serving() as web:
        yield web


class Hasty(Client):
    """Waits a moment for those who are slow, and long enough for the others on any machine."""

    def _follow(self, method: str, url: str, **limits: Any) -> Answer:
        in_time = "slow" not in url or (method == "HEAD" and "slow-page" in url)
        seconds = 10 if in_time else 0.02
        return super()._follow(method, url, **{**limits, "seconds": seconds})


@pytest.fixture
def web(internet: Web) -> Web:
    internet.pages, internet.names, internet.asked, internet.dialled = {}, {}, [], []
    internet.client = internet.visitor(Hasty)
    return internet


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long somebody slept, though nobody did."""
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        cache.clear()  # a second has passed

    monkeypatch.setattr(linkhealth.time, "sleep", sleep)
    return slept


def days_after(days: float) -> datetime:
    return BEGIN + timedelta(days=days)


def go(client: Client, days: float = 0, limit: int = 500, site: str = "") -> Round:
    """One round, some days later, without waiting for turns."""
    round_ = Round(client, before=lambda host: None, now=lambda: days_after(days))
    round_.go(limit, site)
    return round_


def cite(*urls: str) -> None:
    for url in urls:
        builders.resource(url=url)
    LinkHealth.objects.watch()
    LinkHealth.objects.update(next_at=BEGIN)


def state(url: str) -> str:
    return LinkHealth.objects.get(url=url).state


def by_method(head: bytes, get: bytes) -> Behaviour:
    return lambda request: head if request.method == "HEAD" else get


def in_turn(*answers: bytes) -> Behaviour:
    said = itertools.cycle(answers)
    return by_method(answer(405), b"") and (
        lambda request: answer(405) if request.method == "HEAD" else next(said)
    )


def slow(web: Web, seconds: float) -> Behaviour:
    def page(_: Request) -> Iterator[bytes]:
        web.ended.wait(seconds)
        yield GOOD

    return page


def misbehaving(web: Web) -> dict[str, tuple[Behaviour, Health]]:
    """Page by page: what it does, and what is to be held of it in the end."""
    bomb = answer(body=gzip.compress(b"\0" * 5_000_000), content_encoding="gzip")
    wall = {"server": "cloudflare", "cf_mitigated": "challenge"}
    flood = [answer(content_length=10**9), *[b"x" * 65536] * 1000]
    return {
        "fine": (GOOD, Health.OK),
        "plain": (answer(content_type="application/pdf"), Health.OK),
        "missing": (answer(404), Health.DEAD),
        "gone": (answer(410), Health.DEAD),
        "error": (answer(500), Health.DEAD),
        "nobody-at-home": (answer(502), Health.DEAD),
        "slow": (slow(web, 0.2), Health.DEAD),
        "mute": (lambda _: [], Health.SUSPECT),
        "forbidden": (answer(403), Health.BLOCKED),
        "challenge": (answer(503, "<title>Just a moment...</title>", **wall), Health.BLOCKED),
        "linkedin": (answer(999), Health.BLOCKED),
        "busy": (answer(429, retry_after=300), Health.BLOCKED),
        "no-head": (by_method(answer(405), GOOD), Health.OK),
        "no-head-either": (by_method(answer(501), GOOD), Health.OK),
        "head-forbidden": (by_method(answer(403), GOOD), Health.OK),
        "head-missing": (by_method(answer(404), GOOD), Health.OK),
        "slow-page": (lambda r: GOOD if r.method == "HEAD" else slow(web, 0.2)(r), Health.OK),
        "head-mute": (lambda r: b"" if r.method == "HEAD" else GOOD, Health.OK),
        "elsewhere": (redirect("/fine", 301), Health.MOVED),
        "for-a-while": (redirect("/fine", 302), Health.OK),
        "round": (redirect("/round"), Health.SUSPECT),
        "to-the-front": (redirect("/", 301), Health.SUSPECT),
        "soft": (answer(body="<title>404 | Página não encontrada</title>"), Health.SUSPECT),
        "password": (answer(401, www_authenticate="Basic"), Health.WALL),
        "to-the-door": (redirect("/login?next=/a"), Health.WALL),
        "a-door": (answer(body=FORM), Health.WALL),
        "inwards": (redirect("http://169.254.169.254/"), Health.UNKNOWN),
        "giant": (lambda _: flood, Health.OK),
        "bomb": (bomb, Health.OK),
        "half": (answer(body="metade", content_length=5000), Health.OK),
        "headers": (answer(**{f"x{n}": "y" * 1000 for n in range(99)}), Health.SUSPECT),
        "not-http": (lambda _: b"SSH-2.0\r\n", Health.SUSPECT),
        "flapping": (in_turn(answer(503), answer(404), GOOD), Health.OK),
        "rarely": (in_turn(*[answer(500)] * 6, GOOD), Health.OK),
        "often": (in_turn(GOOD, *[answer(404)] * 6), Health.SUSPECT),
    }


HOSTS = {
    "http://nobody.example.org/a": ([], Health.DEAD),
    "http://shut.example.org/a": ([CLOSED], Health.DEAD),
    "http://slow-too.example.org/a": ([SILENT], Health.DEAD),
    "https://old.example.org/a": ([EXPIRED], Health.SUSPECT),
    "https://misnamed.example.net/a": ([SERVER], Health.SUSPECT),
    "http://inner.example.org/a": (["10.0.0.1"], Health.UNKNOWN),
}


@pytest.mark.django_db
def test_no_false_dead_and_every_true_one(web: Web) -> None:
    """Nine days. A page is a host of its own, so that none has to rest because of another."""
    expected: dict[str, Health] = {}
    for name, (page, health) in misbehaving(web).items():
        url = f"http://{name}.example.org/{name}"
        web.pages[url], expected[url] = page, health
        web.pages[f"http://{name}.example.org/fine"] = GOOD
        for door in ("/", "/login?next=/a"):
            web.pages[f"http://{name}.example.org{door}"] = GOOD
    for url, (machines, health) in HOSTS.items():
        expected[url] = health
        if machines:
            web.names[url.split("/")[2]] = machines
    cite(*expected)
    died: dict[str, int] = {}
    for day in range(9):
        go(web.client, days=day)
        for url in LinkHealth.objects.filter(state=Health.DEAD).values_list("url", flat=True):
            died.setdefault(url, day)

    assert {link.url: link.state for link in LinkHealth.objects.all()} == expected
    assert set(died) == {url for url, health in expected.items() if health == Health.DEAD}
    assert died.pop("http://gone.example.org/gone") == 2, "it said so itself"
    assert set(died.values()) == {7}
    moved = LinkHealth.objects.get(state=Health.MOVED)
    assert moved.moved_to == "http://elsewhere.example.org/fine"
    assert LinkCheck.objects.filter(link=moved).count() == 2, "once a week"
    assert LinkHealth.objects.get(url__contains="slow-too.").checks.count() == 8, "the last eight"


@pytest.mark.django_db
def test_the_dead_may_come_back(web: Web) -> None:
    cite("https://example.org/a", "https://example.org/b")
    web.pages["https://example.org/b"] = GOOD
    for day in range(8):
        go(web.client, days=day)
    edition = Edition.now()
    web.pages["https://example.org/a"] = GOOD
    go(web.client, days=14)
    link = LinkHealth.objects.get(url="https://example.org/a")

    assert (link.state, link.failures, link.failing_since) == (Health.OK, 0, None)
    assert (link.since, link.next_at) == (days_after(14), days_after(21))
    assert Edition.now() == edition + 1, "pages of tracks said that it was dead"


@pytest.mark.django_db
def test_when_our_own_network_is_down_nobody_dies(web: Web) -> None:
    urls = [f"https://s{n}.example.org/a" for n in range(8)]
    web.pages |= dict.fromkeys(urls, GOOD)
    cite(*urls)
    go(web.client)
    web.names |= {f"s{n}.example.org": [CLOSED] for n in range(8)}
    rounds = [go(web.client, days=day) for day in (7, 8, 9, 15)]

    assert all(round_.deaf for round_ in rounds)
    assert {link.state for link in LinkHealth.objects.all()} == {Health.OK}
    assert LinkCheck.objects.count() == 8
    web.names.clear()
    assert not go(web.client, days=20).deaf
    assert LinkCheck.objects.count() == 16


@pytest.mark.django_db
def test_silence_counts_when_somebody_else_is_heard(web: Web) -> None:
    """Alone in its round, with nobody to compare with but one who answered another day."""
    cite("https://example.org/a", "https://gone.example.org/b")
    web.pages["https://example.org/a"] = GOOD
    go(web.client)
    asked = len(web.asked)
    go(web.client, days=1, site="gone.example.org")

    assert state("https://gone.example.org/b") == Health.SUSPECT
    assert LinkHealth.objects.get(url="https://gone.example.org/b").failures == 2
    assert len(web.asked) > asked, "the other one was asked again"


@pytest.mark.django_db
def test_a_busy_site_is_left_alone_as_a_whole(web: Web) -> None:
    for path in "ab":
        web.pages[f"https://example.org/{path}"] = answer(429, retry_after=7200)
    cite("https://example.org/a", "https://example.org/b", "https://example.com/c")
    web.pages["https://example.com/c"] = GOOD
    go(web.client)

    assert len([request for request in web.asked if "example.org" in request.url]) == 1
    first, second = LinkHealth.objects.on("example.org").order_by("checked_at", "pk")
    assert {first.state, second.state} == {Health.BLOCKED, Health.UNKNOWN}
    assert {first.next_at, second.next_at} == {days_after(1), days_after(2 / 24)}


@pytest.mark.django_db
def test_a_host_is_asked_once_a_second(waits: list[float]) -> None:
    linkhealth.my_turn("example.org")
    linkhealth.my_turn("example.com")
    assert waits == []
    linkhealth.my_turn("example.org")
    assert len(waits) == 1


@pytest.mark.django_db
def test_every_request_waits_for_its_turn(web: Web) -> None:
    web.pages |= {"http://example.org/a": redirect("https://example.org/b")}
    web.pages |= {"https://example.org/b": by_method(answer(405), GOOD)}
    turns: list[str] = []
    linkhealth.look("http://example.org/a", web.client, turns.append, BEGIN)

    assert turns == ["example.org"] * len(web.asked)
    assert [request.method for request in web.asked] == ["HEAD", "HEAD", "GET", "GET"]


@pytest.mark.django_db
def test_what_is_watched() -> None:
    track = builders.track()
    builders.section(track, url="https://example.org/etapa")
    builders.section(builders.track(status=Status.RETIRED), url="https://example.org/velha")
    builders.community(url="https://example.org/gente")
    kept = builders.resource(url="http://www.example.org/a/")
    builders.resource(url="https://example.org/copia", merged_into=kept)
    LinkHealth.objects.create(url="https://example.org/a", reports=3)
    LinkHealth.objects.create(url="https://example.org/ninguem")
    LinkHealth.objects.watch()
    LinkHealth.objects.watch()

    urls = {"etapa", "gente"}
    expected = {f"https://example.org/{path}" for path in urls} | {"http://www.example.org/a/"}
    assert set(LinkHealth.objects.values_list("url", flat=True)) == expected
    assert LinkHealth.objects.of([kept.address]).get().reports == 3
    kept.retire()
    LinkHealth.objects.watch()
    assert not LinkHealth.objects.of([kept.address]).exists()


@pytest.mark.django_db
def test_watching_costs_the_same_for_twice_as_many(
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for n in range(8):
        builders.resource(url=f"https://example.org/{n}")
        if n == 3:
            LinkHealth.objects.watch()
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        LinkHealth.objects.watch()


@pytest.mark.django_db
def test_of_one_site() -> None:
    urls = ["https://example.org", "https://www.example.org/a", "http://example.org?b"]
    cite(*urls, "https://example.org.br/a", "https://an.example.org/a")

    for name in ("example.org", "www.example.org"):
        assert set(LinkHealth.objects.on(name).values_list("url", flat=True)) == set(urls)


@pytest.mark.django_db
def test_nobody_visits_what_another_took() -> None:
    cite("https://example.org/a", "https://example.org/b")
    taken = [LinkHealth.objects.claim(BEGIN) for _ in range(3)]

    assert len({link.pk for link in taken if link}) == 2 and taken[2] is None
    assert LinkHealth.objects.claim(BEGIN + timedelta(minutes=11)) is not None


@pytest.mark.django_db
def test_a_link_that_changed_meanwhile_is_not_judged() -> None:
    cite("https://example.org/a", "https://example.org/b")
    first, second = LinkHealth.objects.order_by("url")
    LinkHealth.objects.filter(pk=first.pk).delete()
    second.url = "https://example.org/outro"
    for link in (first, second):
        link.record(linkhealth.Visit(Outcome.GONE, 410), BEGIN)

    assert LinkCheck.objects.count() == 0


@pytest.mark.django_db
def test_the_command(web: Web, settings: Settings, waits: list[float]) -> None:
    settings.OUTBOUND = web.client
    cite("https://example.org/a", "https://example.org/b", "https://example.com/c")
    web.pages |= dict.fromkeys(["https://example.org/a", "https://example.com/c"], GOOD)
    said = StringIO()
    call_command("check_links", limit=2, host="example.org", stdout=said)

    assert said.getvalue() == "2 visited: 1 ok, 1 missing\n"
    assert state("https://example.com/c") == Health.UNKNOWN
    assert len(waits) == len(web.asked) - 1 == 3


@pytest.mark.django_db(transaction=True)
def test_a_round_that_is_killed_is_gone_on_with(web: Web) -> None:
    urls = [f"https://s{n}.example.org/a" for n in range(4)]
    web.pages |= dict.fromkeys(urls, answer(content_type="application/pdf"))
    web.pages[urls[2]] = slow(web, 20)
    cite(*urls)
    ports = json.dumps([[*key, port] for key, port in web.ports.items()])
    process = begin([sys.executable, "-m", "tests.catalog.one_round", ports])
    assert until(lambda: any(it.url == urls[2] for it in web.asked), process), end(process)
    end(process)

    assert [LinkHealth.objects.get(url=url).state for url in urls] == ["ok", "ok", *["unknown"] * 2]
    web.pages[urls[2]] = web.pages[urls[0]]
    web.asked.clear()
    go(web.client, days=0)
    assert [request.url for request in web.asked] == [urls[3]], "the third is still taken"
    go(web.client, days=(timezone.now() - BEGIN) / timedelta(days=1) + 1 / 24)
    links = [LinkHealth.objects.get(url=url) for url in urls]
    assert {link.state for link in links} == {Health.OK}
    assert [link.checks.count() for link in links] == [1, 1, 1, 2], "a week passed for the last"
