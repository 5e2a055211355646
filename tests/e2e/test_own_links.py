"""Ana adds a link of her own, ticks it and suggests it, without JavaScript; Duda accepts it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Suggestion
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.beside("postgresql")]


def test_ana_adds_ticks_and_suggests(
    no_javascript: Page, sign_in: Callable[[Page, User], None]
) -> None:
    page, (track, _) = no_javascript, builders.track_of("Rules of ML", title="Engenharia")
    duda = cast.duda()
    sign_in(page, cast.ana())
    page.goto(track.get_absolute_url())
    page.get_by_role("link", name="Adicionar um recurso meu").click()
    page.get_by_label("Endereço").fill("https://example.org/feature-stores")
    page.get_by_role("button", name="Adicionar").click()

    row = page.locator(".step", has_text="example.org/feature-stores")
    expect(row).to_have_attribute("data-s", "todo")
    row.get_by_role("button", name="Feito: example.org/feature-stores").click()
    expect(row).to_have_attribute("data-s", "done")
    expect(page.get_by_text("1 de 1 seu")).to_be_visible()
    page.get_by_role("button", name="Desfazer").click()
    expect(row).to_have_attribute("data-s", "todo")

    row.locator("summary").click()
    row.get_by_role("link", name="Sugerir para a trilha").click()
    expect(page.get_by_text("O que a curadoria vai ver")).to_be_visible()
    page.get_by_role("button", name="Enviar a sugestão").click()
    expect(page.get_by_text("Enviada hoje")).to_be_visible()

    Suggestion.objects.get().accept(by=duda)
    page.goto(track.get_absolute_url())
    expect(page.get_by_text("agora está na trilha")).to_be_visible()
    expect(page.locator(".step", has_text="example.org/feature-stores")).to_have_count(2)
