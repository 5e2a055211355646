"""`/meu-caminho/`: the next step first, then one's tracks and what one did last."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from progress.journey import LearnerJourney
from progress.models import Bookmark, Note, State, StudyPlan
from tests import builders, cast

pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]
PAGE = "/meu-caminho/"


def test_an_empty_path_leads_to_a_first_track(client: Client) -> None:
    track, _ = builders.track_of("Rules")
    page = client.get(PAGE).content.decode()
    assert "Todo caminho começa em qualquer passo" in page
    assert track.get_absolute_url() in page


def test_the_next_step_of_the_track_studied_last_comes_first(client: Client) -> None:
    ana = cast.ana()
    _, [early, _] = builders.track_of("Cedo", "Cedo depois", title="Primeira")
    _, [late, _following] = builders.track_of("Tarde", "Tarde depois", title="Segunda")
    LearnerJourney(ana.pk).set_state(early, State.DONE)
    LearnerJourney(ana.pk).set_state(late, State.DONE)
    client.force_login(ana)
    page = client.get(PAGE).content.decode()
    assert "Olá, Ana" in page
    assert "Continuar: <span>Tarde depois</span>" in page
    assert page.index("Segunda") < page.index("Primeira")
    assert page.count("1 de 2") == 2
    assert "Cedo</a>" in page  # among the recent activity


def test_a_visitor_has_a_path_too_and_hears_where_it_is_kept(client: Client) -> None:
    _, [rules, _] = builders.track_of("Rules", "More rules")
    client.post(
        reverse("progress:mark", args=[rules.uid]),
        {"state": "done"},
        headers={"Origin": "http://testserver"},
    )
    page = client.get(PAGE).content.decode()
    assert "1 marca guardada só neste aparelho" in page
    assert "Continuar: <span>More rules</span>" in page


def test_a_track_walked_to_its_end_says_so(client: Client) -> None:
    ana, (_, [rules]) = cast.ana(), builders.track_of("Rules")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    client.force_login(ana)
    assert "Trilha percorrida" in client.get(PAGE).content.decode()


def test_a_finished_track_gives_way_to_one_that_is_under_way(client: Client) -> None:
    ana = cast.ana()
    _, [rules, _] = builders.track_of("Rules", "More rules", title="Longa")
    _, [short] = builders.track_of("Short", title="Curta")
    for resource in (rules, short):
        LearnerJourney(ana.pk).set_state(resource, State.DONE)
    client.force_login(ana)
    page = client.get(PAGE).content.decode()
    assert "Continuar: <span>More rules</span>" in page
    assert "Trilha percorrida" not in page


def test_away_from_its_section_a_step_is_called_by_its_resource(client: Client) -> None:
    """Under "SQL" it may well be called "Iniciante"; on the dashboard that says nothing."""
    ana, (track, [sql]) = cast.ana(), builders.track_of("SQL: iniciante (Alura)")
    track.steps.update(title="Iniciante")
    StudyPlan.objects.keep(ana, track, 180, 0b1111111)
    LearnerJourney(ana.pk).set_state(sql, State.DOING)
    client.force_login(ana)
    for address in (PAGE, "/meu-caminho/plano/"):
        page = client.get(address).content.decode()
        assert "SQL: iniciante (Alura)</a>" in page, address
        assert ">Iniciante</a>" not in page, address


def test_what_one_added_is_a_room_of_ones_path(client: Client) -> None:
    client.force_login(cast.ana())
    assert 'href="/meu-caminho/recursos/"' in client.get(PAGE).content.decode()
    assert "Visão geral" in client.get("/meu-caminho/recursos/").content.decode()


def test_notes_and_what_one_kept_are_activity_too(client: Client) -> None:
    ana, (track, [rules]) = cast.ana(), builders.track_of("Rules", title="Engenharia")
    Note.objects.create(learner=ana, resource=rules, text="A good start")
    for thing in ({"track": track}, {"skill": builders.skill("SQL")}):
        Bookmark.objects.create(learner=ana, **thing)
    client.force_login(ana)
    page = client.get(PAGE).content.decode()
    assert 'Anotou em <a class="t"' in page
    assert page.count('Guardou <a class="t"') == 2


def test_a_mark_that_was_taken_back_is_told_no_more(client: Client) -> None:
    ana, (_, [rules, more]) = cast.ana(), builders.track_of("Rules", "More")
    LearnerJourney(ana.pk).set_state(more, State.DONE)
    for state in (State.DOING, State.DONE, State.TODO):
        LearnerJourney(ana.pk).set_state(rules, state)
    assert [(d.verb, d.thing.title) for d in LearnerJourney(ana.pk).activity(8)] == [
        ("Concluiu", "More")
    ]


def test_this_week_and_this_year_stand_on_a_learners_page_only(client: Client) -> None:
    ana, (_, [rules, _]) = cast.ana(), builders.track_of("Rules", "More")
    client.post(
        reverse("progress:mark", args=[rules.uid]),
        {"state": "done"},
        headers={"Origin": "http://testserver"},
    )
    visitors = client.get(PAGE).content.decode()
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    client.force_login(ana)
    learners = client.get(PAGE).content.decode()
    for words in ("Esta semana", "Seu ano", 'class="tabs"', "/meu-caminho/ritmo/"):
        assert words in learners
        assert words not in visitors


def test_a_tick_on_this_page_renews_what_it_changes(client: Client) -> None:
    """The enhancement takes live elements from the answer by their ids."""
    ana, (_, [rules, _]) = cast.ana(), builders.track_of("Rules", "More")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    client.force_login(ana)
    page = client.get(PAGE).content.decode()
    for name in ("continue", "week", "year", "activity"):
        assert f'id="{name}" data-live' in page


def test_twice_of_everything_costs_the_same(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ana = cast.ana()
    client.force_login(ana)
    for size in (2, 4):
        for n in range(size):
            track, [first, second, _] = builders.track_of(f"A{n}", f"B{n}", f"C{n}")
            LearnerJourney(ana.pk).set_state(first, State.DONE, track)
            Note.objects.create(learner=ana, resource=first, text="A good start")
            Bookmark.objects.create(learner=ana, track=track)
            second.retire()
        StudyPlan.objects.update_or_create(learner=ana, defaults={"track": track})
        # session, person; marks and what is kept, sections, steps; news and titles of what left;
        # three for the activity; the days of the year; the plan with its own states, sections,
        # steps and medians, and what was agreed; what waits in cohorts, and which are over
        with django_assert_num_queries(19):
            client.get(PAGE)


def test_nobody_sees_anothers_path(client: Client) -> None:
    ana, (_, [rules]) = cast.ana(), builders.track_of("Rules of ML")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    client.force_login(cast.caio())
    assert "Todo caminho começa" in client.get(PAGE).content.decode()


def test_what_left_the_catalog_is_not_forgotten(client: Client) -> None:
    ana, (track, [rules]) = cast.ana(), builders.track_of("Rules of ML")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    track.withdraw(to="draft")  # and nothing says that it was published once
    client.force_login(ana)
    page = client.get(PAGE).content.decode()
    assert "O que você estudou saiu das trilhas" in page
    assert "Rules of ML" in page
    assert rules.get_absolute_url() not in page  # it has no page to open now
