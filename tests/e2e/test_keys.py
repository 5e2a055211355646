"""Ana walks a track with the keyboard alone; whoever wants it quiet switches the keys off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from progress.models import Completion
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.beside("sqlite")]


def test_a_track_with_the_keyboard_alone(page: Page, axe: Callable[[Page], None]) -> None:
    track, _ = builders.track_of("Primeiro", "Segundo", "Terceiro")
    page.goto(track.get_absolute_url())
    keys, first = page.keyboard, page.get_by_role("button", name="Feito: Primeiro")
    keys.press("j")
    expect(first).to_be_focused()
    keys.press("k")
    expect(first).to_be_focused()  # there is nothing before the first
    keys.press("j")
    keys.press("j")
    expect(page.get_by_role("button", name="Feito: Terceiro")).to_be_focused()
    keys.press("Control+k")
    keys.press("k")
    second = page.get_by_role("button", name="Feito: Segundo")
    expect(second).to_be_focused()
    keys.press("Space")
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(second).to_be_focused()
    page.get_by_role("link", name="Terceiro").focus()
    keys.press("Space")
    expect(page.get_by_role("button", name="Feito: Terceiro")).to_have_attribute(
        "aria-pressed", "true"
    )

    search = page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first
    search.focus()
    keys.type("jk?")
    expect(search).to_have_value("jk?")
    expect(page.get_by_role("dialog")).to_have_count(0)

    second.focus()
    keys.press("?")
    help_ = page.get_by_role("dialog", name="Atalhos de teclado")
    expect(help_).to_be_visible()
    axe(page)
    keys.press("Escape")
    expect(help_).to_be_hidden()
    expect(second).to_be_focused()


def test_a_visitor_switches_them_off_on_this_device(page: Page) -> None:
    track, _ = builders.track_of("Primeiro")
    page.goto(track.get_absolute_url())
    link = page.get_by_role("link", name="Atalhos")
    link.click()
    page.get_by_label("Usar os atalhos neste aparelho").uncheck()
    page.get_by_role("button", name="Fechar").click()
    expect(link).to_be_focused()
    for key in ("j", "?"):
        page.keyboard.press(key)
    expect(link).to_be_focused()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator(".tick").first).not_to_be_focused()
    link.click()  # by mouse it still opens, and switches them on again
    page.get_by_label("Usar os atalhos neste aparelho").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(".tick").first).to_be_focused()


def test_preferences_rule_until_the_device_says_otherwise(
    page: Page, sign_in: Callable[[Page, User], None]
) -> None:
    track, _ = builders.track_of("Primeiro")
    sign_in(page, cast.ana())
    page.goto("/conta/preferencias/")
    page.get_by_label("Tema", exact=True).select_option("dark")
    page.get_by_label("Atalhos de teclado").uncheck()
    page.get_by_role("button", name="Usar o deste aparelho").click()
    assert page.get_by_label("Fuso horário").input_value()
    page.get_by_role("button", name="Salvar").click()
    page.get_by_text("Preferências salvas.").wait_for()
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    page.goto(track.get_absolute_url())
    page.keyboard.press("j")
    expect(page.locator(".tick").first).not_to_be_focused()

    page.get_by_role("button", name="Mudar o tema").click()  # dark → as the device
    page.reload()
    expect(root).not_to_have_attribute("data-theme", "dark")
    page.goto("/conta/preferencias/")
    page.get_by_role("button", name="Salvar").click()
    page.get_by_text("Preferências salvas.").wait_for()
    expect(root).to_have_attribute("data-theme", "dark")
    assert not Completion.objects.exists()
