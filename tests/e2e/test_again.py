"""Going over a section again, with the keyboard and without JavaScript, and saying how one sees
oneself."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from progress.journey import LearnerJourney
from progress.models import Assessment, Mastery, State
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.beside("postgresql")]


def test_a_new_pass_and_back(no_javascript: Page, sign_in: Callable[[Page, User], None]) -> None:
    page, ana = no_javascript, cast.ana()
    track, [rules, book] = builders.track_of("Rules of ML", "Book")
    for row in (rules, book):
        LearnerJourney(ana.pk).set_state(row, State.DONE, track)
    sign_in(page, ana)
    page.goto(track.sections.get().get_absolute_url())
    page.get_by_role("link", name="Nova passada por esta etapa").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("2 marcas")
    page.get_by_role("button", name="Começar nova passada").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Nova passada")
    assert LearnerJourney(ana.pk).states == {}
    page.get_by_text("Ver as marcas").press("Enter")
    expect(page.get_by_role("link", name="Rules of ML")).to_be_visible()
    page.get_by_role("button", name="Desfazer").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("2 marcas voltaram.")
    assert set(LearnerJourney(ana.pk).states) == {rules.pk, book.pk}


def test_answers_beside_what_was_studied(
    phone: Page, sign_in: Callable[[Page, User], None], axe: Callable[[Page], None]
) -> None:
    ana, sql = cast.ana(), builders.skill("SQL")
    track, [basics] = builders.track_of("SQL basics")
    basics.skills.set([sql])
    builders.step(builders.section(track), skill=sql, requirement="required")
    sign_in(phone, ana)
    phone.goto("/meu-caminho/habilidades/")
    phone.get_by_role("button", name="Feito: SQL basics").click()
    expect(phone.get_by_text("1 de 1 necessária")).to_be_visible()  # in place
    expect(phone.get_by_role("table")).to_contain_text("1 de 1 recurso")
    expect(phone.get_by_text("Próximo passo para uma habilidade")).to_be_hidden()
    phone.get_by_role("combobox").select_option("conheço a ideia")
    phone.get_by_role("button", name="Salvar como me vejo").click()
    expect(phone.get_by_role("status").first).to_contain_text("Respostas salvas.")
    assert Assessment.objects.get().mastery == Mastery.HEARD
    axe(phone)
