"""A mentor's page of a cohort: of each person what that person shows, and nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import Resource
from progress.mentoring.models import Age, Cohort, Consent, Goal, Look, Membership, Shown
from progress.models import Completion, State, StudyEvent
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
TODO, DOING, SKIPPED, DONE = State
TICKS, DATES, RHYTHM, NUMBERS = Shown.TICKS, Shown.DATES, Shown.RHYTHM, Shown.NUMBERS


@pytest.fixture
def studied() -> tuple[Any, list[Resource]]:
    return builders.track_of("Rules", "Pipelines")


@pytest.fixture
def cohort(malu: User, studied: Any) -> Cohort:
    return builders.cohort(malu, studied[0])


def mark(who: User, what: Resource, state: State, days: int = 0) -> None:
    at = timezone.now() - timedelta(days=days)
    Completion.objects.record(who.pk, {what.pk: state}, since={what.pk: at})
    StudyEvent.objects.remember(who.pk, {what.pk: state}, at=at)


def page(desk: Client, cohort: Cohort, asked: str = "") -> str:
    answer = desk.get(f"/turmas/{cohort.uid}/{asked}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def line_of(text: str, name: str) -> str:
    """What stands in the table beside a name, tags and all."""
    return next(row for row in text.split("<tr")[1:] if f">{name}</a>" in row)


def test_each_field_opens_what_it_says_and_no_more(
    desk: Client, cohort: Cohort, studied: Any
) -> None:
    _, [rules, pipelines] = studied
    fields = {
        "Ticks": [TICKS],
        "Dates": [DATES],
        "Both": [TICKS, DATES],
        "Rhythm": [RHYTHM],
        "Nothing": [],
        "Counts": [NUMBERS],
    }
    for name, shown in fields.items():
        learner = cast.person(name)
        builders.member(cohort, learner, *shown)
        mark(learner, rules, DONE, 12)
        mark(learner, pipelines, DOING, 11)
    text = page(desk, cohort)
    cells = {name: line_of(text, name) for name in fields}
    for name in ("Ticks", "Both"):
        assert "50%" in cells[name]
    for name in ("Dates", "Rhythm", "Nothing", "Counts"):
        assert "%" not in cells[name]
        assert 'data-p="x"' in cells[name]
    assert "sem datas" in cells["Ticks"]
    assert "há 11 dias" in cells["Dates"]
    assert "parou há 11 dias" in cells["Both"]
    assert "nesta semana" in cells["Rhythm"]
    assert "não mostra nada" in cells["Nothing"]
    assert "só conta no conjunto" in cells["Counts"]
    for name in fields:
        assert ("Pipelines" in cells[name]) == (name == "Both")
        assert ("11 dias" in cells[name]) == (name in {"Dates", "Both"})
        assert ("nesta semana" in cells[name]) == (name == "Rhythm")
    said = "2 mostram o andamento, 1 delas com datas; 2 mostram outra coisa;"
    assert f"{said} 1 só conta no conjunto; 1 não mostra nada." in text
    assert "@trilha.test" not in text.partition("<main")[2]


def test_who_needs_a_hand_is_named_first(desk: Client, cohort: Cohort, studied: Any) -> None:
    _, [rules, pipelines] = studied
    ana, caio = cast.ana(), cast.caio()
    member = builders.member(cohort, ana, TICKS, DATES)
    month_ago = timezone.now() - timedelta(days=30)
    builders.member(cohort, caio, TICKS, joined_at=month_ago)
    mark(ana, pipelines, DOING, 23)
    mark(ana, rules, DONE, 24)
    text = page(desk, cohort)
    nudges = text.partition("Quem precisa de um toque primeiro")[2].partition("Todo mundo")[0]
    assert "Está em <b>Pipelines</b> há 23 dias." in nudges
    assert "Entrou há 30 dias e ainda <b>não começou</b>." in nudges
    about = f"/turmas/{cohort.uid}/pessoas/{member.uid}/conversa/?recurso={pipelines.uid}"
    assert about in nudges
    assert f"/turmas/{cohort.uid}/propostas/?para={member.uid}" in nudges


def test_only_who_stopped_can_be_asked_for(desk: Client, cohort: Cohort, studied: Any) -> None:
    _, [rules, _] = studied
    ana, caio = cast.ana(), cast.caio()
    for learner, days in ((ana, 23), (caio, 1)):
        builders.member(cohort, learner, TICKS, DATES)
        mark(learner, rules, DOING, days)
    text = page(desk, cohort, "?mostrar=parados")
    assert ">Ana</a>" in text
    assert ">Caio</a>" not in text
    assert list(Look.objects.values_list("learner", flat=True)) == [ana.pk]
    assert ">Caio</a>" in page(desk, cohort, "?ordem=outra")


def test_taking_back_holds_from_the_next_click(desk: Client, cohort: Cohort, studied: Any) -> None:
    ana, [rules, _] = cast.ana(), studied[1]
    builders.member(cohort, ana, TICKS, DATES, RHYTHM)
    mark(ana, rules, DONE, 3)
    assert "50%" in line_of(page(desk, cohort), "Ana")
    assert [look.shown for look in Look.objects.all()] == ["ticks dates rhythm"]
    Consent.objects.all().take_back(timezone.now())
    line = line_of(page(desk, cohort), "Ana")
    assert "%" not in line
    assert "há 3 dias" not in line
    assert Look.objects.count() == 1


def test_a_look_is_written_before_anything_is_shown(
    desk: Client, malu: User, cohort: Cohort, studied: Any
) -> None:
    ana, caio = cast.ana(), cast.caio()
    builders.member(cohort, ana, TICKS)
    builders.member(cohort, caio, NUMBERS)
    desk.head(f"/turmas/{cohort.uid}/")
    [look] = Look.objects.all()
    assert (look.learner, look.by, look.cohort, look.where) == (ana, malu, cohort, "cohort")
    assert look.shown == "ticks"
    desk.raise_request_exception = False
    with connection.execute_wrapper(no_looks):
        answer = desk.get(f"/turmas/{cohort.uid}/")
    assert answer.status_code >= 500
    assert b"Ana" not in answer.content


def no_looks(execute: Any, sql: str, *rest: Any) -> Any:
    """A database that cannot write down who looked."""
    if sql.startswith("INSERT") and Look._meta.db_table in sql:
        raise DatabaseError
    return execute(sql, *rest)


def test_a_mentor_who_came_later_sees_names(client: Client, cohort: Cohort, studied: Any) -> None:
    rita, ana = cast.person("Rita"), cast.ana()
    builders.member(cohort, ana, TICKS, DATES)
    cohort.guides.create(person=rita, since=timezone.now() + timedelta(minutes=1))
    client.force_login(rita)
    assert "não mostra nada" in line_of(page(client, cohort), "Ana")
    assert not Look.objects.exists()


def test_marks_elsewhere_are_nobodys_business(desk: Client, cohort: Cohort) -> None:
    ana, other = cast.ana(), builders.resource("Diário")
    builders.member(cohort, ana, TICKS, DATES)
    mark(ana, other, DOING, 40)
    text = page(desk, cohort)
    assert "Diário" not in text
    assert "nenhum sinal ainda" in line_of(text, "Ana")


def test_goals_stand_above_and_late_is_said_softly(
    desk: Client, cohort: Cohort, studied: Any
) -> None:
    track, [rules, pipelines] = studied
    day = timezone.localdate() - timedelta(days=2)
    Goal.objects.create(cohort=cohort, section=track.sections.get(), due_on=day)
    ana, caio = cast.ana(), cast.caio()
    for learner in (ana, caio):
        builders.member(cohort, learner, TICKS)
    for what in (rules, pipelines):
        mark(ana, what, DONE)
    text = page(desk, cohort)
    assert "1 de 2 já passou." in text
    assert "a meta era até" in line_of(text, "Caio")
    assert "a meta era até" not in line_of(text, "Ana")
    assert "já passou" not in page(desk, cohort, "?mostrar=parados")  # nobody's line stands there


def test_who_only_counts_is_in_no_number_until_there_are_five(
    desk: Client, cohort: Cohort, studied: Any
) -> None:
    _, [rules, _] = studied
    for n in range(5):
        builders.member(cohort, cast.person(f"Mostra{n}"), TICKS)
    for n in range(4):
        learner = cast.person(f"Conta{n}")
        builders.member(cohort, learner, NUMBERS)
        mark(learner, rules, SKIPPED)
    assert "Turma (5 pessoas)" in page(desk, cohort)
    learner = cast.person("Conta4")
    builders.member(cohort, learner, NUMBERS)
    mark(learner, rules, SKIPPED)
    text = page(desk, cohort)
    assert "Turma (10 pessoas)" in text
    assert "5 pularam" in text
    assert Look.objects.filter(learner=learner).count() == 0


def test_an_empty_cohort_says_what_will_stand_here(desk: Client, cohort: Cohort) -> None:
    text = page(desk, cohort)
    assert "Falta chamar as pessoas" in text
    assert "ninguém ainda" in text


def test_a_cohort_that_was_put_away_shows_nobody(desk: Client, cohort: Cohort) -> None:
    builders.member(cohort, cast.ana(), TICKS)
    Cohort.objects.update(archived_at=timezone.now())
    text = page(desk, cohort)
    assert "foi arquivada" in text
    assert 'value="unarchive">Trazer de volta</button>' in text  # no dead end
    assert ">Ana<" not in text
    assert not Look.objects.exists()
    assert desk.get(f"/turmas/{cohort.uid}/turma.csv").status_code == 404


def test_what_left_the_catalog_explains_itself(desk: Client, cohort: Cohort, studied: Any) -> None:
    track, [rules, _] = studied
    ana = cast.ana()
    builders.member(cohort, ana, TICKS, DATES)
    mark(ana, rules, DONE)
    track.withdraw("draft")
    text = page(desk, cohort)
    assert "saiu do catálogo" in text
    assert ">Ana</a>" in text
    assert "%" not in line_of(text, "Ana")
    assert not Look.objects.exists()


def test_a_list_has_a_column_for_each_step(desk: Client, malu: User, studied: Any) -> None:
    link = builders.share_link(malu, *studied[1])
    cohort = builders.cohort(malu, list=link)
    ana = cast.ana()
    builders.member(cohort, ana, TICKS)
    mark(ana, studied[1][1], DONE)
    text = page(desk, cohort)
    assert text.count('class="sec"') == 2
    assert "50% · só andamento" in line_of(text, "Ana")


@pytest.mark.parametrize("path", ["", "turma.csv"])
def test_whoever_does_not_guide_finds_nothing(client: Client, cohort: Cohort, path: str) -> None:
    address = f"/turmas/{cohort.uid}/{path}"
    assert client.get(address)["Location"].startswith("/conta/entrar/")
    ana = cast.ana()
    builders.member(cohort, ana, TICKS)
    root = User.objects.create_superuser("root@trilha.test", cast.PASSWORD)
    for stranger in (cast.caio(), ana, cast.duda(), root):
        client.force_login(stranger)
        assert client.get(address).status_code == 404
    assert not Look.objects.exists()


def test_nothing_is_posted_to_it(desk: Client, cohort: Cohort) -> None:
    assert desk.post(f"/turmas/{cohort.uid}/").status_code == 405
    assert desk.post(f"/turmas/{cohort.uid}/turma.csv").status_code == 405


def join(cohort: Cohort, names: range, resources: list[Resource]) -> None:
    for n in names:
        learner = cast.person(f"Pessoa{n}")
        builders.member(cohort, learner, TICKS, DATES, RHYTHM)
        for what in resources:
            mark(learner, what, DOING, 20)


def test_more_people_cost_the_same_queries(desk: Client, cohort: Cohort, studied: Any) -> None:
    costs = []
    for names in (range(3), range(3, 12)):
        join(cohort, names, studied[1])
        for path in ("", "turma.csv"):
            with CaptureQueriesContext(connection) as queries:
                desk.get(f"/turmas/{cohort.uid}/{path}")
            costs.append(len(queries))
    assert costs[:2] == costs[2:]
    assert max(costs) <= 16


EVERYBODY_DOES_EVERYTHING = """
INSERT INTO progress_completion (learner_id, resource_id, state, changed_at)
SELECT learner_id, resource_id, 1, %s FROM mentoring_membership, catalog_step
WHERE cohort_id = %s AND track_id = %s
"""


@pytest.mark.beside("postgresql")
def test_two_hundred_people_and_a_hundred_steps_cost_the_same(
    desk: Client, cohort: Cohort, malu: User, studied: Any
) -> None:
    join(cohort, range(3), studied[1])
    with CaptureQueriesContext(connection) as few:
        page(desk, cohort)
    track, _steps = builders.track_of(*(f"Passo {n}" for n in range(100)))
    large, long_ago = builders.cohort(malu, track), timezone.now() - timedelta(days=20)
    people = User.objects.bulk_create(
        User(email=f"p{n}@trilha.test", name=f"Pessoa {n}") for n in range(200)
    )
    members = Membership.objects.bulk_create(
        Membership(cohort=large, learner=learner, age=Age.ADULT) for learner in people
    )
    Consent.objects.bulk_create(
        Consent(membership=member, field=field, place=n // 20 + 1 if field == NUMBERS else None)
        for n, member in enumerate(members)
        for field in ([TICKS, DATES, RHYTHM] if n % 20 else [NUMBERS])
    )
    with connection.cursor() as cursor:
        cursor.execute(EVERYBODY_DOES_EVERYTHING, [long_ago, large.pk, track.pk])
    with CaptureQueriesContext(connection) as many:
        text = page(desk, large)
    assert text.count('<tr role="row"') == 202
    assert "Turma (200 pessoas)" in text
    assert len(many) == len(few) + 1  # the numbers of those who only count are asked for


def test_each_square_bears_the_number_of_its_stage(desk: Client, malu: User) -> None:
    """On a phone no head stands above it, and stages with nothing to mark have no square."""
    track = builders.track()
    builders.step(builders.section(track, "Pessoas"), community=builders.community())
    for name in ("SQL", "Leituras"):
        builders.step(builders.section(track, name), resource=builders.resource(name))
    cohort = builders.cohort(malu, track)
    builders.member(cohort, cast.ana(), TICKS)
    text = page(desk, cohort)
    assert re.findall(r'data-n="(\d)"', line_of(text, "Ana")) == ["2", "3"]
    assert "Etapas 2 a 3, na ordem da trilha" in text
    assert re.findall(r'<li value="(\d)"><span[^>]*>(\w+)', text) == [
        ("2", "SQL"),
        ("3", "Leituras"),
    ]
    # The room stands in the bar of phones too.
    bar = text[text.index('<header class="bar"') : text.index("</header>")]
    assert '<a href="/turmas/" aria-current="page"><svg' in bar
