"""What a link has for paper: a poster for the wall, and a sheet of all that stands behind it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.journey import LearnerJourney
from progress.mentoring.models import ShareLink
from progress.models import State
from tests import builders, cast

pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]


@pytest.fixture
def link() -> ShareLink:
    _, [rules, mlops] = builders.track_of("Rules", "MLOps", title="Engenharia")
    made = builders.share_link(cast.malu(), name="Primeiras semanas", greeting="Sem **pressa**.")
    made.pick([(mlops, "Comece por <este>."), (rules, "")])
    return made


def poster(link: ShareLink) -> str:
    return reverse("mentoring:poster", args=[link.uid])


def sheet(link: ShareLink) -> str:
    return reverse("mentoring:study_sheet", args=[link.key])


def paper(client: Client, link: ShareLink) -> str:
    answer = client.get(sheet(link))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_poster_says_who_what_and_where(client: Client, link: ShareLink) -> None:
    client.force_login(link.owner)
    text = client.get(poster(link)).content.decode()
    for said in ("Malu compartilhou com você", "Primeiras semanas</h1>", "Uma lista com 2 passos"):
        assert said in text
    assert f'src="{reverse("mentoring:qr", args=[link.uid])}"' in text
    assert f'<p class="where">testserver/l/{link.key}/</p>' in text


def test_a_poster_is_its_makers_while_the_link_opens(client: Client, link: ShareLink) -> None:
    assert client.get(poster(link)).status_code == 302
    client.force_login(cast.caio())
    assert client.get(poster(link)).status_code == 404
    client.force_login(link.owner)
    assert client.post(poster(link)).status_code == 405
    link.last_day = timezone.localdate() - timedelta(days=1)
    link.save()
    assert client.get(poster(link)).status_code == 404


def test_a_sheet_holds_order_remarks_and_whole_addresses(client: Client, link: ShareLink) -> None:
    text = paper(client, link)
    mlops, rules = [item.resource for item in link.items.all()]
    assert text.index("MLOps") < text.index("Rules")
    assert "<strong>pressa</strong>" in text
    assert "Recado de Malu: </span>Comece por &lt;este&gt;." in text
    for row in (mlops, rules):
        assert f'rel="noopener noreferrer">{row.url}</a>' in text
    assert text.count('<span class="box"></span>') == 2
    assert f"testserver/l/{link.key}/" in text
    assert "Tirado da trilha" in text


def test_a_sheet_of_a_track_has_its_stages(client: Client) -> None:
    track, _ = builders.track_of("Rules")
    stage = track.sections.get()
    around = builders.step(stage, title="Clássicos")
    builders.step(stage, resource=builders.resource("Dentro"), parent=around)
    people = builders.community("Data Hackers")
    builders.step(builders.section(track, "Pessoas"), community=people)
    text = paper(client, builders.share_link(cast.malu(), track=track))
    for said in ("1. Leituras", "2. Pessoas", "Clássicos", "Dentro", people.url):
        assert said in text
    assert text.count('<span class="box"></span>') == 2  # what is studied, and nothing else


@pytest.mark.parametrize("who", ["visitor", "learner"])
def test_boxes_are_ticked_as_the_person_marked(client: Client, link: ShareLink, who: str) -> None:
    mlops, rules = [item.resource for item in link.items.all()]
    if who == "learner":
        ana = cast.ana()
        client.force_login(ana)
        LearnerJourney(ana.pk).set_state(mlops, State.DONE)
        LearnerJourney(ana.pk).set_state(rules, State.DOING)
    else:
        here = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
        for row, state in ((mlops, "done"), (rules, "doing")):
            address = reverse("progress:mark", args=[row.uid])
            client.post(address, {"state": state}, headers=here)
    text = paper(client, link)
    assert text.count("Feito: ") == 1
    assert text.count('<span class="box"></span>') == 1
    assert "(fazendo)" in text


def test_nobody_elses_ticks_are_on_it(client: Client, link: ShareLink) -> None:
    LearnerJourney(link.owner.pk).set_state(link.items.first().resource, State.DONE)
    assert "Feito: " not in paper(client, link)


def test_printing_is_no_opening(client: Client, link: ShareLink) -> None:
    paper(client, link)
    assert not link.openings.exists()


def test_the_page_of_a_link_leads_to_its_sheet(client: Client, link: ShareLink) -> None:
    assert sheet(link) in client.get(link.get_absolute_url()).content.decode()


def test_so_does_the_list_of_links_of_its_maker(client: Client, link: ShareLink) -> None:
    client.force_login(link.owner)
    text = client.get(reverse("mentoring:links")).content.decode()
    assert f'<a class="btn" href="{sheet(link)}">Folha de estudo' in text


def all_of(answer: HttpResponse) -> tuple[Any, ...]:
    return answer.status_code, answer.content, dict(answer.items()), answer.cookies.output()


@pytest.mark.parametrize("end", ["revoked", "expired", "never made"])
def test_a_sheet_of_no_open_link_is_missing_like_the_page(
    client: Client, link: ShareLink, end: str
) -> None:
    cache.clear()
    if end == "revoked":
        link.revoke()
    elif end == "expired":
        link.last_day = timezone.localdate() - timedelta(days=1)
        link.save()
    key = "never-made" if end == "never made" else link.key
    missing = all_of(client.get(reverse("mentoring:study_sheet", args=[key])))
    assert missing == all_of(client.get("/l/unknown/"))
    assert missing[0] == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_sheet_stays_out_of_search_caches_and_logs(
    client: Client, link: ShareLink, method: str
) -> None:
    answer = getattr(client, method)(sheet(link))
    assert answer.status_code == {"get": 200, "post": 405}[method]
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store, private"
    if method == "get":
        text = answer.content.decode()
        assert re.findall(r'rel="canonical"|rel="alternate"', text) == []
        assert '<meta name="robots" content="noindex">' in text


def test_twice_the_items_cost_the_same_queries(
    client: Client, link: ShareLink, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):  # the link, its items, the tracks they are of
        paper(client, link)
    _, more = builders.track_of("SQL", "Spark")
    link.pick((row, "") for row in [*(item.resource for item in link.items.all()), *more])
    with django_assert_num_queries(3):
        paper(client, link)
