"""`/meu-caminho/plano/`: how much time, on which days, and what that makes of a track."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from catalog.models import Resource, Track
from progress.journey import LearnerJourney
from progress.models import Completion, State, StudyPlan
from progress.planning import Planned, plan_of, week_of
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
PAGE = "/meu-caminho/plano/"
STOP, CALENDAR = f"{PAGE}fim/", f"{PAGE}calendario/"
EVERY_DAY = 0b1111111
MONDAY = date(2026, 11, 23)


@pytest.fixture
def ana(client: Client) -> User:
    ana = cast.ana()
    client.force_login(ana)
    return ana


def plan_for(learner: User, *titles: str, minutes: int = 420, **fields: int) -> list[Resource]:
    """A plan of an hour on every day, for a track of videos of an hour each."""
    track, rows = builders.track_of(*titles)
    Resource.objects.filter(pk__in=[row.pk for row in rows]).update(kind="video", minutes=60)
    StudyPlan.objects.keep(learner, track, minutes, fields.get("weekdays", EVERY_DAY))
    return rows


def days(planned: Planned) -> list[tuple[date, list[str]]]:
    weeks = [planned.week, *planned.later]
    return [(day.date, [i.step.heading for i in day.items]) for week in weeks for day in week.days]


def text(client: Client) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(PAGE).content.decode()).split())


# --- Making, changing, stopping --------------------------------------------------------------


def test_without_a_plan_one_press_makes_one_for_the_track_studied_last(
    client: Client, ana: User
) -> None:
    builders.track_of("Outra", title="Alfabética")
    track, [rules, _] = builders.track_of("Rules", "More", title="Zoologia")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    page = client.get(PAGE).content.decode()
    assert f'<option value="{track.uid}" selected>' in page
    assert page.count("checked") == 3
    said = dict(re.findall(r'name="(minutes)" value="([^"]+)"', page))
    answer = client.post(PAGE, said | {"track": track.uid, "weekdays": [0, 2, 4]})
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}#conteudo")
    plan = StudyPlan.objects.get()
    assert (plan.learner, plan.track, plan.minutes, plan.weekdays) == (ana, track, 180, 0b10101)
    assert "Esta semana" in text(client)


def test_a_plan_is_changed_and_its_calendar_stays(client: Client, ana: User) -> None:
    plan_for(ana, "Um")
    plan = StudyPlan.objects.get()
    plan.open_calendar()
    track, _ = builders.track_of("Dois", title="Outra")
    client.post(PAGE, {"track": track.uid, "minutes": "2h30", "weekdays": [6]})
    after = StudyPlan.objects.get()
    assert (after.track, after.minutes, after.weekdays) == (track, 150, 0b1000000)
    assert (after.pk, after.key) == (plan.pk, plan.key)
    assert "2 h 30 por semana: domingo." in text(client)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("3", 180),
        ("2,5", 150),
        ("2.5", 150),
        ("2h30", 150),
        (" 2 h 30 min ", 150),
        ("1:45", 105),
        ("90 min", 90),
        ("4 horas", 240),
        ("0,25", 15),
        ("80", 4800),
    ],
)
def test_hours_are_read_as_people_write_them(
    client: Client, ana: User, typed: str, minutes: int
) -> None:
    track, _ = builders.track_of("Um")
    client.post(PAGE, {"track": track.uid, "minutes": typed, "weekdays": [0]})
    assert StudyPlan.objects.get().minutes == minutes


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"minutes": "0"}, "Entre 15 minutos e 80 horas por semana."),
        ({"minutes": "1000"}, "Entre 15 minutos e 80 horas por semana."),
        ({"minutes": "80,1"}, "Entre 15 minutos e 80 horas por semana."),
        ({"minutes": "abc"}, "Escreva as horas em números"),
        ({"minutes": "-3"}, "Escreva as horas em números"),
        ({"minutes": "1e3"}, "Escreva as horas em números"),
        ({"minutes": "9" * 500}, "no máximo 20"),
        ({"minutes": ""}, "Escreva quantas horas por semana"),
        ({"minutes": "\0"}, "nulos"),
        ({"weekdays": []}, "Escolha pelo menos um dia."),
        ({"weekdays": ["7"]}, "Escolha entre os dias da semana."),
        ({"weekdays": ["segunda"]}, "Escolha entre os dias da semana."),
        ({"track": "nada"}, "Esta trilha não está publicada."),
        ({"track": "\0"}, "nulos"),
        ({"track": ""}, "Escolha a trilha."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(
    client: Client, ana: User, said: dict[str, object], problem: str
) -> None:
    track, _ = builders.track_of("Um")
    typed = {"track": track.uid, "minutes": "2,75", "weekdays": ["1", "5"]}
    answer = client.post(PAGE, typed | said)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert problem in page
    assert not StudyPlan.objects.exists()
    if "minutes" not in said:
        assert 'value="2,75"' in page
    if "weekdays" not in said:
        assert page.count("checked") == 2


def test_a_day_said_twice_is_one_day(client: Client, ana: User) -> None:
    track, _ = builders.track_of("Um")
    client.post(PAGE, {"track": track.uid, "minutes": "3", "weekdays": ["6"] * 9})
    assert StudyPlan.objects.get().weekdays == 0b1000000


def test_a_draft_cannot_be_planned(client: Client, ana: User) -> None:
    track, _ = builders.track_of("Um", status="draft")
    client.post(PAGE, {"track": track.uid, "minutes": "3", "weekdays": [0]})
    assert not StudyPlan.objects.exists()


def test_a_plan_is_stopped_and_the_marks_stay(client: Client, ana: User) -> None:
    [rules] = plan_for(ana, "Rules")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    for _ in range(2):  # pressing twice is no harm
        assert client.post(STOP)["Location"] == PAGE
    assert not StudyPlan.objects.exists()
    assert Completion.objects.get().state == State.DONE
    assert "Quanto tempo você tem por semana?" in text(client)


@pytest.mark.parametrize("address", [PAGE, STOP, CALENDAR])
def test_a_visitor_is_asked_to_sign_in(client: Client, address: str) -> None:
    for answer in (client.get(PAGE), client.post(address, {"do": "on"})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/conta/entrar/")
    assert not StudyPlan.objects.exists()


@pytest.mark.parametrize("address", [STOP, CALENDAR])
def test_looking_changes_nothing(client: Client, ana: User, address: str) -> None:
    plan_for(ana, "Um")
    assert client.get(address).status_code == 405
    assert client.delete(PAGE).status_code == 405
    assert StudyPlan.objects.get().key == ""


def test_a_stranger_reaches_only_their_own_plan(client: Client, ana: User) -> None:
    plan_for(ana, "Um segredo")
    client.force_login(cast.caio())
    assert "Um segredo" not in text(client)
    assert client.post(CALENDAR, {"do": "on"}).status_code == 404
    client.post(STOP)
    assert StudyPlan.objects.get(learner=ana).key == ""


# --- What the page tells ---------------------------------------------------------------------


def test_this_week_comes_with_marks_and_the_next_ones_folded(client: Client, ana: User) -> None:
    rows = plan_for(ana, *(f"Vídeo {n}" for n in range(10)))
    page = client.get(PAGE).content.decode()
    this_week, _, later = page.partition('id="plan-later"')
    assert f'formaction="/recursos/{rows[0].uid}/andamento/' in this_week
    assert "Hoje" in this_week
    assert "Semana de" in later
    assert 'form="tick"' not in later
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_mark_made_today_leaves_the_other_days_as_they_were(ana: User) -> None:
    rows = plan_for(ana, "Um", "Dois", "Três")
    before = days(Planned(StudyPlan.objects.of(ana).get()))
    LearnerJourney(ana.pk).set_state(rows[0], State.DONE)
    planned = plan_of(ana)
    assert planned
    assert days(planned) == before[1:]
    assert [step.heading for step in planned.week.done] == ["Um"]


def test_a_missed_week_is_planned_again_and_nothing_is_late(client: Client, ana: User) -> None:
    plan_for(ana, "Um", "Dois")
    plan = StudyPlan.objects.of(ana).get()
    now, later = (days(Planned(plan, MONDAY + timedelta(weeks=n))) for n in (0, 5))
    assert [(day + timedelta(weeks=5), titles) for day, titles in now] == later
    assert "atras" not in text(client).replace("não atrasa nada", "")


def test_what_is_begun_comes_first_and_moves_on_with_the_days(ana: User) -> None:
    rows = plan_for(ana, "Um", "Curso longo")
    Resource.objects.filter(pk=rows[1].pk).update(minutes=300)
    LearnerJourney(ana.pk).set_state(rows[1], State.DOING)
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    Completion.objects.update(changed_at=noon)
    plan = StudyPlan.objects.of(ana).get()
    for passed in (0, 2):
        week = Planned(plan, MONDAY + timedelta(days=passed)).week
        item = week.items[0]
        assert (item.step.heading, item.part, item.parts) == ("Curso longo", passed + 1, 5)


def test_a_mark_counts_on_the_day_where_the_learner_lives(ana: User) -> None:
    rows = plan_for(ana, "Um", "Dois")
    LearnerJourney(ana.pk).set_state(rows[0], State.DONE)
    # Monday in Auckland, and still Sunday in São Paulo.
    Completion.objects.update(changed_at=datetime(2026, 11, 22, 20, tzinfo=UTC))
    for zone, done in (("Pacific/Auckland", ["Um"]), ("America/Sao_Paulo", [])):
        User.objects.update(time_zone=zone)
        week = week_of(ana, MONDAY)
        assert week
        assert [step.heading for step in week.done] == done


def test_skipped_steps_and_duplicates_are_not_planned_twice(ana: User) -> None:
    rows = plan_for(ana, "Um", "Dois", "Dois de novo")
    rows[2].merged_into = rows[1]
    rows[2].save()
    LearnerJourney(ana.pk).set_state(rows[0], State.SKIPPED)
    planned = plan_of(ana)
    assert planned
    assert [titles for _, titles in days(planned)] == [["Dois"]]
    LearnerJourney(ana.pk).set_state(rows[1], State.DONE)
    assert week_of(ana) is None


def test_the_end_is_a_range_and_says_where_it_comes_from(client: Client, ana: User) -> None:
    rows = plan_for(ana, *(f"Vídeo {n}" for n in range(4)))
    assert "você termina por volta de" in text(client)
    Resource.objects.filter(pk=rows[0].pk).update(minutes=None)
    Resource.objects.filter(pk=rows[1].pk).update(kind="book", minutes=None)
    said = text(client)
    assert re.search(r"você termina entre \d+ de \w+ de \d{4} e \d+ de \w+ de \d{4}", said)
    assert "Livro 1 10 h, estimativa nossa" in said
    Resource.objects.create(uid="x", url="https://example.org/x", kind="video", minutes=60)
    assert "Vídeo 1 1 h, mediana do catálogo" in text(client)
    assert "Com duração informada 2 a informada" in text(client)
    Resource.objects.filter(pk__in=[row.pk for row in rows]).update(kind="book", minutes=10**6)
    assert "mais de dois anos" in text(client)


def test_a_finished_track_says_so_calmly(client: Client, ana: User) -> None:
    [rules] = plan_for(ana, "Rules")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    said = text(client)
    assert "Não falta nada em Engenharia de Machine Learning. Que caminho!" in said
    assert "Planejar outra trilha" in said


def test_a_track_that_is_away_explains_itself(client: Client, ana: User) -> None:
    plan_for(ana, "Rules")
    Track.objects.get().withdraw(to="retired")
    assert "Ainda não há trilha publicada" in text(client)
    builders.track_of("Outra")
    said = text(client)
    # Nobody changes over to another track only by saving other hours.
    assert "selected" not in client.get(PAGE).content.decode().partition('name="minutes"')[0]
    assert "Esta trilha saiu do ar" in said
    assert "Rules" not in said
    assert week_of(ana) is None


def test_a_track_without_steps_and_a_house_without_tracks(client: Client, ana: User) -> None:
    assert "Ainda não há trilha publicada" in text(client)
    StudyPlan.objects.keep(ana, builders.track(), 60, 1)
    assert "Esta trilha ainda não tem passos" in text(client)


def test_little_time_on_many_days_uses_fewer_of_them(client: Client, ana: User) -> None:
    plan_for(ana, "Rules", minutes=30)
    assert "usa só os primeiros desses dias" in text(client)


def test_nobody_without_a_plan_has_a_week() -> None:
    assert plan_of(cast.ana()) is None
    assert week_of(User.objects.get()) is None


def test_twice_the_steps_cost_the_same(
    client: Client, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = plan_for(ana, *(f"Vídeo {n}" for n in range(6)))
    track, journey, counts = Track.objects.get(), LearnerJourney(ana.pk), []
    for size in (6, 12):
        for row in rows[-size // 3 :]:
            journey.set_state(row, State.DONE, track)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        counts.append(len(asked))
        with django_assert_num_queries(5):
            assert week_of(ana)
        stage = track.sections.get()
        rows += [builders.resource(f"Mais {n}") for n in range(6)]
        for row in rows[-6:]:
            builders.step(stage, resource=row)
    assert counts[0] == counts[1] < 15


def test_the_dashboard_shows_the_week(client: Client, ana: User) -> None:
    rows = plan_for(ana, *(f"Vídeo {n}" for n in range(4)))
    counts = []
    for row in rows[:2]:
        LearnerJourney(ana.pk).set_state(row, State.DONE)
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/meu-caminho/").content.decode()
        counts.append(len(asked))
    panel = page.partition('id="plan-week"')[2].partition("</section>")[0]
    assert "Plano da semana" in panel
    assert 'href="/meu-caminho/plano/"' in panel
    assert [f"/{row.uid}/" in panel for row in rows[:2]] == [True, True]  # done this week
    assert counts[0] == counts[1]


def test_two_tabs_make_one_plan(ana: User) -> None:
    track, _ = builders.track_of("Um")
    for minutes in (60, 120):
        StudyPlan.objects.keep(ana, track, minutes, 1)
    assert StudyPlan.objects.get().minutes == 120
    assert StudyPlan.objects.get().changed_at <= timezone.now()
