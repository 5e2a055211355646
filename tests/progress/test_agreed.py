"""What Ana took into her plan of what was proposed to her: on the plan, the dashboard, in her
calendar and in her mail of the week."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from catalog.models import Resource
from progress.agreed import Agreed
from progress.journey import LearnerJourney, VisitorJourney
from progress.letter import weekly
from progress.models import Due, State, StudyPlan
from tests import builders, cast
from trilha.accounts.models import User

PAGE = "/meu-caminho/plano/"
WEDNESDAY = date(2026, 11, 25)


def due(number: int, day: date | None, merged_into: Resource | None = None) -> Due:
    resource = Resource(pk=number, title=f"Passo {number}", merged_into=merged_into)
    return Due(pk=number * 10, resource=resource, due_on=day)


@pytest.fixture
def ana(client: Client) -> User:
    ana = cast.ana()
    client.force_login(ana)
    return ana


def remove(client: Client, pk: int) -> Any:
    """As the button beside a row does: without a token, with the browser's proof of origin."""
    origin = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    return client.post(f"{PAGE}combinados/{pk}/remocao/?em=combinados", headers=origin)


# --- What holds on a day ---------------------------------------------------------------------


def test_days_weeks_and_what_is_settled() -> None:
    days = [WEDNESDAY + timedelta(days=n) for n in (-9, -2, 0, 4, 5)]
    rows = [due(n, day) for n, day in enumerate([*days, None], 1)]
    agreed = Agreed(rows, {4: State.DOING}, WEDNESDAY)
    assert [[row.pk for row in its] for _day, its in agreed.days] == [[n * 10] for n in range(1, 7)]
    assert [row.pk for row in agreed.late] == [10, 20]
    assert [row.pk for row in agreed.week] == [20, 30, 40]
    agreed = Agreed(rows, {2: State.DONE, 3: State.SKIPPED}, WEDNESDAY)
    assert [row.pk for row in agreed.settled] == [20, 30]
    assert [row.pk for row in agreed.week] == [40]


def test_a_duplicate_counts_for_its_survivor_once() -> None:
    survivor = Resource(pk=9, title="O que ficou")
    rows = [due(1, WEDNESDAY, survivor), due(9, None)]
    assert [row.pk for row in Agreed(rows, {}, WEDNESDAY).open] == [10]
    assert not Agreed(rows, {9: State.DONE}, WEDNESDAY).open


def test_nothing_is_agreed_with_a_visitor() -> None:
    assert not VisitorJourney(None).agreed()  # type: ignore[arg-type]


# --- The plan --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_they_stand_on_the_plan_also_without_one(client: Client, ana: User) -> None:
    _, rows = builders.track_of("Regras", "Filas", "Painéis", "Modelos")
    today = timezone.localdate()
    for row, days in zip(rows, (-3, 0, 9), strict=False):
        Due.objects.agree(ana.pk, [row.pk], today + timedelta(days=days))
    Due.objects.agree(ana.pk, [rows[3].pk], None)
    LearnerJourney(ana.pk).set_state(rows[2], State.DONE)
    for _ in range(2):
        page = client.get(PAGE).content.decode()
        part = page.partition('id="combinados"')[2].partition("</section>")[0]
        for words in ("Era até ", "faça quando couber", "Até hoje", "Sem dia marcado"):
            assert words in part
        folded = part.partition("Feitos ou pulados")[2]
        assert "Painéis" in folded
        assert "Regras" not in folded
        mark = f"/recursos/{rows[0].uid}/andamento/?em=p-combinado-{Due.objects.first().pk}"  # type: ignore[union-attr]
        assert mark in part
        ids = [bit.partition('"')[0] for bit in page.split(' id="')[1:]]
        assert len(ids) == len(set(ids))
        StudyPlan.objects.keep(ana, builders.Track.objects.get(), 180, 1)


@pytest.mark.django_db
def test_without_any_nothing_is_said(client: Client, ana: User) -> None:
    assert "Combinados" not in client.get(PAGE).content.decode()
    assert "Combinados" not in Client().get("/").content.decode()


@pytest.mark.django_db
def test_one_is_taken_out_with_its_duplicates_and_its_mark_stays(client: Client, ana: User) -> None:
    _, [rules, again, other] = builders.track_of("Regras", "Regras 2", "Filas")
    Due.objects.agree(ana.pk, [rules.pk, again.pk, other.pk], None)
    Resource.objects.filter(pk=again.pk).update(merged_into=rules)
    LearnerJourney(ana.pk).set_state(rules, State.DOING)
    answer = remove(client, Due.objects.get(resource=again).pk)
    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}#combinados")
    assert [row.resource for row in Due.objects.all()] == [other]
    assert LearnerJourney(ana.pk).state_of(rules) == State.DOING
    assert "Tirado dos combinados: <span>Regras" in client.get(PAGE).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("day", [None, date(2026, 12, 24)])
def test_taking_out_is_undone_from_the_message(client: Client, ana: User, day: date | None) -> None:
    _, [rules, again] = builders.track_of("Regras", "Regras 2")
    Resource.objects.filter(pk=again.pk).update(merged_into=rules)
    Due.objects.agree(ana.pk, [rules.pk], day)
    remove(client, Due.objects.get().pk)
    address = f"{PAGE}combinados/{rules.uid}/volta/"
    said = day.isoformat() if day else ""
    button = f'formaction="{address}" name="due_on" value="{said}">Desfazer'
    assert button in client.get(PAGE).content.decode()
    for uid in (rules.uid, again.uid):
        answer = client.post(f"{PAGE}combinados/{uid}/volta/", {"due_on": said})
        assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}#combinados")
    assert [(row.resource, row.due_on) for row in Due.objects.all()] == [(rules, day)]


