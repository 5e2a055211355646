"""The code leads to the link, and only its owner gets to draw it."""

from io import BytesIO

import pytest
import segno
from django.test import Client
from django.urls import reverse

from progress.mentoring.models import ShareLink
from tests import builders, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> ShareLink:
    return builders.share_link(cast.malu(), track=builders.track())


def address(link: ShareLink) -> str:
    return reverse("mentoring:qr", args=[link.uid])


def path_of(code: bytes) -> bytes:
    """The dark squares, as the drawing holds them."""
    return code.rsplit(b' d="', 1)[1].split(b'"')[0]


def test_it_holds_the_very_address(client: Client, link: ShareLink) -> None:
    client.force_login(link.owner)
    answer = client.get(address(link))
    expected = BytesIO()
    segno.make_qr(f"http://testserver/l/{link.key}/").save(expected, kind="svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert path_of(answer.content) == path_of(expected.getvalue())


def test_it_is_dark_on_white_in_any_theme_and_has_its_margin(
    client: Client, link: ShareLink
) -> None:
    client.force_login(link.owner)
    drawn = client.get(address(link)).content.decode()
    assert 'fill="#fff"' in drawn
    assert 'stroke="#000"' in drawn
    assert "M4 4.5h7" in drawn  # four modules of white around
    assert "style=" not in drawn
    assert "<script" not in drawn


def test_a_visitor_is_asked_in_and_a_stranger_finds_nothing(
    client: Client, link: ShareLink
) -> None:
    assert client.get(address(link)).status_code == 302
    client.force_login(cast.caio())
    assert client.get(address(link)).status_code == 404
