"""The picture of a link, which a conversation shows beside it."""

import re
from collections.abc import Callable
from struct import unpack_from

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from progress.mentoring.models import ShareLink
from progress.mentoring.picture import ROOM, Picture
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.beside("sqlite")


class Way:
    def __init__(self, steps: int) -> None:
        self.taught: dict[int, set[int]] = {}
        self.resources = dict.fromkeys(range(steps))


def of(name: str, by: str = "Malu Ferreira", steps: int = 12) -> Picture:
    return Picture.of(ShareLink(name=name, owner=User(name=by)), Way(steps))


def test_it_says_who_what_and_how_long_a_way() -> None:
    assert of("Comece por aqui") == (
        "Malu Ferreira compartilhou com você", ["Comece por aqui"], 84, "12 passos",
    )  # fmt: skip
    assert of("x", by="", steps=1)[0::3] == (
        "Alguém da comunidade compartilhou com você", "1 passo",
    )  # fmt: skip
    assert of("🎉", steps=0)[1::2] == (["Um caminho de estudo"], "")


@pytest.mark.parametrize("name", ["Oi", "Comece por aqui, com calma, pela ética", "ção " * 30])
def test_titles_of_all_lengths_stand_between_the_site_and_the_trail(name: str) -> None:
    picture = of(name)
    assert 130 < picture.top < picture.rows[0][0] < picture.below < 480
    assert len(picture.title) <= 3
    assert (len(picture.title) == 3) == picture.title[-1].endswith("…")


def test_a_long_name_leaves_room_for_the_rest() -> None:
    who = of("x", by="Maria Aparecida Fernandes de Albuquerque e Souza " * 2).who
    assert who.startswith("Maria Aparecida")
    assert who.endswith("… compartilhou com você")


def test_accents_are_drawn() -> None:
    """With letters of our own font; signs that XML knows are only signs."""
    drawn = of("ação é útil à noite").png()
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    assert unpack_from(">LL", drawn, 16) == (1200, 630)
    assert len({drawn, of("acao e util a noite").png(), of("<b>&\"'").png()}) == 3
    assert ROOM < 1200


@pytest.fixture
def link(db: None) -> ShareLink:
    cache.clear()
    _, [rules] = builders.track_of("Rules")
    return builders.share_link(cast.malu(), rules)


def address(link: ShareLink) -> str:
    return f"{link.get_absolute_url()}imagem.png"


def test_other_sites_may_show_it_and_ask_again(client: Client, link: ShareLink) -> None:
    answer = client.get(address(link))
    assert answer["Content-Type"] == "image/png"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-cache", "noindex")
    assert answer["ETag"].startswith('"')
    assert not answer.cookies
    again = client.get(address(link), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_drawn_once_until_what_it_shows_changes(
    client: Client, link: ShareLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    png = Picture.png
    monkeypatch.setattr(Picture, "png", lambda self: drawn.append(self.title[0]) or png(self))
    first = client.get(address(link))
    assert client.get(address(link)).content == first.content
    link.name = "Outro nome"
    link.save()
    assert client.get(address(link))["ETag"] != first["ETag"]
    assert drawn == ["Comece por aqui", "Outro nome"]


def expired(link: ShareLink) -> str:
    link.expires_at = timezone.now()
    link.save()
    return address(link)


def revoked(link: ShareLink) -> str:
    link.revoke()
    return address(link)


def malformed(link: ShareLink) -> str:
    return "/l/a%00%F0%9F%92%A9/imagem.png"


@pytest.mark.parametrize("end", [expired, revoked, malformed])
def test_an_ended_link_has_none_as_if_it_never_was(
    client: Client, link: ShareLink, end: Callable[[ShareLink], str]
) -> None:
    client.get(address(link))
    gone, unknown = client.get(end(link)), client.get("/l/never-made/imagem.png")
    assert (gone.status_code, gone.content) == (404, client.get("/l/never-made/").content)
    assert (gone.content, gone.headers) == (unknown.content, unknown.headers)


def test_the_page_offers_it_with_title_and_greeting(client: Client, link: ShareLink) -> None:
    link.greeting = "Oi! *Sem* pressa & <b>sem</b> medo.\n\n- [Um](https://example.org/x)"
    link.save()
    text = client.get(link.get_absolute_url()).content.decode()
    said = dict(
        re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)"', text)
    )
    assert said["og:title"] == "Comece por aqui"
    assert said["og:description"] == "Oi! Sem pressa &amp; &lt;b&gt;sem&lt;/b&gt; medo. Um"
    assert said["og:image"] == f"http://testserver{address(link)}"
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["og:image:alt"] == "Comece por aqui: Malu compartilhou com você"
    assert said["twitter:card"] == "summary_large_image"
    assert "og:url" not in said


def test_it_costs_the_link_and_its_items(
    client: Client, link: ShareLink, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(address(link))
    with django_assert_num_queries(3):  # and the cache, which is a table here
        client.get(address(link))


def test_it_is_only_read(client: Client, link: ShareLink) -> None:
    assert client.post(address(link)).status_code == 405
