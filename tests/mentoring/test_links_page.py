"""The mentor's own list of links."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from progress.mentoring.models import Opening
from tests import builders, cast

pytestmark = pytest.mark.django_db
LINKS = "/links/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(cast.malu())
    return client


def owner(desk: Client) -> Any:
    return desk.get(LINKS).wsgi_request.user


def page(desk: Client) -> str:
    return desk.get(LINKS).content.decode()


def test_an_empty_page_says_what_a_link_is_for(desk: Client) -> None:
    assert "leva alguém direto a uma trilha" in page(desk)
    assert reverse("mentoring:new") in page(desk)


def test_it_holds_her_own_links_only(desk: Client) -> None:
    track = builders.track()
    builders.share_link(owner(desk), track=track, name="De Malu")
    theirs = builders.share_link(cast.caio(), track=track, name="De Caio")
    assert "De Malu" in page(desk)
    assert "De Caio" not in page(desk)
    assert theirs.key not in page(desk)


def test_each_says_what_it_opens_and_until_when(desk: Client) -> None:
    track, [rules] = builders.track_of("Rules", title="Engenharia")
    malu = owner(desk)
    link = builders.share_link(malu, section=track.sections.get())
    link.last_day = timezone.localdate()
    link.save()
    builders.share_link(malu, rules)
    builders.share_link(malu, track=track)
    text = page(desk)
    for said in (
        "etapa Leituras, de Engenharia",
        "lista sua, 1 passo",
        "trilha inteira, Engenharia",
    ):
        assert said in text
    assert "vale até" in text
    assert "sem prazo" in text


def test_openings_are_a_number_and_two_weeks_of_bars(desk: Client) -> None:
    link = builders.share_link(owner(desk), track=builders.track())
    assert "Ninguém abriu ainda" in page(desk)
    today = timezone.localdate()
    for back, count in ((0, 2), (3, 5), (40, 10)):
        Opening.objects.create(link=link, day=today - timedelta(days=back), count=count)
    text = re.sub(r"\s+", " ", page(desk))
    assert '<strong class="num">17</strong> aberturas' in text
    assert "a última hoje" in text
    assert "0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 2" in text


def test_ended_links_are_folded_away(desk: Client) -> None:
    malu, track = owner(desk), builders.track()
    over = builders.share_link(malu, track=track, name="Vencido")
    over.last_day = timezone.localdate() - timedelta(days=1)
    over.save()
    closed = builders.share_link(malu, track=track, name="Revogado")
    closed.revoke()
    text = page(desk)
    assert "2 links encerrados" in text
    assert over.key not in text
    assert closed.key not in text
    assert reverse("mentoring:edit", args=[over.uid]) in text  # it may be prolonged
    assert reverse("mentoring:edit", args=[closed.uid]) not in text


def test_nobody_keeps_the_page(desk: Client) -> None:
    assert "no-store" in desk.get(LINKS)["Cache-Control"]


def test_twice_the_links_cost_the_same_queries(desk: Client) -> None:
    malu, (track, [rules]) = owner(desk), builders.track_of("Rules")
    costs = []
    for _ in range(2):
        for target in ({"track": track}, {"section": track.sections.get()}, {}):
            link = builders.share_link(malu, rules, **target)
            link.open_once(timezone.localdate())
        with CaptureQueriesContext(connection) as queries:
            page(desk)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 6  # the page counts all links, to know how many pages


def test_twenty_on_a_page_those_that_ended_last(desk: Client) -> None:
    malu, track = owner(desk), builders.track()
    over = builders.share_link(malu, track=track, name="Encerrado")
    over.revoke()
    old = builders.share_link(malu, track=track, name="O mais velho")
    for n in range(20):
        builders.share_link(malu, track=track, name=f"Novo {n}")
    first, second = page(desk), desk.get(f"{LINKS}?pagina=2").content.decode()
    assert first.count('class="panel sharelink"') == 20
    assert "Página 1 de 2" in first
    for name in ("O mais velho", "Encerrado"):
        assert name in second
        assert name not in first
    form = {"do": "save", "name": "Velho", "target": "track", "track": track.uid, "lasts": "7"}
    saved = desk.post(reverse("mentoring:edit", args=[old.uid]), form)
    assert saved["Location"] == f"{LINKS}?pagina=2#l-{old.uid}"
