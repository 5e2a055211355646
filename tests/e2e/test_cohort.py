"""Malu invites, Ana sees what will be shown, says yes to her ticks alone, and takes it back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Track
from progress.journey import LearnerJourney
from progress.models import State
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], None]


@pytest.fixture
def ana() -> User:
    return cast.ana()


@pytest.fixture
def track(ana: User) -> Track:
    """Ana has done half of it, and written about the other half."""
    track, (rules, sql) = builders.track_of("Rules of ML", "SQL", title="Engenharia de ML")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    builders.note(ana, sql, "Não entendi as junções.")
    return track


def invite(malu: Page, track: Track) -> str:
    malu.goto("/turmas/nova/")
    malu.get_by_label("Nome da turma").fill("Turma de sábado")
    malu.get_by_label("O que a turma estuda").select_option(label=track.title)
    malu.get_by_role("button", name="Criar turma").click()
    malu.get_by_role("button", name="Criar link de convite").click()
    return malu.get_by_label("Endereço do convite").input_value()


def test_what_ana_opens_is_seen_until_she_takes_it_back(
    page: Page,
    open_page: Callable[..., Page],
    sign_in: SignIn,
    track: Track,
    ana: User,
    javascript: bool,
) -> None:
    malu = page
    sign_in(malu, cast.malu())
    address = invite(malu, track)

    learner = open_page("phone", dark=True, javascript=javascript)
    sign_in(learner, ana)
    learner.goto(address)
    assert "convite" not in learner.url  # the key does not stay in the address
    expect(learner.get_by_role("heading", name="Turma de sábado")).to_be_visible()
    for field in ("Andamento", "Datas", "Ritmo da semana", "Contar nos números"):
        expect(learner.get_by_role("checkbox", name=re.compile(f"^{field}"))).not_to_be_checked()
    expect(learner.get_by_role("button", name="Entrar sem mostrar nada")).to_be_visible()
    learner.get_by_label(re.compile("^Andamento")).check()
    learner.get_by_label("18 anos ou mais").check()
    learner.get_by_role("button", name="Entrar e mostrar o que marquei").click()
    expect(learner.get_by_role("heading", name="O que você mostra")).to_be_visible()

    malu.goto("/turmas/")
    malu.get_by_role("link", name="Turma de sábado", exact=True).click()
    row = malu.get_by_role("row", name="Ana")
    expect(row).to_contain_text("50%")
    malu.get_by_role("link", name="Ana", exact=True).click()
    done = malu.get_by_role("listitem").filter(has_text="Rules of ML").filter(has_text="feito")
    expect(done).to_be_visible()
    assert "junções" not in malu.content()

    learner.goto("/quem-olhou/")
    expect(learner.get_by_text("Malu (guia) abriu a página da turma")).to_be_visible()
    expect(learner.get_by_text("viu seu andamento").first).to_be_visible()
    learner.get_by_role("button", name="Tirar tudo agora").click()

    malu.reload()
    expect(malu.get_by_role("heading", name="Ana")).to_be_visible()
    expect(done).not_to_be_attached()
    malu.get_by_role("link", name="Turma de sábado").first.click()
    expect(row).to_contain_text("não mostra nada")
    assert "50%" not in malu.content()
