"""The guards of the walks bark: a broken policy, an error, a stranger, a bad page are noticed."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests import cast

pytestmark = pytest.mark.beside("sqlite")


def test_an_inline_style_is_noticed(page: Page, complaints: list[str]) -> None:
    page.goto(reverse("about"))

    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")

    assert "Content Security Policy" in complaints.pop()
    assert complaints == []


def test_an_error_of_a_script_is_noticed(page: Page, complaints: list[str]) -> None:
    page.goto(reverse("about"))

    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.wait_for_timeout(100)

    assert "broken" in complaints.pop()
    assert complaints == []


def test_a_request_to_strangers_is_noticed(page: Page, complaints: list[str]) -> None:
    page.goto(reverse("about"))

    page.evaluate("new Image().src = 'http://stranger.test/pixel.png'")
    page.wait_for_timeout(100)

    assert any("stranger.test" in said for said in complaints)
    complaints.clear()


def test_axe_reads_a_page_under_the_policy(page: Page, axe) -> None:
    page.goto(reverse("about"))
    axe(page)

    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<input>')")
    with pytest.raises(AssertionError, match="label"):
        axe(page)


def test_ana_signs_in_by_the_form(page: Page, sign_in) -> None:
    sign_in(page, cast.ana())

    page.goto(reverse("account"))
    assert page.url.endswith(reverse("account"))


def test_there_is_a_browser_without_javascript(no_javascript: Page) -> None:
    no_javascript.goto(reverse("about"))

    assert no_javascript.locator("h1").is_visible()
