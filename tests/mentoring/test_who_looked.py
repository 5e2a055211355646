"""Ana reads who looked at what she shows, when, and what the page showed."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.mentoring.models import Cohort, Look, Shown
from progress.mentoring.seen import NEAR, by_day, one_by_one
from tests import builders, cast
from tests.privacy.life import signed_in
from trilha.accounts.models import User

NOON = datetime(2026, 11, 21, 15, tzinfo=UTC)  # at São Paulo's noon
MALU, RUI = User(pk=1, name="Malu  Ferreira"), User(pk=2, name="Rui")
COHORT = Cohort(pk=1, name="Turma de sábado", owner=MALU)


def look(minutes: int = 0, **fields: Any) -> Look:
    """A look of Malu's at the page of the cohort, so many minutes before noon."""
    at = NOON - timedelta(minutes=minutes)
    said = {"by": MALU, "cohort": COHORT, "where": "cohort", "shown": "ticks", "at": at}
    return Look(**(said | fields))


def told(*looks: Look) -> list[str]:
    return [
        f"{line.who} ({line.role}) {line.deed}: {line.saw} {len(line.looks)}"
        for day in by_day(looks)
        for line in day.lines
    ]


@pytest.mark.parametrize(
    ("where", "shown", "said"),
    [
        ("cohort", "ticks", "abriu a página da turma: viu seu andamento em cada etapa"),
        (
            "person",
            "ticks dates note",
            "abriu a sua página na turma: viu seu andamento, passo a passo, suas datas e notas",
        ),
        ("sheet", "ticks rhythm", "planilha da turma: a sua linha tinha nome, andamento e ritmo"),
    ],
)
def test_what_a_page_showed_in_plain_words(where: str, shown: str, said: str) -> None:
    [line] = told(look(where=where, shown=shown))
    assert line.startswith("Malu Ferreira (guia) ")
    assert said in line


def test_whoever_helps_to_guide_is_called_so() -> None:
    assert told(look(by=RUI))[0].startswith("Rui (guia junto) ")


@pytest.mark.parametrize(
    "by",
    [None, User(pk=3, name="Malu", erase_at=NOON), User(pk=3, name="Malu", is_active=False)],
)
def test_of_somebody_gone_or_going_nothing_is_told(by: User | None) -> None:
    [line] = told(look(by=by, cohort=None))
    assert line.startswith("Alguém que guiava a turma () abriu")


def test_the_same_again_within_minutes_is_one_line_with_a_count() -> None:
    lines = told(look(), look(5, where="person"), look(10), look(20, by=RUI), look(39))
    assert [line[-1] for line in lines] == ["3", "1", "1"]


def test_those_of_the_erased_are_one_line_too() -> None:
    lines = told(look(by=None), look(10, by=None), look(15), look(60, by=None))
    assert [line[-1] for line in lines] == ["2", "1", "1"]
    assert lines[0].startswith("Alguém que guiava a turma () abriu")


def test_after_a_while_or_with_more_in_it_it_is_a_line_of_its_own() -> None:
    after = int(NEAR.total_seconds()) // 60 + 1
    assert len(told(look(), look(after))) == 2
    assert len(told(look(), look(1, shown="ticks dates"))) == 2


def test_days_are_those_of_whoever_reads() -> None:
    late = look(at=datetime(2026, 11, 21, 2, tzinfo=UTC))
    with timezone.override("America/Sao_Paulo"):
        assert [day.date.day for day in by_day([look(), late])] == [21, 20]
    assert len(list(one_by_one([look(), late]))) == 2


@pytest.fixture
def ana(db: None) -> User:
    return cast.ana()


def seen(ana: User, malu: User, times: int = 1, **fields: Any) -> Cohort:
    cohort = builders.cohort(malu, **fields)
    member = builders.member(cohort, ana, Shown.TICKS)
    for _ in range(times):
        Look.objects.remember(malu, Look.Where.COHORT, [(member, [Shown.TICKS])])
    return cohort


def test_the_page_says_who_and_what_by_name_only(ana: User) -> None:
    malu = cast.malu()
    seen(ana, malu, name="Turma da noite")
    html = signed_in(ana).get(reverse("mentoring:looks")).content.decode()
    assert "<b>Malu</b> (guia) abriu a página da turma" in html
    assert "Turma da noite</span>: viu seu andamento em cada etapa" in html
    assert "Hoje</h2>" in html
    assert malu.email not in html


def test_nobody_reads_of_looks_at_others(ana: User) -> None:
    seen(ana, cast.malu())
    caio = signed_in(cast.caio())
    page = caio.get(reverse("mentoring:looks")).content.decode()
    assert "Ninguém olhou" in page
    assert "Malu" not in page
    assert "Malu" not in caio.get(reverse("mentoring:looks_sheet")).content.decode()


def test_a_file_has_every_look_and_runs_nothing(ana: User) -> None:
    seen(ana, cast.malu(), times=2, name="=1+1")
    answer = signed_in(ana).get(reverse("mentoring:looks_sheet"))
    rows = list(csv.DictReader(StringIO(answer.content.decode().removeprefix("\ufeff"))))
    assert [row["turma"] for row in rows] == ["'=1+1", "'=1+1"]
    assert (rows[0]["quem"], rows[0]["onde"]) == ("Malu", "página da turma")
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("name", ["looks", "looks_sheet"])
def test_for_people_who_signed_in_and_only_to_be_read(name: str, client: Client, ana: User) -> None:
    there = reverse(f"mentoring:{name}")
    assert client.get(there)["Location"].startswith("/conta/entrar/")
    assert signed_in(ana).post(there).status_code == 405


def test_twice_the_looks_cost_the_same(
    ana: User, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    seen(ana, cast.malu(), name="Uma")
    client = signed_in(ana)
    client.get(reverse("mentoring:looks"))
    costs = []
    for n in range(2):
        with django_assert_max_num_queries(20) as asked:
            client.get(reverse("mentoring:looks"))
        costs.append(len(asked))
        seen(ana, cast.person(f"Guia{n}"), 3, name=f"Turma {n}")
    assert costs[0] == costs[1]
