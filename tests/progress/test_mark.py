"""Marking a resource: one form for everybody, with and without JavaScript, without a token."""

import pytest
from django.test import Client
from django.urls import reverse

from progress.journey import LearnerJourney
from progress.models import Completion, State
from tests import builders, cast

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


def mark(client: Client, uid: str, state: str = "done", query: str = "", **headers: str) -> object:
    return client.post(
        reverse("progress:mark", args=[uid]) + query, {"state": state}, headers=HERE | headers
    )


@pytest.fixture
def tab() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_learner_marks(tab: Client) -> None:
    ana, (_, [rules]) = cast.ana(), builders.track_of("Rules")
    tab.force_login(ana)
    assert mark(tab, rules.uid).status_code == 303
    assert LearnerJourney(ana.pk).state_of(rules) == State.DONE


def test_a_visitors_first_mark_needs_neither_session_nor_token(tab: Client) -> None:
    track, [rules] = builders.track_of("Rules")
    assert mark(tab, rules.uid).status_code == 303
    assert 'data-s="done"' in tab.get(track.get_absolute_url()).content.decode()


def test_looking_marks_nothing(tab: Client) -> None:
    _, [rules] = builders.track_of("Rules")
    assert tab.get(reverse("progress:mark", args=[rules.uid])).status_code == 405


def test_what_nobody_can_see_cannot_be_marked(tab: Client) -> None:
    _draft, [secret] = builders.track_of("Rascunho", status="draft")
    assert mark(tab, secret.uid).status_code == 404
    assert mark(tab, "nao-existe").status_code == 404


def test_one_persons_marks_are_nobody_elses(tab: Client) -> None:
    ana, caio, (_, [rules]) = cast.ana(), cast.caio(), builders.track_of("Rules")
    tab.force_login(ana)
    mark(tab, rules.uid)
    assert list(Completion.objects.values_list("learner", flat=True)) == [ana.pk]
    assert LearnerJourney(caio.pk).states == {}


@pytest.mark.parametrize(
    "proof",
    [
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "https://testserver"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_sites_form_is_refused(tab: Client, proof: dict[str, str]) -> None:
    _, [rules] = builders.track_of("Rules")
    assert mark(tab, rules.uid, **proof).status_code == 403


def test_an_old_browser_may_show_djangos_token(tab: Client) -> None:
    _, [rules] = builders.track_of("Rules")
    tab.cookies["__Host-csrftoken"] = "a" * 32
    answer = tab.post(
        reverse("progress:mark", args=[rules.uid]),
        {"state": "done", "csrfmiddlewaretoken": "a" * 32},
    )
    assert answer.status_code == 303


@pytest.mark.parametrize("word", ["", "finished", "DONE", "3", "done\x00", "x" * 10_000])
def test_an_unknown_state_says_so_and_changes_nothing(tab: Client, word: str) -> None:
    ana, (_, [rules]) = cast.ana(), builders.track_of("Rules")
    tab.force_login(ana)
    answer = mark(tab, rules.uid, word)
    assert answer.status_code == 400
    assert "Esse andamento não existe" in answer.content.decode()
    assert not Completion.objects.exists()


def test_the_way_leads_back_to_the_row_that_was_pressed(tab: Client) -> None:
    track, [rules] = builders.track_of("Rules")
    page = f"http://testserver{track.get_absolute_url()}?f=gratuitos"
    answer = mark(tab, rules.uid, query="?em=p-passo-1", Referer=page)
    assert answer["Location"] == f"{track.get_absolute_url()}?f=gratuitos#p-passo-1"


@pytest.mark.parametrize(
    "page",
    [
        "",
        "https://elsewhere.example/x",
        "//elsewhere.example",
        "javascript:alert(1)",
        "null",
        "http://[",
        "\\\\x",
        "http://testserver//elsewhere.example/x",
        "http://testserver/\\elsewhere.example/x",
    ],
)
def test_no_referer_leads_away_from_the_site(tab: Client, page: str) -> None:
    _, [rules] = builders.track_of("Rules")
    assert mark(tab, rules.uid, Referer=page)["Location"] == rules.get_absolute_url()


def test_the_next_page_says_it_once_and_offers_the_way_back(tab: Client) -> None:
    track, [rules] = builders.track_of("Rules of ML")
    mark(tab, rules.uid)
    said = tab.get(track.get_absolute_url()).content.decode()
    assert "Feito: <span>Rules of ML</span>" in said
    assert "Desfazer" in said
    assert "Desfazer" not in tab.get(track.get_absolute_url()).content.decode()


def test_a_mark_on_a_duplicate_is_a_mark_on_the_survivor(tab: Client) -> None:
    ana, (_, [survivor, duplicate]) = cast.ana(), builders.track_of("A", "B")
    duplicate.merged_into = survivor
    duplicate.save()
    tab.force_login(ana)
    mark(tab, duplicate.uid)
    assert list(Completion.objects.values_list("resource", flat=True)) == [survivor.pk]


def test_one_completion_shows_in_every_track_that_has_the_resource(tab: Client) -> None:
    first, [rules] = builders.track_of("Rules")
    second = builders.track("Outra trilha")
    builders.step(builders.section(second), resource=rules)
    mark(tab, rules.uid)
    for track in (first, second):
        assert "1 de 1" in tab.get(track.get_absolute_url()).content.decode()


def test_a_visitors_cookie_is_renewed_with_every_mark(tab: Client) -> None:
    _, [first, second] = builders.track_of("A", "B")
    assert "__Host-sessionid" in mark(tab, first.uid).cookies
    assert "__Host-sessionid" in mark(tab, second.uid).cookies


def test_what_only_a_draft_cites_stays_hidden_when_it_is_retired(tab: Client) -> None:
    _, [secret] = builders.track_of("Rascunho", status="draft")
    secret.retire()
    assert tab.get(secret.get_absolute_url()).status_code == 404
    assert mark(tab, secret.uid).status_code == 404


def test_a_duplicate_of_what_nobody_can_see_is_hidden_with_it(tab: Client) -> None:
    _, [secret] = builders.track_of("Segredo", status="draft")
    duplicate = builders.resource("Velho", merged_into=secret)
    assert tab.get(duplicate.get_absolute_url()).status_code == 404
    assert mark(tab, duplicate.uid).status_code == 404


def test_a_track_that_was_never_published_shows_nothing_when_it_is_retired(tab: Client) -> None:
    _, [secret] = builders.track_of("Segredo", status="retired")
    assert tab.get(secret.get_absolute_url()).status_code == 404
