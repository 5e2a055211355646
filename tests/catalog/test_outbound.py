"""Visits go to the open internet and nowhere else, and no server can hold or flood us."""

import gzip
import ipaddress
import itertools
import time
from collections.abc import Iterator

import pytest

from catalog.outbound import Answer, Client, Failure, is_public, place
from tests.web import CLOSED, EXPIRED, SERVER, SILENT, Request, Web, answer, redirect

FORBIDDEN = Failure.FORBIDDEN


@pytest.fixture(scope="module")
def internet() -> Iterator[Web]:
    with Web().serving() as web:
        yield web


@pytest.fixture
def web(internet: Web) -> Web:
    internet.pages, internet.names, internet.asked, internet.dialled = {}, {}, [], []
    return internet


def get(web: Web, url: str, **limits: float) -> Answer:
    return web.client.get(url, **limits)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0/",
        "http://localhost/",
        "http://127.0.0.1./",
        "http://10.0.0.8/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.100.100.200/",
        "http://[::1]/",
        "http://[::]/",
        "http://[0:0:0:0:0:ffff:7f00:1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
    ],
)
def test_no_spelling_of_an_inner_machine_is_visited(url: str) -> None:
    """Resolved by this computer itself, and dialling would be an error."""

    def dial(machine: str, port: int, seconds: float) -> object:
        raise AssertionError(f"dialled {machine}")

    found = Client("Trilha", dial=dial).get(url)  # type: ignore[arg-type]
    assert (found.failure, found.status) == (FORBIDDEN, None)


@pytest.mark.parametrize(
    "machine",
    [
        *("0.0.0.1", "100.64.0.1", "127.8.8.8", "168.63.129.16", "172.16.0.1", "192.0.0.9"),
        *("192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "203.0.113.1", "224.0.0.1"),
        *("240.0.0.1", "255.255.255.255", "::", "::8.8.8.8", "::ffff:10.0.0.1", "64:ff9b::808:808"),
        *("64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:808:808::1", "3fff::1"),
        *("5f00::1", "fc00::1", "fe80::1%eth0", "fec0::1", "ff02::1", "no machine", ""),
    ],
)
def test_of_machines_only_the_open_internet(machine: str) -> None:
    assert not is_public(machine)


@pytest.mark.parametrize("machine", ["8.8.8.8", "93.184.216.34", "2606:4700::1", "::ffff:8.8.8.8"])
def test_the_open_internet_is_open(machine: str) -> None:
    assert is_public(machine)


def test_whatever_is_private_to_python_is_private_to_us() -> None:
    for first, last in itertools.product(range(256), (0, 1, 254)):
        address = ipaddress.ip_address(f"{first}.{last}.{last}.7")
        assert not is_public(str(address)) or address.is_global


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org:80/",
        "//example.org/",
        "example.org",
        "",
        "http:///nowhere",
        "http://example.org:22/",
        "http://example.org:8080/",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://ana@example.org/",
        "http://example.org@127.0.0.1/",
        "http://exa mple.org/",
        "http://example.org\\@127.0.0.1/",
        "http://example.org/\r\nHost: other",
        "http://example.org/\x00",
        "http://example.org/\u200b",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://exa%6dple.org/",
        "http://-_!.org/",
        "http://" + "a" * 64 + ".org/",
        "http://example.org/" + "a" * 2048,
    ],
)
def test_what_is_no_plain_address_is_not_even_looked_up(url: str) -> None:
    def resolve(name: str) -> list[str]:
        raise AssertionError(f"looked up {name}")

    assert Client("Trilha", resolve=resolve).get(url).failure is FORBIDDEN


def test_an_address_is_asked_for_in_plain_letters() -> None:
    assert place("HTTPS://Exemplo.ÓRG./ação b?q=ç#etapa").url == (
        "https://exemplo.xn--rg-4ja/a%C3%A7%C3%A3o%20b?q=%C3%A7"
    )
    assert place("http://[2606:4700::1]:443/").site == "[2606:4700::1]:443"


