"""Ana takes her data away, brings them back, and leaves."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import builders, cast
from tests.privacy import life
from trilha.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.beside("postgresql")]


def test_take_away_bring_back_and_leave(
    either_page: Page,
    sign_in: Callable[[Page, User], None],
    axe: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    page, ana = either_page, cast.ana()
    builders.track_of("Outra")
    life.live(ana)
    sign_in(page, ana)
    page.goto("/meus-dados/")
    page.get_by_role("link", name="Baixar tudo").click()
    page.locator("input[name=password]").fill(cast.PASSWORD)
    page.get_by_role("button", name="Continuar").click()
    page.wait_for_url("**/meus-dados/copia/")
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Baixar tudo").click()
    copy = tmp_path / download.value.suggested_filename
    download.value.save_as(copy)

    page.goto("/meus-dados/importacao/")
    page.get_by_label("Arquivo baixado da Trilha").set_input_files(__file__)
    page.get_by_role("button", name="Ver prévia").click()
    expect(page.get_by_text("Este arquivo não é uma cópia dos dados da Trilha.")).to_be_visible()
    axe(page)
    life.Note.objects.all().delete()
    page.get_by_label("Arquivo baixado da Trilha").set_input_files(copy)
    page.get_by_role("button", name="Ver prévia").click()
    expect(page.get_by_role("row", name="Notas 1")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Trazer", exact=True).click()
    expect(page.get_by_text("Pronto, seus dados estão aqui.")).to_be_visible()

    page.goto("/meus-dados/apagamento/")
    axe(page)
    page.get_by_label("Escreva “apagar” para confirmar").fill("apagar")
    page.get_by_role("button", name="Apagar minha conta").click()
    expect(page.get_by_text("tudo será apagado em")).to_be_visible()
    expect(page.get_by_role("link", name="Entrar")).to_be_visible()
    sign_in(page, ana)
    expect(page.get_by_text("Sua conta fica: nada foi apagado.")).to_be_visible()
