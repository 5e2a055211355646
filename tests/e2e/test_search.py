"""Searching with a keyboard, on a phone, and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from catalog.models import Kind, Resource
from tests import builders

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.beside("sqlite")]


@pytest.fixture(autouse=True)
def catalog() -> None:
    builders.track_of("MLOps na prática", "Definição de pronto", title="Engenharia de máquinas")
    course = Resource.objects.get(title__startswith="MLOps")
    course.kind = Kind.COURSE
    course.save()
    course.skills.add(builders.skill("DevOps/MLOps", uid="mlops"))


def proposals(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def test_suggestions_are_chosen_by_keyboard(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto("/trilhas/")
    field = page.get_by_role("banner").get_by_label("Buscar na Trilha")
    field.focus()
    expect(field).to_have_role("combobox")
    field.press_sequentially("mlo")
    options = proposals(page)
    expect(options).to_have_text(["DevOps/MLOps habilidade", "MLOps na prática Curso"])
    expect(field).to_have_attribute("aria-expanded", "true")
    axe(page)

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = options.nth(1)
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")  # past the last: back to what was typed
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("MLOps na prática")


def test_escape_keeps_what_was_typed_and_enter_searches_for_it(page: Page) -> None:
    page.goto("/busca/")
    field = page.get_by_label("O que você procura")
    field.press_sequentially("definicoes")
    expect(proposals(page)).to_have_text(["Definição de pronto Leitura"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("definicoes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").locator("mark")).to_have_text("Definição")


def test_suggestions_follow_the_pointer_and_leave_with_the_focus(page: Page) -> None:
    page.goto("/busca/")
    field = page.get_by_label("O que você procura")
    field.press_sequentially("mlo")
    expect(proposals(page)).to_have_count(2)
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.fill("mlops")
    proposals(page).first.click()
    expect(page).to_have_url("/habilidades/mlops/")


def test_only_the_newest_question_is_answered(page: Page) -> None:
    page.goto("/busca/")
    field = page.get_by_label("O que você procura")
    for question in ("ml", "defini"):
        field.fill(question)
        page.wait_for_timeout(160)
    expect(proposals(page)).to_have_text(["Definição de pronto Leitura"])


def test_the_script_of_suggestions_waits_for_the_focus(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/busca/", wait_until="networkidle")
    assert not [url for url in asked if "suggest" in url]
    page.get_by_label("O que você procura").focus()
    page.wait_for_function("document.activeElement.role === 'combobox'")
    assert len([url for url in asked if "suggest" in url]) == 1


def test_filters_work_without_javascript(no_javascript: Page) -> None:
    page = no_javascript
    page.goto("/busca/")
    page.get_by_label("Curso").check()
    page.get_by_role("button", name="Aplicar filtros").click()
    expect(page).to_have_url("/busca/?tipo=course&habilidade=")
    expect(page.get_by_role("main")).to_contain_text("1 recurso")
    page.get_by_label("O que você procura").fill("mlops")
    page.keyboard.press("Enter")  # a new question keeps the filters
    expect(page).to_have_url("/busca/?q=mlops&tipo=course")
    expect(page.get_by_label("Curso")).to_be_checked()
    page.get_by_role("link", name="Remover filtro: Curso").click()
    expect(page).to_have_url("/busca/?q=mlops")


def test_filters_fold_on_a_phone(phone: Page) -> None:
    phone.goto("/busca/")
    expect(phone.get_by_label("Curso")).to_be_hidden()
    phone.locator("summary", has_text="Filtros").tap()
    phone.get_by_label("Curso").check()
    phone.get_by_role("button", name="Aplicar filtros").tap()
    expect(phone.get_by_role("main")).to_contain_text("1 recurso")


def test_filtered_results_hold_for_everybody(
    either_page: Page, axe: Callable[[Page], None]
) -> None:
    either_page.goto("/busca/?q=mlops&tipo=course")
    axe(either_page)
    assert either_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
