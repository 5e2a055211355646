"""What all pages of the desk have in common: their language and their policy."""

import re

import pytest
from django.urls import reverse

from tests import builders
from tests.admin.desk import Desk

pytestmark = pytest.mark.beside("sqlite")


def pages(desk: Desk) -> list[str]:
    track, (resource,) = builders.track_of("Regras")
    desk.save(resource, title="Outro")
    return [
        reverse("admin:index"),
        reverse("admin:catalog_resource_changelist"),
        desk.url(track),
        desk.url(track.sections.get()),
        desk.url(resource),
        desk.url(resource, "history"),
    ]


def test_the_desk_speaks_portuguese_whatever_the_browser_says(desk: Desk) -> None:
    for url in pages(desk):
        page = desk.client.get(url, headers={"accept-language": "en"})
        assert page["Content-Language"] == "pt-br", url
        assert "- Select an option -" not in page.text, url


def test_no_page_carries_a_style_or_a_script_of_its_own(desk: Desk) -> None:
    for url in pages(desk):
        page = desk.client.get(url)
        assert "style-src 'self'" in page["Content-Security-Policy"]
        assert not re.search(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=", page.text), url


@pytest.mark.parametrize("name", ["trilha", "mesa da curadoria", "css/admin.css"])
def test_the_front_page_is_ours(desk: Desk, name: str) -> None:
    assert name in desk.client.get(reverse("admin:index")).text.lower()


def test_enter_saves_and_does_not_move_a_row(desk: Desk) -> None:
    """The first button of a form is the one that Enter presses."""
    track, _resources = builders.track_of("Um", "Dois")
    page = desk.client.get(desk.url(track.sections.get())).text
    form = page[page.index('id="section_form"') :]
    first = re.search(r'<(?:button|input type="submit")[^>]*name="(\w+)"', form)
    assert first
    assert first[1] == "_continue"
