"""The main road: a newcomer opens a track, marks links, signs up and keeps every mark."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection
from playwright.sync_api import Page, expect

from catalog.models import Track
from progress.models import Completion, State
from tests import builders, cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def track() -> Track:
    track, _ = builders.track_of(
        "Rules of ML", "MLOps and DevOps", "The Hundred-Page Book", uid="engenharia-de-ml"
    )
    return track


def row(page: Page, title: str) -> object:
    return page.locator(".trail .step", has_text=title)


def tick(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"Feito: {title}").first.click()


def test_a_mark_changes_the_page_in_place(page: Page, track: Track) -> None:
    page.goto(track.get_absolute_url())
    page.evaluate("window.stayed = true")
    tick(page, "Rules of ML")
    expect(row(page, "Rules of ML")).to_have_attribute("data-s", "done")
    expect(page.locator("#head")).to_contain_text("1 de 3")
    expect(page.locator("#continue")).to_contain_text("MLOps and DevOps")
    expect(page.get_by_role("status").filter(has_text="Feito: Rules of ML")).to_be_visible()
    assert page.evaluate("window.stayed")
    assert page.evaluate("document.activeElement.ariaLabel") == "Feito: Rules of ML"


def test_undo_takes_the_mark_back_and_keeps_the_place(page: Page, track: Track) -> None:
    page.goto(track.get_absolute_url())
    tick(page, "Rules of ML")
    page.get_by_role("button", name="Desfazer").click()
    expect(row(page, "Rules of ML")).to_have_attribute("data-s", "todo")
    expect(page.get_by_role("status").filter(has_text="A fazer: Rules of ML")).to_be_visible()
    assert page.evaluate("document.activeElement !== document.body")


def test_the_menu_sets_the_other_states_by_keyboard(page: Page, track: Track) -> None:
    page.goto(track.get_absolute_url())
    menu = page.locator(".trail summary").first
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row(page, "Rules of ML")).to_have_attribute("data-s", "doing")
    expect(row(page, "Rules of ML")).to_contain_text("próximo passo")


def test_quick_taps_all_count(page: Page, track: Track) -> None:
    page.goto(track.get_absolute_url())
    for title in ("Rules of ML", "MLOps and DevOps", "The Hundred-Page Book"):
        tick(page, title)
    expect(page.locator("#head")).to_contain_text("3 de 3")
    page.reload()
    expect(page.locator("#head")).to_contain_text("3 de 3")


def test_two_tabs_know_the_same_after_a_reload(page: Page, track: Track) -> None:
    page.goto(track.get_absolute_url())
    other = page.context.new_page()
    other.goto(track.get_absolute_url())
    tick(page, "Rules of ML")
    expect(page.locator("#head")).to_contain_text("1 de 3")
    tick(other, "MLOps and DevOps")
    expect(other.locator("#head")).to_contain_text("2 de 3")


def test_without_javascript_the_first_mark_works_too(no_javascript: Page, track: Track) -> None:
    no_javascript.goto(track.get_absolute_url())
    tick(no_javascript, "Rules of ML")
    assert re.search(r"#p-passo-\d+$", no_javascript.url)
    expect(row(no_javascript, "Rules of ML")).to_have_attribute("data-s", "done")
    no_javascript.get_by_role("button", name="Desfazer").click()
    expect(row(no_javascript, "Rules of ML")).to_have_attribute("data-s", "todo")


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_first_visit_to_an_account_with_every_mark(
    open_page: Callable[..., Page], track: Track, javascript: bool
) -> None:
    # The other two pairs of size and script are walked on the other database.
    on_sqlite = connection.vendor == "sqlite"
    page = open_page("desktop" if javascript == on_sqlite else "phone", javascript=javascript)
    page.goto(track.get_absolute_url())
    tick(page, "Rules of ML")
    expect(page.locator("#head")).to_contain_text("1 de 3")
    tick(page, "MLOps and DevOps")
    expect(page.locator("#head")).to_contain_text("2 de 3")
    page.get_by_role("link", name="Criar conta").first.click()
    expect(page.locator("main")).to_contain_text("Rules of ML")
    page.get_by_label("E-mail").fill("nova@trilha.test")
    page.locator("input[name=password1]").fill(cast.PASSWORD)
    page.get_by_role("button", name="Criar conta").click()
    page.wait_for_url("**/conta/confirmar/**")
    page.locator("input[name=code]").fill(code_in_the_mail())
    page.get_by_role("button", name="Confirmar").click()
    expect(page.locator("h1")).to_contain_text("2 passos vieram junto")
    states = Completion.objects.filter(learner__email="nova@trilha.test").values_list(
        "state", flat=True
    )
    assert list(states) == [State.DONE, State.DONE]
    page.goto("/meu-caminho/")
    expect(page.locator("#continue")).to_contain_text("The Hundred-Page Book")


def code_in_the_mail() -> str:
    assert len(mail.outbox) == 1
    found = re.search(r"^[A-Z0-9]{3}-?[A-Z0-9]{3,}$", mail.outbox[0].body, re.MULTILINE)
    assert found, mail.outbox[0].body
    return found[0]


def test_in_a_filtered_list_a_finished_row_leaves_and_comes_back(page: Page, track: Track) -> None:
    page.goto(f"{track.get_absolute_url()}?f=a-fazer")
    tick(page, "Rules of ML")
    expect(row(page, "Rules of ML")).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent") == "Desfazer"
    page.get_by_role("button", name="Desfazer").click()
    expect(row(page, "Rules of ML")).to_have_count(1)
    assert page.evaluate("document.activeElement.ariaLabel") == "Feito: Rules of ML"