def test_what_we_tell_and_what_comes_back(web: Web) -> None:
    web.pages["https://example.org/a?b=c"] = answer(body="Olá", retry_after=5)
    found = get(web, "https://example.org/a?b=c#d")

    assert (found.status, found.body, found.failure) == (200, "Olá".encode(), None)
    assert found.whole and found.hops == () and found.headers["retry-after"] == "5"
    [request] = web.asked
    assert request.headers["user-agent"] == "Trilha of the tests"
    assert request.headers["accept-encoding"] == "identity"
    assert not {"cookie", "authorization", "referer"} & request.headers.keys()


def test_the_environment_names_no_proxy(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    web.pages["http://example.org/"] = answer()

    assert get(web, "http://example.org/").status == 200


def test_one_inner_machine_among_others_is_enough_to_stay_away(web: Web) -> None:
    web.names["example.org"] = [SERVER, SERVER, SERVER, SERVER, SERVER, "10.0.0.1"]

    assert get(web, "http://example.org/").failure is FORBIDDEN
    assert web.dialled == []


def test_a_name_that_changes_its_machine_is_visited_where_it_was_checked(web: Web) -> None:
    """First it is public, and a moment later it is this computer."""
    answers = iter([[SERVER], ["127.0.0.1"]])
    web.pages["http://example.org/"] = redirect("http://example.org/again")
    client = Client("Trilha", resolve=lambda name: next(answers), dial=web.dial)
    found = client.get("http://example.org/")

    assert (found.failure, len(found.hops)) == (FORBIDDEN, 1)
    assert web.dialled == [(SERVER, 80)]


@pytest.mark.parametrize(
    "inside",
    ["http://127.0.0.1/", "//[::1]/", "http://inner.example.org/", "file:///etc/passwd",
     "http://example.org:6379/", "http://ana:senha@example.org/", "http://[::1"],
)  # fmt: skip
def test_a_redirect_does_not_lead_inside(web: Web, inside: str) -> None:
    web.names["inner.example.org"] = ["10.1.2.3"]
    web.pages["http://example.org/"] = redirect(inside)
    found = get(web, "http://example.org/")

    assert found.failure in {FORBIDDEN, Failure.BROKEN} and found.status is None
    assert web.dialled == [(SERVER, 80)]


def test_redirects_are_remembered(web: Web) -> None:
    web.pages["http://example.org/a"] = redirect("https://example.org/b", 301)
    web.pages["https://example.org/b"] = redirect("ç?d#e", 302)
    web.pages["https://example.org/%C3%A7?d"] = answer(body="cheguei")
    found = get(web, "http://example.org/a")

    assert (found.url, found.body) == ("https://example.org/%C3%A7?d", b"cheguei")
    assert [(hop.status, hop.permanent) for hop in found.hops] == [(301, True), (302, False)]


def test_redirects_end(web: Web) -> None:
    for n in range(9):
        web.pages[f"http://example.org/{n}"] = redirect(f"/{n + 1}")
    web.pages["http://example.org/round"] = redirect("/and")
    web.pages["http://example.org/and"] = redirect("/round")

    assert get(web, "http://example.org/0").failure is Failure.HOPS
    assert len(web.asked) == 4
    assert get(web, "http://example.org/5", hops=4).failure is None
    assert get(web, "http://example.org/round").failure is Failure.LOOP


def test_an_end_is_named(web: Web) -> None:
    web.names |= {"shut.example.org": [CLOSED], "old.example.org": [EXPIRED]}
    web.names |= {"mute.example.org": [SILENT], "other.example.net": [SERVER]}
    web.pages["http://example.org/words"] = lambda _: b"SSH-2.0-OpenSSH_9.6\r\n"
    web.pages["http://example.org/none"] = lambda _: b""
    named = {
        "http://gone.example.org/": Failure.DNS,
        "http://shut.example.org/": Failure.REFUSED,
        "https://old.example.org/": Failure.TLS_EXPIRED,
        "https://other.example.net/": Failure.TLS,  # the certificate is for other names
        "http://example.org/words": Failure.BROKEN,
        "http://example.org/none": Failure.BROKEN,
    }
    assert {url: get(web, url).failure for url in named} == named
    assert get(web, "http://mute.example.org/", seconds=0.05).failure is Failure.TIMEOUT


def test_a_machine_that_refuses_leaves_it_to_the_next(web: Web) -> None:
    web.names["example.org"] = [CLOSED, SERVER]
    web.pages["http://example.org/"] = answer()

    assert get(web, "http://example.org/").status == 200


def drip(web: Web, head: bytes, letter: bytes) -> object:
    def page(_: Request) -> Iterator[bytes]:
        yield head
        while not web.ended.wait(0.01):
            yield letter

    return page


def test_no_server_holds_us_by_dripping(web: Web) -> None:
    """Each byte comes in time, and all of them never would."""
    head = b"HTTP/1.1 200 OK\r\n"
    web.pages["http://example.org/head"] = drip(web, head, b"x")  # type: ignore[assignment]
    web.pages["http://example.org/body"] = drip(web, head + b"\r\n", b"x")  # type: ignore[assignment]
    begun = time.monotonic()
    slow_head = get(web, "http://example.org/head", seconds=0.1)
    slow_body = get(web, "http://example.org/body", seconds=0.1)

    assert time.monotonic() - begun < 2
    assert slow_head.failure is Failure.TIMEOUT
    assert (slow_body.failure, slow_body.status, slow_body.cut) == (None, 200, True)


def test_a_resolver_that_never_answers_does_not_hold_us(web: Web) -> None:
    client = Client("Trilha", resolve=lambda name: [] if web.ended.wait(5) else [SERVER])
    begun = time.monotonic()

    assert client.get("http://example.org/", seconds=0.05).failure is Failure.TIMEOUT
    assert time.monotonic() - begun < 2


def test_no_server_floods_us(web: Web) -> None:
    head = b"HTTP/1.1 200 OK\r\n"
    flood = itertools.repeat(b"x" * 65536, 10_000)
    names = (f"x-{n}: {'y' * 900}\r\n".encode() for n in itertools.count())
    framed = itertools.repeat(b"1;" + b"x" * 5000 + b"\r\ny\r\n", 100_000)
    web.pages |= {
        "http://example.org/giant": lambda _: itertools.chain([head + b"\r\n"], flood),
        "http://example.org/line": lambda _: itertools.chain([head + b"x: "], flood),
        "http://example.org/names": lambda _: itertools.chain([head], names),
        "http://example.org/frames": lambda _: itertools.chain(
            [head + b"transfer-encoding: chunked\r\n\r\n"], framed
        ),
    }
    giant = get(web, "http://example.org/giant", size=1000)

    assert (giant.status, len(giant.body), giant.cut, giant.whole) == (200, 1000, True, False)
    assert get(web, "http://example.org/line").failure is Failure.BROKEN
    assert get(web, "http://example.org/names").failure is Failure.BROKEN
    assert get(web, "http://example.org/frames", size=1000).cut


def test_nothing_is_unpacked(web: Web) -> None:
    bomb = gzip.compress(b"\0" * 1_000_000)
    web.pages["http://example.org/"] = answer(body=bomb, content_encoding="gzip")
    found = get(web, "http://example.org/")

    assert (found.body, found.packed, found.whole) == (bomb, True, False)


def test_half_an_answer_is_cut(web: Web) -> None:
    web.pages["http://example.org/"] = answer(body="metade", content_length=60)
    web.pages["http://example.org/pieces"] = (
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n9\r\nde"
    )
    found = get(web, "http://example.org/")
    pieces = get(web, "http://example.org/pieces")

    assert (found.status, found.body, found.cut) == (200, b"metade", True)
    assert (pieces.status, pieces.body[:3], pieces.cut) == (200, b"abc", True)


def test_waiting_for_our_turn_costs_the_other_side_no_time(web: Web) -> None:
    web.pages["http://example.org/"] = answer()
    hosts = []

    def before(host: str) -> None:
        hosts.append(host)
        time.sleep(0.06)

    found = web.client.get("http://example.org/", seconds=0.05, before=before)
    assert (found.status, hosts) == (200, ["example.org"])
