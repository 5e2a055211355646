"""What the answer of a server says about a link."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.diagnosis import diagnose
from catalog.health import Outcome
from catalog.outbound import Answer, Failure, Hop

URL = "https://example.org/cursos/ml"
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def found(
    status: int | None = 200, body: str = "", *hops: int, to: str = "", at: str = URL, **told: Any
) -> Outcome:
    """The outcome of a visit to `at`, maybe redirected `to` somewhere by `hops`."""
    failure = told.pop("failure", None)
    headers = {"content-type": "text/html; charset=utf-8", **told.pop("headers", {})}
    came = tuple(Hop(at, hop) for hop in hops)
    answer = Answer(to or at, came, failure, status, headers, body.encode())
    return diagnose(at, answer, NOW).outcome


def page(title: str, text: str = "Vamos aprender juntos. " * 30) -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{text}</body></html>"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.OK),
        (204, Outcome.OK),
        (401, Outcome.WALL),
        (402, Outcome.WALL),
        (403, Outcome.BLOCKED),
        (404, Outcome.MISSING),
        (405, Outcome.BROKEN),
        (410, Outcome.GONE),
        (429, Outcome.BUSY),
        (451, Outcome.BLOCKED),
        (500, Outcome.ERROR),
        (503, Outcome.ERROR),
        (999, Outcome.BLOCKED),
        (302, Outcome.BROKEN),  # without saying where to
    ],
)
def test_a_status_speaks(status: int, outcome: Outcome) -> None:
    assert found(status) is outcome


@pytest.mark.parametrize("failure", [*Failure])
def test_each_way_to_fail_has_a_word(failure: Failure) -> None:
    assert found(None, failure=failure).value == failure.value


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (503, page("Amazon.com.br"), {"cf-mitigated": "challenge"}),
        (202, "", {"x-amzn-waf-action": "challenge"}),
        (503, page("Sorry", "To discuss automated access to our data please contact us."), {}),
        (200, page("Just a moment..."), {}),
        (404, page("Attention Required! | Cloudflare"), {}),
    ],
)
def test_a_wall_against_robots_is_no_death(status: int, body: str, headers: Any) -> None:
    assert found(status, body, headers=headers) is Outcome.BLOCKED


@pytest.mark.parametrize(
    ("to", "hops", "outcome"),
    [
        ("https://example.org/login?next=/cursos/ml", [302], Outcome.WALL),
        ("https://accounts.example.com/v3", [302], Outcome.WALL),
        ("https://example.org/users/sign_in", [301], Outcome.WALL),
        ("https://example.org/", [302], Outcome.SOFT),
        ("https://example.org/pt-br/", [301], Outcome.SOFT),
        ("https://other.example/index.html", [301], Outcome.SOFT),
        ("https://example.org/cursos/ml-2", [301, 308], Outcome.MOVED),
        ("https://example.org/cursos/ml-2", [301, 302], Outcome.OK),
        ("https://example.org/cursos/ml-2", [307], Outcome.OK),
        ("https://www.example.org/cursos/ml/", [301], Outcome.OK),  # the same thing to us
        ("http://example.org/cursos/ml", [301], Outcome.OK),
    ],
)
def test_a_redirect_leads_somewhere(to: str, hops: list[int], outcome: Outcome) -> None:
    assert found(200, page("Curso"), *hops, to=to) is outcome


def test_a_short_link_may_lead_to_a_front_page() -> None:
    assert found(200, "", 302, at="https://bit.ly/3xYz", to="https://example.org/") is Outcome.OK


def test_a_front_page_that_chooses_a_language_stays() -> None:
    site = "https://example.org/"
    assert found(200, "", 301, at=site, to="https://example.org/en/") is Outcome.OK


def test_a_login_that_is_the_link_itself_is_open() -> None:
    login = "https://example.org/login/course"
    assert found(200, "", 301, at=login, to="https://example.org/login/course2") is Outcome.MOVED


def test_redirects_that_never_end_at_a_login() -> None:
    to = "https://example.org/login"
    assert found(None, "", 302, to=to, failure=Failure.LOOP) is Outcome.WALL


@pytest.mark.parametrize(
    "title",
    ["404", "404 Not Found", "Page not found · GitHub", "Exemplo | Página não encontrada",
     "Erro 404 - Exemplo", "Conteúdo não encontrado", "This page doesn&#39;t exist."],
)  # fmt: skip
def test_a_page_that_says_it_is_none(title: str) -> None:
    assert found(200, page(title)) is Outcome.SOFT


@pytest.mark.parametrize("text", ["Not Found", "<h1>Ops!</h1> <p>Página não encontrada.</p>"])
def test_a_short_page_that_says_it_is_none(text: str) -> None:
    assert found(200, text) is Outcome.SOFT


@pytest.mark.parametrize(
    "title",
    ["Area 404: the podcast", "Como tratar “file not found” em Python", "Aula 404: filtros", ""],
)
def test_a_page_about_errors_is_none(title: str) -> None:
    assert found(200, page(title)) is Outcome.OK


def test_accents_are_read_in_the_page_s_own_letters() -> None:
    body = page("Página não encontrada").encode("latin-1")
    for kind in ("text/html; charset=iso-8859-1", "text/html; charset=ISO_8859-1"):
        answer = Answer(URL, (), None, 200, {"content-type": kind}, body)
        assert diagnose(URL, answer, NOW).outcome is Outcome.SOFT


FORM = '<form><input name=email><input type="password" name=p><button>Entrar</button></form>'


@pytest.mark.parametrize("body", [page("Entrar | Exemplo", FORM * 20), page("Exemplo", FORM)])
def test_a_page_that_is_only_a_door(body: str) -> None:
    assert found(200, body + "<script>" + "let x = 1;" * 500 + "</script>") is Outcome.WALL


def test_a_page_with_a_door_in_its_corner_is_open() -> None:
    text = FORM + "Aula de regressão. " * 60
    assert found(200, page("Regressão | Exemplo", text)) is Outcome.OK


def test_a_packed_page_says_nothing_but_that_it_is_there() -> None:
    assert found(200, "404 not found", headers={"content-encoding": "gzip"}) is Outcome.OK


def test_a_film_says_nothing_either() -> None:
    assert found(200, "404 not found", headers={"content-type": "video/mp4"}) is Outcome.OK


def test_a_move_keeps_the_place_on_the_page() -> None:
    url = f"{URL}#semana-2"
    answer = Answer("https://example.org/novo", (Hop(URL, 301),), None, 200, {})
    visit = diagnose(url, answer, NOW)

    assert (visit.outcome, visit.moved_to) == (Outcome.MOVED, "https://example.org/novo#semana-2")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("Mon, 04 May 2026 12:01:00 GMT", 60),
        ("Mon, 04 May 2020 12:01:00 GMT", 0),
        ("9" * 400, 999_999_999),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_how_long_a_server_asks_us_to_wait(text: str, seconds: int | None) -> None:
    visit = diagnose(URL, Answer(URL, (), None, 429, {"retry-after": text}), NOW)
    assert visit.retry_after == (None if seconds is None else timedelta(seconds=seconds))


@given(
    st.text("<>/abc =\"'", max_size=60),
    st.text(max_size=40),
    st.dictionaries(
        st.sampled_from(["content-type", "retry-after", "content-encoding"]), st.text()
    ),
    st.sampled_from([None, 200, 301, 404, 503]),
)
@settings(max_examples=60, deadline=None)
def test_whatever_comes_it_is_read(
    body: str, url: str, headers: dict[str, str], status: int | None
) -> None:
    answer = Answer(url, (Hop(URL, 301),), None, status, headers, body.encode())
    assert diagnose(URL, answer, NOW).outcome in Outcome


@pytest.mark.parametrize("piece", ["<", "<title", "<title>", "<script", "<style>x", "&#", "x| "])
def test_no_page_takes_long_to_read(piece: str) -> None:
    body = (piece * 64 * 1024)[: 64 * 1024]
    begun = datetime.now(UTC)
    for kind in ("text/html", "text/html; charset=punycode", "text/html; charset=idna"):
        found(200, body, headers={"content-type": kind})
    assert datetime.now(UTC) - begun < timedelta(seconds=1)
