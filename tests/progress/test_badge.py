"""A badge for a README: a small picture that is right, harmless, and fits its box."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from catalog.models import Track
from progress.badge import MOST, PAD, Badge, markdown
from progress.journey import LearnerJourney
from progress.models import PublicPage, State
from tests import builders, cast

SVG = "{http://www.w3.org/2000/svg}"


def shown(*titles: str, title: str = "Engenharia de ML", **fields: Any) -> Track:
    """Ana's page is on, with this track, of which she has done the first step."""
    ana = cast.ana()
    track, rows = builders.track_of(*(titles or ("Rules", "Airflow")), title=title)
    LearnerJourney(ana.pk).set_state(rows[0], State.DONE, track)
    builders.public_page(ana, track, handle="ana", **({"shows_percent": True} | fields))
    return track


@pytest.mark.django_db
def test_it_says_how_far_she_is(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    track = shown()
    with django_assert_num_queries(4):
        answer = client.get(f"/p/ana/{track.uid}.svg")
    picture = ElementTree.fromstring(answer.content)  # noqa: S314
    assert picture.attrib["role"] == "img"
    assert picture.findtext(f"{SVG}title") == "Engenharia de ML: 1 de 2"
    assert [row.text for row in picture.iter(f"{SVG}text")] == ["Engenharia de ML", "1 de 2"]


@pytest.mark.django_db
def test_it_may_stand_elsewhere_and_does_nothing_there(client: Client) -> None:
    answer = client.get(f"/p/ana/{shown().uid}.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'none'; style-src 'none'" in policy
    assert "self" not in policy
    assert not answer.cookies
    for word in ("<script", "<style", "style=", "href", "<image", "@import", "url("):
        assert word not in answer.content.decode()


@pytest.mark.django_db
def test_it_is_kept_for_five_minutes_and_then_asked_for(client: Client) -> None:
    track = shown("Rules", "Airflow", "SQL")
    address = f"/p/ana/{track.uid}.svg"
    answer = client.get(address)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "Vary" not in answer
    headers = {"If-None-Match": answer["ETag"]}
    again = client.get(address, headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    ana = PublicPage.objects.get().learner
    second = list(track.sections.get().steps.all())[1]
    LearnerJourney(ana.pk).set_state(second.resource, State.DONE, track)
    assert client.get(address, headers=headers).status_code == 200
    page = PublicPage.objects.get()
    page.switch(on=False)
    assert client.get(address, headers=headers).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["percent", "track", "unknown", "draft"])
def test_nothing_is_told_that_was_not_chosen(client: Client, why: str) -> None:
    track = shown(shows_percent=why != "percent")
    if why == "track":
        PublicPage.objects.get().tracks.clear()
    if why == "draft":
        Track.objects.update(status="draft")
    uid = "nada" if why == "unknown" else track.uid
    answer = client.get(f"/p/ana/{uid}.svg")
    assert answer.status_code == 404
    assert answer.content == client.get("/p/nobody/").content


@pytest.mark.django_db
def test_it_speaks_english_too(client: Client) -> None:
    assert "1 of 2" in client.get(f"/en/p/ana/{shown().uid}.svg").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "title",
    [
        "</text><script>alert(1)</script>",
        "R&D \"now\" 'or' <later>",
        "Café 🧉 com 👩🏽‍💻",
        "a\u202eb\x07c",
    ],
)
def test_no_title_breaks_out(client: Client, title: str) -> None:
    answer = client.get(f"/p/ana/{shown(title=title).uid}.svg")
    picture = ElementTree.fromstring(answer.content)  # noqa: S314
    assert {row.tag.removeprefix(SVG) for row in picture.iter()} == {
        "svg", "title", "rect", "g", "text", "circle",
    }  # fmt: skip
    said = picture.findtext(f"{SVG}g/{SVG}text")
    assert said == title.replace("\u202e", "").replace("\x07", "")


@given(st.text(max_size=300), st.integers(0, 90), st.integers(0, 90))
def test_any_title_fits_its_box(title: str, one: int, other: int) -> None:
    badge = Badge(title, "16 de 45", min(one, other), max(one, other))
    assert badge.words_width <= MOST
    assert PAD + badge.words_width + PAD <= badge.width
    assert badge.said_x + badge.said_width + PAD <= badge.width
    behind = [ahead for _, ahead in badge.dots]
    assert behind == sorted(behind, reverse=True)
    assert any(behind) == (badge.done > 0)
    assert all(behind) == (0 < badge.done == badge.total)


def test_a_long_title_is_cut_where_nothing_is_torn() -> None:
    assert Badge("A" * 200, "", 0, 1).words.endswith("A…")
    assert Badge("Curto", "", 0, 1).words == "Curto"
    assert not Badge("👩\u200d💻" * 60, "", 0, 1).words.endswith("\u200d…")


def test_markdown_of_a_title_with_marks_of_its_own() -> None:
    said = markdown("A [b](c) *d*", "https://x/p/ana/t.svg", "https://x/p/ana/")
    assert said == r"[![A \[b\]\(c\) \*d\*](https://x/p/ana/t.svg)](https://x/p/ana/)"


@pytest.mark.django_db
def test_the_settings_show_what_to_paste(client: Client) -> None:
    track = shown()
    client.force_login(PublicPage.objects.get().learner)
    page = client.get(reverse("progress:public_settings")).content.decode()
    address = f"http://testserver/p/ana/{track.uid}.svg"
    assert f"[![Engenharia de ML]({address})](http://testserver/p/ana/)" in page
    client.post(reverse("progress:public_switch"), {"on": "0"})
    assert address not in client.get(reverse("progress:public_settings")).content.decode()
