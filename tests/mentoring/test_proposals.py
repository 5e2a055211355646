"""`/propostas/`: what was proposed to Ana, and what she makes of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from catalog.models import Resource
from progress.mentoring.models import Cohort, Membership, Proposal
from progress.models import Completion, Due, State
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
PAGE = "/propostas/"


@pytest.fixture
def rows() -> list[Resource]:
    return builders.track_of("Regras", "Filas", "Painéis")[1]


@pytest.fixture
def ana(client: Client) -> User:
    ana = cast.ana()
    client.force_login(ana)
    return ana


@pytest.fixture
def member(ana: User) -> Membership:
    return builders.member(builders.cohort(cast.malu()), ana)


def press(client: Client, made: Proposal, do: str, **said: Any) -> Any:
    steps = [step.resource.uid for step in made.steps.all()]
    return client.post(f"{PAGE}{made.uid}/resposta/", {"do": do, "steps": steps} | said)


def text(client: Client) -> str:
    return client.get(PAGE).content.decode()


def agreed() -> list[tuple[str, date | None]]:
    return [(due.resource.title, due.due_on) for due in Due.objects.order_by("pk")]


# --- Answering -------------------------------------------------------------------------------


def test_all_of_it_as_it_was_proposed(
    client: Client, member: Membership, rows: list[Resource]
) -> None:
    day = timezone.localdate() + timedelta(days=3)
    made = builders.proposal(member, *rows[:2], due_on=day, remark="Vale\nmuito")
    told = text(client)
    assert "Malu, de Turma de sábado" in told
    assert "Malu fica sabendo se você aceitou ou não." in told
    assert "Vale<br>muito" in told
    assert told.count('name="steps"') == told.count("checked aria-label") == 2
    assert f'value="{day.isoformat()}"' in told
    answer = press(client, made, "accept", due_on=day.isoformat())
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert agreed() == [("Regras", day), ("Filas", day)]
    told = text(client)
    assert "Combinado! Está no seu plano." in told
    assert "Aceita" in told
    assert "Nenhuma proposta esperando resposta." in told


def test_it_says_what_ana_did_or_skipped_already(
    client: Client, ana: User, member: Membership, rows: list[Resource]
) -> None:
    marks = {rows[0].pk: State.DONE, rows[1].pk: State.SKIPPED, rows[2].pk: State.DOING}
    Completion.objects.record(ana.pk, marks)
    builders.proposal(member, *rows)
    told = text(client)
    assert 'aria-label="Regras, feito"' in told
    assert 'checked aria-label="Filas, pulado"' in told
    assert 'checked aria-label="Painéis"' in told
    assert told.count("checked aria-label") == 2


def test_a_part_of_it_on_another_day(
    client: Client, member: Membership, rows: list[Resource]
) -> None:
    day = timezone.localdate() + timedelta(days=30)
    made = builders.proposal(member, *rows)
    press(client, made, "accept", steps=[rows[1].uid], due_on=day.isoformat())
    assert agreed() == [("Filas", day)]


def test_no_is_an_answer_and_loses_nothing(
    client: Client, member: Membership, rows: list[Resource]
) -> None:
    made = builders.proposal(member, *rows)
    press(client, made, "decline", steps=[])
    assert agreed() == []
    told = text(client)
    assert "Tudo bem, fica para outra hora." in told
    assert rows[0].get_absolute_url() in told
    made.refresh_from_db()
    assert (made.accepted, bool(made.answered_at)) == (False, True)


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        ("accept", "accept", "Você já tinha aceitado esta proposta."),
        ("accept", "decline", "Você já tinha aceitado esta proposta."),
        ("decline", "accept", "Você já tinha respondido “agora não” a esta proposta."),
    ],
)
def test_a_second_press_says_what_holds(
    client: Client, member: Membership, rows: list[Resource], first: str, second: str, holds: str
) -> None:
    made = builders.proposal(member, *rows[:1])
    for do in (first, second):
        assert press(client, made, do).status_code == 302
    assert holds in text(client)
    assert len(agreed()) == (first == "accept")


def test_a_step_agreed_on_twice_keeps_one_row_with_the_newer_day(
    client: Client, member: Membership, rows: list[Resource]
) -> None:
    today = timezone.localdate()
    for days in ("1", "", "5"):
        day = (today + timedelta(days=int(days))).isoformat() if days else ""
        press(client, builders.proposal(member, rows[0]), "accept", due_on=day)
    assert agreed() == [("Regras", today + timedelta(days=5))]


def test_what_was_merged_or_left_meanwhile(
    client: Client, member: Membership, rows: list[Resource]
) -> None:
    made = builders.proposal(member, *rows)
    Resource.objects.filter(pk=rows[0].pk).update(merged_into=rows[1])
    alone = builders.proposal(member, builders.resource("Rascunho"))
    told = text(client)
    assert told.count('name="steps"') == 2
    assert "Rascunho" not in told
    assert "O que foi proposto saiu do catálogo." in told
    press(client, made, "accept", steps=[rows[1].uid])
    assert agreed() == [("Filas", None)]
    assert press(client, alone, "accept").status_code == 200
    press(client, alone, "decline")
    assert len(agreed()) == 1


def test_a_day_that_is_over_is_told_and_not_proposed(
    client: Client, member: Membership, rows: list[Resource]
) -> None:
    builders.proposal(member, rows[0], due_on=date(2020, 1, 31))
    told = text(client)
    assert "O dia proposto era 31" in told
    assert 'value="2020-01-31"' not in told


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"steps": []}, "Escolha ao menos um passo, ou responda “Agora não”."),
        ({"steps": ["nada"]}, "Um dos passos saiu da proposta."),
        ({"due_on": "2020-01-01"}, "Escolha um dia entre hoje e daqui a dez anos."),
        ({"due_on": "logo"}, "Escreva uma data"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(
    client: Client,
    member: Membership,
    rows: list[Resource],
    wrong: dict[str, Any],
    problem: str,
) -> None:
    builders.proposal(member, rows[2])
    made = builders.proposal(member, *rows[:2])
    answer = press(client, made, "accept", **{"steps": [rows[1].uid], **wrong})
    told = answer.content.decode()
    assert problem in told
    assert told.count("checked aria-label") == 1 + ("steps" not in wrong)
    assert agreed() == []


def test_only_yes_and_no_are_answers(
    client: Client, member: Membership, rows: list[Resource]
) -> None:
    assert press(client, builders.proposal(member, *rows), "maybe").status_code == 400


# --- Whose it is -----------------------------------------------------------------------------


def test_a_visitor_a_stranger_and_the_mentor(
    client: Client, member: Membership, rows: list[Resource]
) -> None:
    made = builders.proposal(member, *rows)
    answer = f"{PAGE}{made.uid}/resposta/"
    assert client.get(answer).status_code == 405
    assert Client().get(PAGE)["Location"] == f"/conta/entrar/?next={PAGE}"
    assert Client().post(answer)["Location"] == f"/conta/entrar/?next={PAGE}"
    assert client.post(PAGE).status_code == 405
    for person in (cast.caio(), member.cohort.owner):
        client.force_login(person)
        assert press(client, made, "accept").status_code == 404
        assert "Regras" not in text(client)
    assert agreed() == []


@pytest.mark.parametrize(
    "why", ["withdrawn", "left", "archived", "no guide", "mentor erased", "mentor inactive"]
)
def test_what_is_no_longer_proposed_is_not_found(
    client: Client, member: Membership, rows: list[Resource], why: str
) -> None:
    made, now = builders.proposal(member, *rows), timezone.now()
    match why:
        case "withdrawn":
            Proposal.objects.all().withdraw()
        case "left":
            Membership.objects.update(left_at=now)
        case "archived":
            Cohort.objects.update(archived_at=now)
        case "no guide":
            member.cohort.guides.all().delete()
        case "mentor erased":
            User.objects.filter(pk=member.cohort.owner_id).update(erase_at=now)
        case _:
            User.objects.filter(pk=member.cohort.owner_id).update(is_active=False)
    assert "Regras" not in text(client)
    assert press(client, made, "accept").status_code == 404
    assert agreed() == []


def test_what_was_agreed_on_stays_when_the_cohort_does_not(
    client: Client, member: Membership, rows: list[Resource]
) -> None:
    press(client, builders.proposal(member, rows[0]), "accept")
    member.cohort.owner.delete()
    assert agreed() == [("Regras", None)]
    assert "Regras" in client.get("/meu-caminho/plano/").content.decode()


def test_a_withdrawal_that_came_first_is_told(member: Membership, rows: list[Resource]) -> None:
    """Between finding a proposal and answering it."""
    made = builders.proposal(member, *rows)
    Proposal.objects.all().withdraw()
    assert not made.accept([rows[0].pk], None)
    assert not made.decline()
    assert made.withdrawn_at
    assert made.answered_at is None
    assert agreed() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.beside("postgresql")
def test_of_an_answer_and_a_withdrawal_at_once_one_holds(
    member: Membership, rows: list[Resource]
) -> None:
    for _ in range(5):
        Due.objects.all().delete()
        made = builders.proposal(member, rows[0])

        def accept() -> bool:
            return made.accept([rows[0].pk], None)  # noqa: B023 — waited for below

        def withdraw() -> bool:
            return bool(Proposal.objects.filter(pk=made.pk).withdraw())  # noqa: B023

        def run(verb: Any) -> bool:
            try:
                return bool(verb())
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            accepted, withdrawn = pool.map(run, (accept, withdraw))
        assert accepted != withdrawn
        made.refresh_from_db()
        assert (made.accepted, bool(made.withdrawn_at)) == (accepted, withdrawn)
        assert len(agreed()) == accepted


def test_twice_of_everything_costs_the_same(
    client: Client,
    member: Membership,
    rows: list[Resource],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for size in (1, 2):
        for _ in range(size):
            builders.proposal(member, *rows[:size])
            assert builders.proposal(member, *rows[:size]).decline()
        # session, person, marks; how many, which, steps; what the person guides
        with django_assert_num_queries(7):
            client.get(PAGE)
