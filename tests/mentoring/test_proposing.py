"""`/turmas/<uid>/propostas/`: Malu proposes steps to the people of her cohort."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from progress.mentoring.models import Cohort, Proposal, Shown
from progress.models import Completion, State
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def malu(client: Client) -> User:
    malu = cast.malu()
    client.force_login(malu)
    return malu


@pytest.fixture
def cohort(malu: User) -> Cohort:
    track, _ = builders.track_of("Regras", "Filas", "Painéis")
    return builders.cohort(malu, track)


def page(cohort: Cohort) -> str:
    return f"/turmas/{cohort.uid}/propostas/"


def said(cohort: Cohort, *titles: str, **fields: Any) -> dict[str, Any]:
    """What the form sends for these steps, to everybody unless told."""
    steps = cohort.track.steps.filter(resource__title__in=titles) if cohort.track else []
    uids = [step.resource.uid for step in steps]
    return {"batch": str(uuid4()), "whom": "all", "what": "steps", "steps": uids} | fields


def titles(proposal: Proposal) -> list[str]:
    return [step.resource.title for step in proposal.steps.all()]


# --- Proposing -------------------------------------------------------------------------------


def test_steps_go_to_the_whole_cohort(client: Client, cohort: Cohort) -> None:
    for learner in (cast.ana(), cast.caio()):
        builders.member(cohort, learner)
    day = timezone.localdate() + timedelta(days=9)
    form = said(cohort, "Filas", "Regras", due_on=day.isoformat(), remark="Para sábado.")
    for _ in range(2):  # a form that is sent twice proposes once
        answer = client.post(page(cohort), form)
        assert (answer.status_code, answer["Location"]) == (302, f"{page(cohort)}#feitas")
    made = list(Proposal.objects.all())
    assert [titles(proposal) for proposal in made] == [["Regras", "Filas"]] * 2
    assert {(str(p.batch), p.due_on, p.remark) for p in made} == {
        (form["batch"], day, "Para sábado.")
    }
    told = client.get(page(cohort)).content.decode()
    assert "2 pessoas" in told
    assert "2 ainda sem resposta" in told
    assert "Para sábado." in told


def test_a_section_is_one_box(client: Client, cohort: Cohort) -> None:
    builders.member(cohort, cast.ana())
    stage = cohort.track.sections.get()  # type: ignore[union-attr]
    client.post(page(cohort), said(cohort, "Filas", sections=[stage.uid]))
    assert titles(Proposal.objects.get()) == ["Regras", "Filas", "Painéis"]


def test_the_page_of_a_cohort_and_the_tab_lead_there(client: Client, cohort: Cohort) -> None:
    way = f'href="{page(cohort)}"'
    assert way not in client.get(f"/turmas/{cohort.uid}/").content.decode()  # nobody is there
    builders.member(cohort, cast.ana())
    assert way in client.get(f"/turmas/{cohort.uid}/").content.decode()
    assert way in client.get("/propostas/").content.decode()


def test_somebody_without_a_name_can_be_chosen(client: Client, cohort: Cohort) -> None:
    builders.member(cohort, cast.person(""))
    client.post(page(cohort), said(cohort, "Regras"))
    text = client.get(page(cohort)).content.decode()
    assert text.count("Pessoa sem nome") == 2


def test_only_some_people(client: Client, cohort: Cohort) -> None:
    ana, caio = builders.member(cohort, cast.ana()), builders.member(cohort, cast.caio())
    begun = client.get(f"{page(cohort)}?para={ana.uid}").content.decode()
    assert f'value="{ana.uid}" id="id_members_0" checked' in begun
    assert f'value="{caio.uid}" id="id_members_1">' in begun
    client.post(page(cohort), said(cohort, "Filas", whom="some", members=[ana.uid]))
    assert Proposal.objects.get().membership == ana
    assert "<h3>Ana</h3>" in client.get(page(cohort)).content.decode()


def test_a_step_may_be_chosen_beforehand(client: Client, cohort: Cohort) -> None:
    builders.member(cohort, cast.ana())
    uid = cohort.track.steps.first().resource.uid  # type: ignore[union-attr]
    begun = client.get(f"{page(cohort)}?recurso={uid}").content.decode()
    assert f'name="steps" value="{uid}" checked' in begun
    assert "<details open><summary>" in begun
    assert "checked> <span" not in client.get(f"{page(cohort)}?recurso=nada").content.decode()


def test_a_list_of_ones_own_also_one_that_ended(client: Client, malu: User) -> None:
    rows = [builders.resource(title) for title in ("Regras", "Filas")]
    link = builders.share_link(malu, *rows)
    for row in rows:
        builders.step(builders.section(builders.track()), resource=row)
    link.revoke()
    cohort = builders.cohort(malu)  # which studies nothing
    builders.member(cohort, cast.ana())
    assert "Comece por aqui (2)" in client.get(page(cohort)).content.decode()
    client.post(page(cohort), said(cohort, what="list", picked=link.uid))
    assert titles(Proposal.objects.get()) == ["Regras", "Filas"]


def test_a_cohort_of_a_list_offers_its_steps(client: Client, malu: User) -> None:
    _, rows = builders.track_of("Regras", "Filas")
    cohort = builders.cohort(malu, list=builders.share_link(malu, *rows))
    builders.member(cohort, cast.ana())
    client.post(page(cohort), said(cohort, steps=[rows[1].uid]))
    assert titles(Proposal.objects.get()) == ["Filas"]


def test_nobody_there_or_nothing_to_propose(client: Client, malu: User) -> None:
    cohort = builders.cohort(malu)
    assert "Ainda não há ninguém na turma" in client.get(page(cohort)).content.decode()
    builders.member(cohort, cast.ana())
    assert "Não há passos para propor agora" in client.get(page(cohort)).content.decode()


# --- What cannot be --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"steps": []}, "Escolha ao menos um passo."),
        ({"steps": ["nada"]}, "Um dos passos saiu do que a turma estuda."),
        ({"sections": ["nada"]}, "Uma das etapas saiu do que a turma estuda."),
        ({"what": "list"}, "Faça uma escolha válida."),
        ({"whom": "some"}, "Escolha ao menos uma pessoa."),
        ({"whom": "some", "members": [str(uuid4())]}, "não está mais na turma"),
        ({"whom": "some", "members": ["nada"]}, "não está mais na turma"),
        ({"whom": ""}, "Este campo é obrigatório."),
        ({"due_on": "2020-01-01"}, "Escolha um dia entre hoje e daqui a dez anos."),
        ({"due_on": "amanhã"}, "Escreva uma data"),
        ({"remark": "x" * 501}, "no máximo 500"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(
    client: Client, cohort: Cohort, wrong: dict[str, Any], problem: str
) -> None:
    builders.member(cohort, cast.ana())
    form = said(cohort, "Filas", remark="Vale a pena & cabe.") | wrong
    told = client.post(page(cohort), form).content.decode()
    assert problem in told
    assert form["batch"] in told
    if "remark" not in wrong:
        assert "Vale a pena &amp; cabe." in told
    if "steps" not in wrong:
        assert f'value="{form["steps"][0]}" checked' in told
    assert not Proposal.objects.exists()


def test_a_hundred_steps_are_the_most(client: Client, cohort: Cohort) -> None:
    builders.member(cohort, cast.ana())
    stage = cohort.track.sections.get()  # type: ignore[union-attr]
    for n in range(98):
        builders.step(stage, resource=builders.resource(f"Mais {n}"))
    told = client.post(page(cohort), said(cohort, sections=[stage.uid])).content.decode()
    assert "Uma proposta leva até 100 passos." in told


def test_thirty_a_day_are_the_most(client: Client, cohort: Cohort, malu: User) -> None:
    ana = builders.member(cohort, cast.ana())
    Proposal.objects.bulk_create(Proposal(membership=ana, by=malu) for _ in range(30))
    form = said(cohort, "Filas")
    assert "Você já fez 30 propostas em um dia." in client.post(page(cohort), form).content.decode()
    Proposal.objects.filter(pk=Proposal.objects.first().pk).update(  # type: ignore[union-attr]
        made_at=timezone.now() - timedelta(days=1, minutes=1)
    )
    assert client.post(page(cohort), form).status_code == 302
    assert client.post(page(cohort), form).status_code == 302  # the same again is no new one
    assert Proposal.objects.count() == 31


def test_whoever_did_a_step_already_is_not_told_apart(client: Client, cohort: Cohort) -> None:
    ana = cast.ana()
    builders.member(cohort, ana, Shown.NUMBERS)
    before = client.get(page(cohort)).content
    row = cohort.track.steps.first().resource  # type: ignore[union-attr]
    Completion.objects.record(ana.pk, {row.pk: State.DONE})
    after = client.get(page(cohort)).content
    assert b"csrfmiddlewaretoken" in after
    strip = slice(after.index(b"f-what"), after.index(b"</form>"))
    assert after[strip] == before[before.index(b"f-what") : before.index(b"</form>")]


# --- Withdrawing -----------------------------------------------------------------------------


def test_a_batch_is_withdrawn_from_those_who_have_not_answered(
    client: Client, cohort: Cohort, malu: User
) -> None:
    ana, caio = builders.member(cohort, cast.ana()), builders.member(cohort, cast.caio())
    batch = uuid4()
    first = Proposal.objects.create(batch=batch, membership=ana, by=malu)
    second = Proposal.objects.create(batch=batch, membership=caio, by=malu)
    other = Proposal.objects.create(membership=ana, by=malu)
    assert first.decline()
    for _ in range(2):
        answer = client.post(f"{page(cohort)}{first.uid}/retirada/")
        assert answer["Location"] == f"{page(cohort)}#feitas"
    for proposal in (first, second, other):
        proposal.refresh_from_db()
    assert (first.withdrawn_at, other.withdrawn_at) == (None, None)
    assert second.withdrawn_at
    told = client.get(page(cohort)).content.decode()
    assert "1 disse “agora não”" in told
    assert "1 retirada" in told


# --- Whose it is -----------------------------------------------------------------------------


def test_who_may_not_propose(client: Client, cohort: Cohort, malu: User) -> None:
    ana = builders.member(cohort, cast.ana())
    made = Proposal.objects.create(membership=ana, by=malu)
    withdrawal = f"{page(cohort)}{made.uid}/retirada/"
    assert client.get(withdrawal).status_code == 405
    assert client.post(f"{page(cohort)}{uuid4()}/retirada/").status_code == 404

    visitor = Client()
    assert visitor.get(page(cohort))["Location"] == f"/conta/entrar/?next={page(cohort)}"
    assert visitor.post(withdrawal)["Location"] == f"/conta/entrar/?next={page(cohort)}"
    for person in (cast.caio(), ana.learner):  # a stranger, and who only learns there
        client.force_login(person)
        assert client.get(page(cohort)).status_code == 404
        assert client.post(page(cohort), said(cohort, "Filas")).status_code == 404
        assert client.post(withdrawal).status_code == 404
    assert Proposal.objects.get().withdrawn_at is None


def test_another_mentor_sees_only_what_they_proposed(
    client: Client, cohort: Cohort, malu: User
) -> None:
    ana, caio = builders.member(cohort, cast.ana()), cast.caio()
    cohort.guides.create(person=caio)
    made = Proposal.objects.create(membership=ana, by=malu, remark="De Malu")
    client.force_login(caio)
    assert "De Malu" not in client.get(page(cohort)).content.decode()
    assert client.post(f"{page(cohort)}{made.uid}/retirada/").status_code == 404


def test_nobody_proposes_in_a_cohort_put_away_or_to_who_left(
    client: Client, cohort: Cohort, malu: User
) -> None:
    gone = builders.member(cohort, cast.ana(), left_at=timezone.now())
    assert "Ainda não há ninguém" in client.get(page(cohort)).content.decode()
    builders.member(cohort, cast.caio())
    form = said(cohort, "Filas", whom="some", members=[gone.uid])
    assert "não está mais na turma" in client.post(page(cohort), form).content.decode()
    Cohort.objects.update(archived_at=timezone.now())
    assert client.get(page(cohort)).status_code == 404
    assert client.post(page(cohort), said(cohort, "Filas")).status_code == 404
    assert not Proposal.objects.exists()


def test_twice_of_everything_costs_the_same(
    client: Client, cohort: Cohort, malu: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage = cohort.track.sections.get()  # type: ignore[union-attr]
    for _ in range(2):
        for name in ("um", "dois"):
            learner = cast.person(f"{name}{Proposal.objects.count()}")
            member = builders.member(cohort, learner)
            row = builders.resource()
            builders.step(stage, resource=row)
            Proposal.objects.create(membership=member, by=malu).steps.create(resource=row)
        # session, person; cohort; sections, steps; lists, twice; whether anybody is there, and
        # who; batches counted and told, each with one of its proposals and their steps
        with django_assert_num_queries(12):
            client.get(page(cohort))
