"""`/meu-caminho/ritmo/`: a year in dots, in words and as tables; one can do without it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from progress.journey import LearnerJourney
from progress.models import State, StudyEvent
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
PAGE, PATH = "/meu-caminho/ritmo/", "/meu-caminho/"
DOT = "</title></circle>"


@pytest.fixture
def ana(client: Client) -> User:
    ana = cast.ana()
    client.force_login(ana)
    return ana


def study(who: User, days_ago: int, times: int = 1) -> None:
    at = timezone.localtime().replace(hour=12) - timedelta(days=days_ago)
    for _ in range(times):
        what = builders.resource()
        StudyEvent.objects.create(learner=who, resource=what, state=State.DONE, at=at)


def read(client: Client, page: str = PAGE) -> str:
    return " ".join(client.get(page).content.decode().split())


def test_a_year_is_told_in_words_dots_and_a_table(client: Client, ana: User) -> None:
    study(ana, days_ago=0, times=2)
    study(ana, days_ago=30)
    page = read(client)
    assert "2 dias de estudo, 3 passos" in page
    assert page.count(DOT) == 2
    assert 'role="img" aria-labelledby="ano ano-t"' in page
    assert "Ver como tabela" in page
    assert "É esta mesma, que ainda não acabou." in page


def test_the_best_week_is_told(client: Client, ana: User) -> None:
    study(ana, days_ago=70, times=4)
    study(ana, days_ago=0)
    page = read(client)
    assert "1 dia de estudo, 4 passos" in page
    assert "A semana de" in page


def test_the_present_week_marks_today(client: Client, ana: User) -> None:
    study(ana, days_ago=0)
    assert '<li data-s="done" aria-current="date">' in read(client)


def test_an_empty_year_leads_to_a_first_step(client: Client, ana: User) -> None:
    page = read(client)
    assert "Um ritmo começa com um passo" in page
    assert 'href="/trilhas/"' in page
    assert DOT not in page


def test_nothing_speaks_of_guilt(client: Client, ana: User) -> None:
    study(ana, days_ago=100)
    page = (read(client) + read(client, PATH)).lower()
    assert not [word for word in ("perdeu", "falhou", "atras", "streak", "faltou") if word in page]


def test_who_switched_it_off_sees_none_and_how_to_switch_it_on(client: Client, ana: User) -> None:
    study(ana, days_ago=0)
    ana.rhythm = False
    ana.save(update_fields=["rhythm"])
    page = read(client)
    assert "Seu ritmo está desligado" in page
    assert "/conta/preferencias/" in page
    assert DOT not in page
    dashboard = read(client, PATH)
    assert "Esta semana" not in dashboard
    assert "Seu ano" not in dashboard
    assert PAGE not in dashboard


def test_a_day_is_one_of_ones_own_time_zone(client: Client, ana: User) -> None:
    what = builders.resource()
    at = datetime(2026, 11, 2, 1, tzinfo=UTC)  # still Sunday in São Paulo
    StudyEvent.objects.create(learner=ana, resource=what, state=State.DONE, at=at)
    assert "1 de novembro de 2026: 1 passo" in read(client)
    ana.time_zone = "Asia/Tokyo"
    ana.save(update_fields=["time_zone"])
    assert "2 de novembro de 2026: 1 passo" in read(client)


def test_a_rhythm_is_ones_own(client: Client, ana: User) -> None:
    study(cast.caio(), days_ago=0)
    assert "Um ritmo começa com um passo" in read(client)


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == f"/conta/entrar/?next={PAGE}"


def test_nothing_is_posted_here(client: Client, ana: User) -> None:
    assert client.post(PAGE).status_code == 405


def test_twice_the_study_costs_the_same(
    client: Client, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    track, rows = builders.track_of("A", "B", "C", "D")
    for pair in (rows[:2], rows[2:]):
        for row in pair:
            LearnerJourney(ana.pk).set_state(row, State.DONE, track)
        with django_assert_num_queries(3):  # session, person, days
            client.get(PAGE)
