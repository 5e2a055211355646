"""Duda edits a resource, sees it on its page and goes back, and no browser complains."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from catalog.history import changing_the_catalog
from catalog.models import Resource, Track
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.beside("sqlite")]


@pytest.fixture
def duda() -> User:
    return cast.duda()


@pytest.fixture
def rules(duda: User) -> Resource:
    with changing_the_catalog(by=duda, why="importou o README"):
        _track, (resource,) = builders.track_of("Regras de ML")
        resource.tags.add("mlops")
    return resource


def desk(row: object, page: str = "change") -> str:
    return f"/admin/catalog/{type(row).__name__.lower()}/{row.pk}/{page}/"  # type: ignore[attr-defined]


def test_edit_see_and_go_back(
    page: Page, sign_in: Callable[[Page, User], None], duda: User, rules: Resource
) -> None:
    sign_in(page, duda)
    page.goto(desk(rules))
    page.get_by_label("Título:", exact=True).fill("Regras de aprendizado")
    page.get_by_label("Assuntos:").fill("dados, mlops")
    page.get_by_role("button", name="Salvar", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Regras de aprendizado")

    page.goto(rules.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Regras de aprendizado")
    expect(page.locator("main")).to_contain_text("dados")

    page.goto(desk(rules))
    page.get_by_role("link", name="Histórico", exact=True).click()
    expect(page.locator("ins", has_text="Regras de aprendizado")).to_be_visible()
    expect(page.locator("ins", has_text="dados")).to_be_visible()
    page.get_by_role("link", name="Voltar a esta versão").click()
    expect(page.locator("del", has_text="Regras de aprendizado")).to_be_visible()
    page.get_by_label("Por quê").fill("mudei cedo demais")
    page.get_by_role("button", name="Voltar a esta versão").click()
    expect(page.locator(".timeline > li").first).to_contain_text("mudei cedo demais")

    page.goto(rules.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Regras de ML")


def test_a_step_is_added_by_autocomplete_and_moved_by_a_button(
    page: Page, sign_in: Callable[[Page, User], None], duda: User, rules: Resource
) -> None:
    builders.resource("Definições úteis")
    section = Track.objects.get().sections.get()
    sign_in(page, duda)
    page.goto(desk(section))
    new = page.locator("#steps-1")
    new.get_by_role("combobox", name="Recurso").click()
    page.locator(".select2-search__field").last.fill("definicoes")
    page.get_by_role("option", name="Definições úteis").click()
    page.get_by_role("button", name="Salvar e continuar editando").click()
    page.get_by_role("button", name="Subir: Definições úteis").click()
    expect(page.locator(".messagelist")).to_contain_text("subiu")
    labels = page.locator(".has_original .inline_label")
    expect(labels).to_have_text(["Definições úteis", "Regras de ML"])


def test_the_desk_is_readable_and_fits(
    either_page: Page,
    sign_in: Callable[[Page, User], None],
    axe: Callable[[Page], None],
    duda: User,
    rules: Resource,
) -> None:
    page = either_page
    sign_in(page, duda)
    track = Track.objects.get()
    lists = [f"/admin/catalog/{name}/" for name in ("track", "section", "resource", "skill")]
    forms = [desk(track), desk(track.sections.get()), desk(rules), desk(rules, "history")]
    for url in ["/admin/", *lists, *forms]:
        page.goto(url)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url


def test_the_answer_is_in_sight_where_a_long_page_opens(
    page: Page, sign_in: Callable[[Page, User], None], duda: User
) -> None:
    track, _ = builders.track_of(*[f"Leitura {n}" for n in range(40)])
    sign_in(page, duda)
    page.goto(desk(track))
    page.locator(".sec > summary").first.click()
    page.locator("input[name=step]").last.check()

    page.get_by_role("button", name="Tirar da trilha").click()

    page.locator(".sec").first.locator("button[value^=up]").last.focus()  # far down the page
    expect(page.get_by_role("link", name="Desfazer")).to_be_in_viewport()