@pytest.mark.django_db
def test_what_cannot_stand_there_is_not_brought_back(client: Client, ana: User) -> None:
    _, [rules] = builders.track_of("Regras")
    address = f"{PAGE}combinados/{rules.uid}/volta/"
    assert Client().post(address)["Location"] == f"/conta/entrar/?next={PAGE}"
    assert client.post(address, {"due_on": "2026-02-31"}).status_code == 400
    assert client.post(f"{PAGE}combinados/nada/volta/").status_code == 404
    assert client.get(address).status_code == 405
    assert not Due.objects.exists()


@pytest.mark.django_db
def test_only_ones_own_are_taken_out(client: Client) -> None:
    _, [rules] = builders.track_of("Regras")
    Due.objects.agree(cast.ana().pk, [rules.pk], None)
    pk = Due.objects.get().pk
    address = f"{PAGE}combinados/{pk}/remocao/"
    assert remove(Client(), pk)["Location"] == f"/conta/entrar/?next={PAGE}"
    client.force_login(cast.caio())
    assert remove(client, pk).status_code == 404
    assert remove(client, 10**30).status_code == 404
    assert client.get(address).status_code == 405
    assert "Regras" not in client.get(PAGE).content.decode().partition("Combinados")[2]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(name="Ana"))
    assert strict.post(address, headers={"Origin": "https://evil.example"}).status_code == 403
    assert Due.objects.exists()


@pytest.mark.django_db
def test_what_a_curator_took_back_is_not_shown(client: Client, ana: User) -> None:
    track, [rules] = builders.track_of("Regras")
    Due.objects.agree(ana.pk, [rules.pk], None)
    track.steps.all().delete()
    track.withdraw(to="draft")
    builders.step(builders.section(builders.track(status="draft")), resource=rules)
    assert "Regras" not in client.get(PAGE).content.decode()


# --- The dashboard, the calendar, the mail ---------------------------------------------------


@pytest.mark.django_db
def test_the_dashboard_shows_those_of_this_week(client: Client, ana: User) -> None:
    _, [rules, queues] = builders.track_of("Regras", "Filas")
    LearnerJourney(ana.pk).set_state(builders.resource(), State.DONE)
    today = timezone.localdate()
    Due.objects.agree(ana.pk, [rules.pk], today)
    Due.objects.agree(ana.pk, [queues.pk], today + timedelta(days=7))
    page = client.get("/meu-caminho/").content.decode()
    part = page.partition('id="plan-week"')[2].partition("</section>")[0]
    assert "Regras" in part
    assert "combinado até" in part
    assert "Filas" not in part
    assert "não há mais dia de estudo" not in part  # of a plan, which there is not


@pytest.mark.django_db
def test_the_calendar_has_them_on_their_day(
    client: Client, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    track, rows = builders.track_of("Regras", "Filas", "Painéis")
    others = builders.track_of("Fora", "Sem dia")[1]
    plan = StudyPlan.objects.keep(ana, track, 420, 0b1111111)
    plan.open_calendar()
    day = timezone.localdate() + timedelta(days=400)

    def entries() -> dict[str, Any]:
        with django_assert_num_queries(6):
            answer = client.get(f"/calendario/{plan.key}.ics")
        events = getattr(vobject.readOne(answer.content.decode()), "vevent_list", [])
        return {event.summary.value: event for event in events}

    before = entries()
    Due.objects.agree(ana.pk, [others[0].pk], day)
    Due.objects.agree(ana.pk, [others[1].pk], None)
    Due.objects.agree(ana.pk, [rows[1].pk], day)
    first = entries()
    assert first.keys() - before.keys() == {"Combinado: Fora", "Combinado: Filas"}
    agreed = first["Combinado: Fora"]
    assert (agreed.dtstart.value, agreed.dtend.value) == (day, day + timedelta(days=1))
    assert agreed.url.value == f"http://testserver/recursos/{others[0].uid}/"
    # Moving it is a later version of the same event.
    StudyPlan.objects.update(changed_at=datetime(2020, 1, 1, tzinfo=UTC))
    Due.objects.agree(ana.pk, [others[0].pk], day + timedelta(days=1))
    moved = entries()["Combinado: Fora"]
    assert moved.uid.value == agreed.uid.value
    assert moved.dtstart.value == day + timedelta(days=1)
    assert int(moved.sequence.value) >= int(agreed.sequence.value)
    assert StudyPlan.objects.get().changed_at.year > 2020
    LearnerJourney(ana.pk).set_state(others[0], State.DONE)
    assert "Combinado: Fora" not in entries()


@pytest.mark.django_db
def test_the_mail_of_the_week_names_those_of_this_week() -> None:
    ana, (track, rows) = cast.ana(), builders.track_of("Regras")
    others = builders.track_of("Hoje", "Depois", "Antes")[1]
    plan = StudyPlan.objects.keep(ana, track, 420, 0b1111111)
    for row, days in zip(others, (0, 7, -8), strict=True):
        Due.objects.agree(ana.pk, [row.pk], plan.today() + timedelta(days=days))

    def said() -> str:
        letter = weekly(StudyPlan.objects.for_page().get())
        return str(letter.body) if letter else ""

    part = said().partition("Combinados para esta semana:\n")[2].partition("\n\n")[0]
    assert part.endswith(": Hoje")
    assert "Depois" not in said()
    assert "Antes" not in said()
    # Also when nothing else is left to tell.
    LearnerJourney(ana.pk).set_state(rows[0], State.DONE)
    assert "Combinados para esta semana" in said()
    assert "próximo passo" not in said()
    LearnerJourney(ana.pk).set_state(others[0], State.DONE)
    assert said() == ""
