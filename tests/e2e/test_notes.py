"""A note in real browsers: it saves itself, two tabs lose nothing, and no script is needed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Resource
from progress.models import Note
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.beside("postgresql")]
SignIn = Callable[[Page, User], None]


@pytest.fixture
def rules() -> Resource:
    _, [resource] = builders.track_of("Rules of ML")
    return resource


def said(page: Page) -> object:
    return expect(page.locator("[data-note-said]"))


def test_two_tabs_that_write_lose_nothing(
    either_page: Page,
    rules: Resource,
    sign_in: SignIn,
    axe: Callable[[Page], None],
    complaints: list[str],
) -> None:
    page = either_page
    sign_in(page, cast.ana())
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(rules.get_absolute_url())
    page.get_by_label("Texto da nota").fill("# Ideia\n\nda primeira aba")
    said(page).to_have_text("Salvo")
    page.get_by_label("Texto da nota").press_sequentially(", e mais")
    said(page).to_have_text("Salvo")
    assert Note.objects.get().text == "# Ideia\n\nda primeira aba, e mais"

    other.get_by_label("Texto da nota").fill("da segunda aba")
    expect(other.get_by_role("heading", level=1)).to_have_text("Dois textos da mesma nota")
    complaints.clear()  # the browser notes the 409 that was asked for
    axe(other)
    other.get_by_role("button", name="Juntar os dois").click()
    expect(other.locator("#nota .prose")).to_contain_text("da primeira aba, e mais")
    expect(other.locator("#nota .prose")).to_contain_text("da segunda aba")
    axe(other)


def test_without_a_connection_the_text_waits_in_the_tab(
    page: Page, rules: Resource, sign_in: SignIn, complaints: list[str]
) -> None:
    sign_in(page, cast.ana())
    page.goto(rules.get_absolute_url())
    page.context.set_offline(True)
    page.get_by_label("Texto da nota").fill("escrito no metrô")
    page.get_by_label("Texto da nota").blur()
    said(page).to_have_text("Sem conexão: o texto continua aqui.")
    complaints.clear()  # the browser notes that there is no net
    page.context.set_offline(False)
    said(page).to_have_text("Salvo")
    assert Note.objects.get().text == "escrito no metrô"

    page.route("**/nota/", lambda route: route.abort())
    page.get_by_label("Texto da nota").fill("e depois, no ônibus")
    page.get_by_label("Texto da nota").blur()
    said(page).to_contain_text("Sem conexão")
    complaints.clear()
    page.unroute("**/nota/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("Texto da nota")).to_have_value("e depois, no ônibus")
    said(page).to_have_text("Salvo")
    assert Note.objects.get().text == "e depois, no ônibus"
    assert page.evaluate("sessionStorage.length") == 0


def test_without_javascript_notes_and_kept_things_work_too(
    no_javascript: Page, rules: Resource, sign_in: SignIn
) -> None:
    page = no_javascript
    page.goto(rules.get_absolute_url())
    page.get_by_role("link", name="Guardar").click()
    page.locator("input[name=login]").fill(cast.ana().email)
    page.locator("input[name=password]").fill(cast.PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rules of ML")  # and back
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("button", name="Guardado")).to_be_visible()

    page.get_by_label("Texto da nota").fill("- medir\n- **antes**")
    page.get_by_role("button", name="Salvar nota").click()
    expect(page.locator("#nota li strong")).to_have_text("antes")
    page.locator("#nota summary").click()
    page.get_by_role("button", name="Apagar").click()
    page.get_by_role("link", name="Ficar com a nota").click()
    page.get_by_label("Texto da nota").fill("")
    page.get_by_role("button", name="Salvar nota").click()
    page.get_by_role("button", name="Apagar a nota").click()
    expect(page.get_by_text("Nota apagada.")).to_be_visible()

    page.goto("/meu-caminho/guardados/")
    page.get_by_role("button", name="Tirar dos guardados: Rules of ML").click()
    expect(page.get_by_role("heading", name="Para depois")).to_be_visible()
    page.get_by_role("button", name="Desfazer").click()
    expect(page.get_by_role("link", name="Rules of ML")).to_be_visible()
