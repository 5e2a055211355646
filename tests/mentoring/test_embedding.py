"""A link in a frame on another site: read-only, for everybody the same, and only where its owner
said so."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from progress.mentoring.models import ShareLink
from tests import builders, cast

pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]


@pytest.fixture
def link() -> ShareLink:
    cache.clear()
    _, [rules] = builders.track_of("Rules")
    return builders.share_link(
        cast.malu(), rules, embeds=True, greeting="Veja [isto](https://example.org/isto)."
    )


def frame(link: ShareLink) -> str:
    return f"{link.get_absolute_url()}quadro/"


def policy(answer: HttpResponse) -> dict[str, str]:
    parts = answer["Content-Security-Policy"].split("; ")
    return {name: rest for name, _, rest in (part.partition(" ") for part in parts)}


def test_it_may_stand_inside_other_pages_and_does_nothing_there(
    client: Client, link: ShareLink
) -> None:
    answer = client.get(frame(link))
    assert "X-Frame-Options" not in answer
    assert policy(answer) == {
        "default-src": "'none'",
        "style-src": "'self'",
        "font-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "http: https:",
    }
    text = answer.content.decode()
    assert not re.search(r"<(script|form|button|input)\b", text)
    assert "Malu" in text
    assert "Rules" in text


def test_it_knows_nobody_and_says_the_same_to_all(link: ShareLink) -> None:
    learner, visitor = Client(), Client()
    learner.force_login(link.owner)
    learner.cookies["aviso"] = visitor.cookies["csrftoken"] = "qualquer"
    answers = [client.get(frame(link)) for client in (learner, visitor, Client())]
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(answer.items()) for answer in answers}) == 1
    assert "Cookie" not in answers[0].get("Vary", "")
    assert not any(answer.cookies for answer in answers)
    assert not learner.get("/l/never-made/quadro/").cookies


def test_it_asks_no_session(
    client: Client, link: ShareLink, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(link.owner)
    with django_assert_num_queries(2):  # the link, its items
        client.get(frame(link))


def test_what_it_leads_to_opens_beside_and_learns_nothing(client: Client, link: ShareLink) -> None:
    answer = client.get(frame(link))
    text = answer.content.decode()
    assert '<base target="_blank">' in text
    links = re.findall(r"<a [^>]*>", text)
    assert any(f'href="{link.get_absolute_url()}"' in tag for tag in links)
    assert len(links) == 3
    assert all("noopener" in tag for tag in links)
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_track_stands_there_with_its_stages(client: Client) -> None:
    track, _ = builders.track_of("Rules")
    builders.step(builders.section(track, "Pessoas"), community=builders.community())
    builders.step(builders.section(track, "Saber"), skill=builders.skill("SQL"))
    link = builders.share_link(cast.malu(), track=track, embeds=True)
    text = client.get(frame(link)).content.decode()
    assert re.findall(r"<h2[^>]*>([^<]+)", text) == ["Leituras", "Pessoas", "Saber"]
    assert "MLOps community" in text
    assert "SQL" in text


def test_content_that_left_is_explained_there_too(client: Client) -> None:
    track, _ = builders.track_of("Segredo")
    link = builders.share_link(cast.malu(), track=track, embeds=True)
    track.withdraw("draft")
    text = client.get(frame(link)).content.decode()
    assert "está fora do ar" in text
    assert "Segredo" not in text


def closed(link: ShareLink) -> str:
    ShareLink.objects.filter(pk=link.pk).update(embeds=False)
    return frame(link)


def revoked(link: ShareLink) -> str:
    link.revoke()
    return frame(link)


def malformed(link: ShareLink) -> str:
    return "/l/a%00/quadro/"


@pytest.mark.parametrize("end", [closed, revoked, malformed])
def test_without_leave_there_is_no_frame_as_if_it_never_was(
    client: Client, link: ShareLink, end: Callable[[ShareLink], str]
) -> None:
    gone, unknown = client.get(end(link)), client.get("/l/never-made/quadro/")
    assert gone.status_code == 404
    assert (gone.content, gone.headers) == (unknown.content, unknown.headers)


def test_guessing_is_held_back(client: Client) -> None:
    cache.clear()
    codes = [client.get(f"/l/guess-{n}/quadro/").status_code for n in range(31)]
    assert codes == [404] * 30 + [429]


def test_every_other_page_stays_out_of_frames(client: Client, link: ShareLink) -> None:
    shared = link.get_absolute_url()
    for address in ("/", shared, f"{shared}imagem.png", "/oembed/", "/l/never-made/"):
        answer = client.get(address)
        assert answer["X-Frame-Options"] == "DENY"
        assert policy(answer)["frame-ancestors"] == "'none'"


def test_it_is_only_read(client: Client, link: ShareLink) -> None:
    assert client.post(frame(link)).status_code == 405
    assert client.post("/oembed/").status_code == 405


def asked(client: Client, address: str, **more: str) -> HttpResponse:
    return client.get("/oembed/", {"url": address, **more})


def test_a_site_asks_by_the_address_of_a_link(client: Client, link: ShareLink) -> None:
    address = f"http://testserver{link.get_absolute_url()}"
    answer = asked(client, address, format="json", maxwidth="500", maxheight="99999")
    assert answer["Content-Type"] == "application/json"
    told = answer.json()
    code = told.pop("html")
    assert told == {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Trilha",
        "provider_url": "http://testserver/",
        "title": "Comece por aqui",
        "author_name": "Malu",
        "width": 500,
        "height": 480,
    }
    assert f'src="http://testserver{frame(link)}"' in code
    assert 'width="500" height="480"' in code
    assert asked(client, address, maxwidth="1200").json()["thumbnail_url"].endswith("/imagem.png")


def test_the_address_may_be_written_in_its_other_ways(client: Client, link: ShareLink) -> None:
    english = f"https://TESTSERVER/en{link.get_absolute_url()}?x=1#y"
    assert "/en/l/" in asked(client, english).json()["html"]
    assert asked(client, f"http://testserver{frame(link).removesuffix('/quadro/')}").json()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/l/{key}/",
        "http://testserver:81/l/{key}/",
        "ftp://testserver/l/{key}/",
        "//testserver/l/{key}/",
        "http://testserver@example.org/l/{key}/",
        "http://testserver/l/{key}/quadro/",
        "http://testserver/trilhas/",
        "http://testserver/l/{key}%00/",
        "http://[",
        "nada",
        "x" * 3000,
    ],
)
def test_no_other_address_is_answered(client: Client, link: ShareLink, address: str) -> None:
    answer = asked(client, address.format(key=link.key))
    assert answer.status_code == 404
    assert link.key not in answer.content.decode()


@pytest.mark.parametrize("end", [closed, revoked])
def test_nor_a_link_that_may_not_stand_elsewhere(
    client: Client, link: ShareLink, end: Callable[[ShareLink], str]
) -> None:
    end(link)
    assert asked(client, f"http://testserver{link.get_absolute_url()}").status_code == 404


def test_only_json_and_only_with_an_address(client: Client, link: ShareLink) -> None:
    assert client.get("/oembed/").status_code == 400
    address = f"http://testserver{link.get_absolute_url()}"
    assert asked(client, address, format="xml").status_code == 501


def test_numbers_that_are_none_change_nothing(client: Client, link: ShareLink) -> None:
    address = f"http://testserver{link.get_absolute_url()}"
    for said in ("-5", "0", "²", "9" * 5000, "muito"):
        assert asked(client, address, maxwidth=said).json()["width"] == 640


def test_the_page_of_a_link_says_where_to_ask(client: Client, link: ShareLink) -> None:
    text = client.get(link.get_absolute_url()).content.decode()
    [address] = re.findall(
        r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', text
    )
    asks = f"http://testserver{reverse('mentoring:oembed')}?url="
    assert address == asks + quote(f"http://testserver{link.get_absolute_url()}", safe="")
    assert client.get(unescape(address)).json()["title"] == link.name
    closed(link)
    assert "oembed" not in client.get(link.get_absolute_url()).content.decode()


def test_its_owner_copies_the_code(client: Client, link: ShareLink) -> None:
    client.force_login(link.owner)
    text = client.get("/links/").content.decode()
    assert f'value="&lt;iframe src=&quot;http://testserver{frame(link)}&quot;' in text
    closed(link)
    assert "&lt;iframe" not in client.get("/links/").content.decode()


def test_its_owner_says_whether_it_may(client: Client, link: ShareLink) -> None:
    client.force_login(link.owner)
    rules = link.items.get().resource
    form = {"do": "save", "name": "Comece", "lasts": "7", "target": "list",
            "item": [rules.uid], "remark": [""]}  # fmt: skip
    for said, embeds in (({"embeds": "on"}, True), ({}, False)):
        client.post(f"/links/{link.uid}/", form | said)
        link.refresh_from_db()
        assert link.embeds is embeds
