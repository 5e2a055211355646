"""The hand-picked list grows by plain posts. Nothing is stored before the link is saved, and
nothing typed is lost."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress.mentoring.models import ShareLink
from tests import builders, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(cast.malu())
    return client


def press(desk: Client, **fields: Any) -> str:
    form = {"name": "Comece", "greeting": "Oi!", "target": "list", "lasts": "7", "add": ""}
    answer = desk.post(reverse("mentoring:links"), form | fields)
    assert answer.status_code == 200
    return answer.content.decode()


def picked(page: str) -> list[str]:
    return re.findall(r'name="item" value="([^"]+)"', page)


def test_by_its_exact_name(desk: Client) -> None:
    _, [rules, _] = builders.track_of("Rules of ML", "Rules of ML, the book")
    page = press(desk, do="add", add="rules of ml")
    assert picked(page) == [rules.uid]
    assert 'id="add" name="add" value=""' in page
    assert not ShareLink.objects.exists()


def test_by_its_address_however_it_is_written(desk: Client) -> None:
    _, [rules] = builders.track_of("Rules")
    bare = rules.url.removeprefix("https://")
    for words in (rules.url, bare, f"http://www.{bare}/?utm_source=grupo"):
        assert picked(press(desk, do="add", add=words)) == [rules.uid]


def test_by_the_address_of_its_duplicate(desk: Client) -> None:
    _, [rules] = builders.track_of("Rules")
    twin = builders.resource("Rules again", merged_into=rules)
    assert picked(press(desk, do="add", add=twin.url)) == [rules.uid]


def test_by_words_that_only_one_resource_has(desk: Client) -> None:
    _, [_, book] = builders.track_of("Rules of ML", "The Hundred-Page Book")
    assert picked(press(desk, do="add", add="hundred pag")) == [book.uid]


def test_several_are_offered_to_choose_from(desk: Client) -> None:
    _, [one, two] = builders.track_of("Curso de SQL", "SQL na prática")
    page = press(desk, do="add", add="sql")
    assert picked(page) == []
    assert "Há mais de um" in page
    assert 'name="add" value="sql"' in page
    assert f'name="choose" value="{one.uid}"' in page
    assert picked(press(desk, choose=two.uid, add="sql")) == [two.uid]


@pytest.mark.parametrize(
    "words", ["nada disso", "???", "https://nowhere.example/x", "%", "Segredo"]
)
def test_what_is_not_in_the_catalog_is_said_and_kept(desk: Client, words: str) -> None:
    builders.track_of("Rules")
    builders.track_of("Segredo", status="draft")
    page = press(desk, do="add", add=words)
    assert "Não há no catálogo" in page
    assert f'name="add" value="{words}"' in page
    assert picked(page) == []


def test_the_same_one_twice_stays_once(desk: Client) -> None:
    _, [rules] = builders.track_of("Rules")
    page = press(desk, do="add", add="Rules", item=[rules.uid], remark=["Leia já."])
    assert picked(page) == [rules.uid]
    assert "Leia já." in page


@pytest.mark.parametrize(
    ("button", "place", "order"),
    [
        ("up", 1, "bac"),
        ("down", 0, "bac"),
        ("up", 0, "abc"),
        ("down", 2, "abc"),
        ("remove", 1, "ac"),
    ],
)
def test_up_down_and_out(desk: Client, button: str, place: int, order: str) -> None:
    _, rows = builders.track_of("a", "b", "c")
    uids, remarks = [row.uid for row in rows], [f"sobre {row.title}" for row in rows]
    page = press(desk, item=uids, remark=remarks, **{button: uids[place]})
    assert picked(page) == [rows["abc".index(title)].uid for title in order]
    for title in order:
        assert f'name="remark" value="sobre {title}"' in page


def test_every_button_keeps_the_whole_form(desk: Client) -> None:
    track, [rules] = builders.track_of("Rules")
    page = press(
        desk, up=rules.uid, item=[rules.uid], remark=["<b>"], name="Meu título",
        greeting="Olá, gente", track=track.uid, target="track", lasts="date",
        last_day="2031-01-02", add="meia palavra", uid="6f9b2ad5-8f8e-4a3f-bd0c-0d1b2a3c4d5e",
    )  # fmt: skip
    for kept in ("Meu título", "Olá, gente", "&lt;b&gt;", "2031-01-02", "meia palavra", "6f9b2ad5"):
        assert kept in page
    assert re.search(r'value="track"[^>]* checked', page)
    assert re.search(r'value="date"[^>]* checked', page)
    assert f'<option value="{track.uid}" selected>' in page
    assert "Falta acertar" not in page  # nobody is told off before the end


def test_enter_adds_what_was_typed_and_else_saves(desk: Client) -> None:
    _, [rules] = builders.track_of("Rules")
    page = press(desk, do="enter", add="Rules")
    assert picked(page) == [rules.uid]
    saved = desk.post(
        reverse("mentoring:links"),
        {
            "do": "enter",
            "name": "Comece",
            "target": "list",
            "lasts": "7",
            "item": [rules.uid],
            "remark": [""],
        },
    )
    assert saved.status_code == 302


def test_saving_takes_in_what_was_typed_but_not_added(desk: Client) -> None:
    _, [rules] = builders.track_of("Rules")
    form = {"do": "save", "name": "Comece", "target": "list", "lasts": "7"}
    page = press(desk, **form, add="nada disso")
    assert "Não há no catálogo" in page
    assert not ShareLink.objects.exists()
    assert desk.post(reverse("mentoring:links"), form | {"add": "Rules"}).status_code == 302
    assert [item.resource for item in ShareLink.objects.get().items.all()] == [rules]


def test_a_list_has_an_end(desk: Client) -> None:
    _, rows = builders.track_of(*[f"Recurso {n}" for n in range(101)])
    uids = [row.uid for row in rows]
    page = press(desk, do="add", add="Recurso 100", item=uids[:100], remark=[""] * 100)
    assert "até 100 passos" in page
    assert len(picked(page)) == 100
    page = press(desk, do="save", item=uids, remark=[""] * 101)
    assert "até 100 passos" in page


def test_a_longer_list_costs_no_more_queries(desk: Client) -> None:
    costs, (_, rows) = [], builders.track_of(*[f"Recurso {n}" for n in range(8)])
    uids = [row.uid for row in rows]
    for n in (4, 8):
        with CaptureQueriesContext(connection) as queries:
            press(desk, do="show", item=uids[:n], remark=[""] * n)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 9
