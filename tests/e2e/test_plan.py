"""A plan from the first press to the calendar, by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from progress.models import StudyPlan
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.beside("postgresql")]


def test_a_week_is_planned_studied_and_carried_along(
    either_page: Page,
    axe: Callable[[Page], None],
    sign_in: Callable[[Page, User], None],
) -> None:
    page, ana = either_page, cast.ana()
    builders.track_of("Rules of ML", "Guia de MLOps", "Made With ML")
    sign_in(page, ana)
    page.goto("/meu-caminho/plano/")
    axe(page)
    for day in ("terça", "quinta", "sábado", "domingo"):  # all seven: today is one of them
        page.get_by_role("checkbox", name=day).press("Space")
    page.get_by_role("button", name="Fazer meu plano").press("Enter")
    expect(page.get_by_text("Plano pronto.")).to_be_visible()
    expect(page.get_by_text("você termina entre")).to_be_visible()

    tick = page.get_by_role("button", name="Feito: Rules of ML")
    tick.press("Space")
    expect(page.get_by_text("Feito nesta semana")).to_be_visible()
    expect(tick).to_be_focused()
    expect(tick).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#plan-end")).to_contain_text("Faltam 2 passos.")

    page.get_by_role("button", name="Ligar o calendário").press("Enter")
    address = page.get_by_label("Endereço do calendário").input_value()
    assert StudyPlan.objects.get().key in address
    assert "SUMMARY:Guia de MLOps" in page.request.get(address).text()
    page.get_by_text("De onde vêm essas datas?").press("Enter")
    axe(page)
