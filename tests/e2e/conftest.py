"""Browsers for the walks: real pages, real forms, and nothing that complains in the console."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.urls import reverse
from playwright.sync_api import BrowserContext, BrowserType, ConsoleMessage, Page, Request

from tests.cast import PASSWORD
from trilha.accounts.models import User

CHROMIUMS = [
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
]
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], browser_type: BrowserType
) -> dict[str, Any]:
    """The machine's Chromium, else Playwright's own; it has nothing to tell the network."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), browser_type.executable_path)
    if not Path(found).exists():
        pytest.fail("No Chromium here: run ./dev test, which finds or installs one.", pytrace=False)
    flags = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    # Scripts run once a page: to optimize them takes longer than they do, axe's above all.
    flags.append("--js-flags=--no-opt --no-maglev")
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": found, "args": flags}


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """`page.goto("/trilhas/")` goes to the server of the tests."""
    return str(live_server.url)


@pytest.fixture
def complaints() -> list[str]:
    """What browsers of this test complained about. A test that wants a 404 clears it itself."""
    return []


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], complaints: list[str], base_url: str
) -> Iterator[Callable[..., BrowserContext]]:
    """Fail the test for console errors (broken policy included) and for a request to strangers."""

    def listen(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append(f"{said.text} ({said.location['url']})")

    def follow(request: Request) -> None:
        if not request.url.startswith((base_url, "data:", "blob:")):
            complaints.append(f"asks a stranger: {request.url}")

    def watched(**options: Any) -> BrowserContext:
        context = new_context(locale="pt-BR", reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        context.on("console", listen)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("request", follow)
        return context

    yield watched
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext]) -> OpenPage:
    """A new visitor's page: `open_page("phone", dark=True, javascript=False)`."""

    def open_page(
        size: str = "desktop", *, dark: bool = False, javascript: bool = True, **options: Any
    ) -> Page:
        scheme = "dark" if dark else "light"
        options |= {**SIZES[size], "color_scheme": scheme, "java_script_enabled": javascript}
        return new_context(**options).new_page()

    return open_page


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page("phone")


@pytest.fixture
def no_javascript(open_page: OpenPage) -> Page:
    return open_page(javascript=False)


@pytest.fixture
def either_page(open_page: OpenPage, db: None) -> Page:
    """Large and light on SQLite, small and dark on PostgreSQL. `./dev test` runs on both; colours
    do not depend on the size, nor pages on the database."""
    if connection.vendor == "sqlite":
        return open_page("desktop")
    return open_page("phone", dark=True)


@pytest.fixture
def javascript(db: None) -> bool:
    """With scripts on SQLite, without on PostgreSQL: no page depends on the database."""
    return bool(connection.vendor == "sqlite")


@pytest.fixture
def sign_in() -> Callable[[Page, User], None]:
    """Through the real form, so that what a visitor has marked comes along."""

    def sign_in(page: Page, person: User) -> None:
        page.goto(reverse("account_login"))
        page.locator("input[name=login]").fill(person.email)
        page.locator("input[name=password]").fill(PASSWORD)
        with page.expect_navigation():
            page.locator("input[name=password]").press("Enter")
        assert "sessionid" in " ".join(cookie["name"] for cookie in page.context.cookies())

    return sign_in


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Assert that axe finds nothing on the page as it stands."""

    def axe(page: Page) -> None:
        told = {
            "runOnly": WCAG,
            # It never finds, it only asks somebody to look at what is hidden.
            "rules": {"hidden-content": {"enabled": False}},
            "resultTypes": ["violations"],
            "preload": False,
        }
        found = Axe().run(page, options=told)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return axe
