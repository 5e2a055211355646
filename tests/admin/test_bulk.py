"""Many resources at once: what is chosen changes in all of them, in one entry with one way back."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from reversion.models import Revision

from catalog.models import Edition, Resource
from tests import builders, cast
from tests.admin.desk import Desk

SET = "/admin/catalog/resource/em-lote/"
MERGE = "/admin/catalog/resource/uniao/"


def post(desk: Desk, url: str, *rows: Resource, **sent: Any) -> Any:
    return desk.client.post(url, {"resources": ",".join(str(row.pk) for row in rows), **sent})


def undo(desk: Desk) -> Any:
    last = Revision.objects.latest("pk").pk
    return desk.client.post(reverse("admin:catalog_resource_undo", args=[last]))


def tags(row: Resource) -> set[str]:
    return set(row.tags.names())


@pytest.fixture
def two(db: None) -> list[Resource]:
    return [
        builders.resource("Um", tags=["dados", "velho"], level="advanced"),
        builders.resource("Dois", kind="video", tags=["velho"]),
    ]


def test_the_list_asks_first(desk: Desk, two: list[Resource]) -> None:
    page = desk.choose("set_many", *two)
    assert page.status_code == 200
    assert "Mudar os 2 recursos" in page.text
    assert f'value="{two[1].pk},{two[0].pk}"' in page.text  # in the order of the list
    assert "velho</label>" in page.text.replace("\n", "")


def test_only_what_was_chosen_changes_and_it_is_one_entry(desk: Desk, two: list[Resource]) -> None:
    edition, revisions = Edition.now(), Revision.objects.count()
    old = two[0].tags.get(name="velho")
    answer = post(
        desk, SET, *two, kind="course", cost="free", level="-", add="mlops, dados", drop=[old.pk]
    )
    for row in two:
        row.refresh_from_db()
        assert (row.kind, row.cost, row.level, row.language) == ("course", "free", "", "pt-BR")
        assert tags(row) == {"dados", "mlops"}
    assert Edition.now() == edition + 1
    assert Revision.objects.count() == revisions + 2  # how they were, and the change
    page = desk.client.get(answer["Location"]).text
    assert "2 recursos mudaram." in page
    assert ">Desfazer</a>" in page
    assert "mudou em lote" in desk.history(two[0])


def test_one_way_back_for_all(desk: Desk, two: list[Resource]) -> None:
    old = two[0].tags.get(name="velho")
    post(desk, SET, *two, kind="course", add="mlops", drop=[old.pk])
    assert undo(desk).status_code == 302
    for row in two:
        row.refresh_from_db()
    assert [row.kind for row in two] == ["reading", "video"]
    assert [tags(row) for row in two] == [{"dados", "velho"}, {"velho"}]


def test_what_is_so_already_is_no_change(desk: Desk, two: list[Resource]) -> None:
    post(desk, SET, *two, kind="course", add="dados")
    before = Edition.now(), Revision.objects.count()
    answer = post(desk, SET, *two, kind="course", add="dados")
    assert (Edition.now(), Revision.objects.count()) == before
    assert "nada mudou" in desk.client.get(answer["Location"]).text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Escolha ao menos uma mudança"),
        ({"kind": "x"}, "x"),
        ({"add": "???"}, "não serve de assunto"),
        ({"drop": "999"}, "999"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_lost(
    desk: Desk, two: list[Resource], sent: dict[str, str], said: str
) -> None:
    answer = post(desk, SET, *two, **{"cost": "paid", **sent} if sent else {})
    assert answer.status_code == 200
    assert said in answer.text
    assert not sent or '<option value="paid" selected>' in answer.text
    assert not Resource.objects.filter(cost="paid").exists()


def test_from_a_track_it_is_about_the_ticked_steps_and_leads_back(desk: Desk) -> None:
    track, (rules, other) = builders.track_of("Regras", "Outro")
    twin = builders.resource("Repetido", merged_into=rules)
    section = track.sections.get()
    builders.step(section, resource=twin)
    outline = reverse("admin:catalog_track_outline", args=[track.pk])
    page = desk.client.post(outline, {"do": "set", "section": section.pk})
    form = desk_form(page.text)
    assert form["resources"] == {str(rules.pk), str(other.pk)}  # the survivor once
    answer = post(desk, SET, rules, kind="book", track=track.pk)
    assert answer["Location"] == desk.url(track) + "#outline"


def desk_form(page: str) -> dict[str, set[str]]:
    start = page.index('name="resources" value="') + len('name="resources" value="')
    return {"resources": set(page[start : page.index('"', start)].split(","))}


def test_duplicates_are_merged_into_the_one_that_stays(desk: Desk, two: list[Resource]) -> None:
    page = desk.choose("merge", *two)
    assert "Qual fica?" in page.text
    assert "checked" not in page.text[page.text.index("Qual fica?") :]
    edition = Edition.now()
    answer = post(desk, MERGE, *two, stays=two[1].pk)
    two[0].refresh_from_db()
    assert two[0].merged_into == two[1]
    assert Edition.now() == edition + 1
    assert "1 duplicata agora aponta para “Dois”." in desk.client.get(answer["Location"]).text
    assert "uniu a “Dois”" in desk.history(two[0])


def test_a_bulk_leads_back_to_what_the_list_was_asked_for(desk: Desk, two: list[Resource]) -> None:
    url = reverse("admin:catalog_resource_changelist")
    for verb, to, sent in (("merge", MERGE, {"stays": two[1].pk}), ("set_many", SET, {})):
        chosen = {"action": verb, "_selected_action": [row.pk for row in two], "index": "0"}
        page = desk.client.post(f"{url}?o=-2", chosen).text
        assert f'href="{url}?o=-2"' in page
        assert 'name="list" value="o=-2"' in page
        answer = post(desk, to, *two, list="o=-2", kind="book", **sent)
        assert answer["Location"] == f"{url}?o=-2"


def test_merging_is_undone_even_when_duplicates_were_led_on(
    desk: Desk, two: list[Resource]
) -> None:
    one, other = two
    third = builders.resource("Três")
    post(desk, MERGE, one, other, stays=one.pk)
    post(desk, MERGE, one, third, stays=third.pk)
    other.refresh_from_db()
    assert other.merged_into == third
    undo(desk)
    for row in (one, other):
        row.refresh_from_db()
    assert (one.merged_into, other.merged_into) == (None, one)


def test_nothing_is_merged_without_a_choice_that_can_stay(desk: Desk, two: list[Resource]) -> None:
    twin = builders.resource("Repetido", merged_into=two[0])
    gone = builders.resource("Retirado")
    gone.retire()
    assert "Escolha o recurso que fica." in post(desk, MERGE, *two).text
    assert "Escolha o recurso que fica." in post(desk, MERGE, *two, stays=gone.pk).text
    assert "está retirado" in post(desk, MERGE, *two, gone, stays=gone.pk).text
    assert "não uma duplicata" in post(desk, MERGE, *two, twin, stays=twin.pk).text
    assert "ao menos dois" in desk.choose("merge", two[0], twin).text
    assert not Resource.objects.filter(pk__in=[two[0].pk, two[1].pk]).exclude(merged_into=None)


@pytest.mark.parametrize("url", [SET, MERGE])
def test_only_by_those_who_may(desk: Desk, client: Client, two: list[Resource], url: str) -> None:
    assert client.get(url).status_code == 405
    for person in (None, cast.caio(), cast.person("Vera", is_staff=True)):
        client.logout()
        if person:
            client.force_login(person)
        answer = post(desk, url, *two, kind="book", stays=two[0].pk)
        assert answer.status_code in (302, 403)
    assert not Resource.objects.filter(kind="book").exists()
    assert not Resource.objects.exclude(merged_into=None).exists()


def test_too_many_at_once_are_refused_in_words(
    desk: Desk, two: list[Resource], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.admin.bulk.MOST", 1)
    answer = desk.choose("set_many", *two)
    assert "São até 1 recursos de cada vez." in desk.client.get(answer["Location"]).text


@pytest.mark.parametrize("keys", ["", "x", "999999", "9" * 30, "1;2"])
def test_odd_keys_are_nobodys(desk: Desk, keys: str) -> None:
    answer = desk.client.post(SET, {"resources": keys, "kind": "book", "track": "9" * 30})
    assert answer.status_code == 302
    assert desk.client.post(MERGE, {"resources": keys, "stays": keys}).status_code == 200


@pytest.mark.parametrize("verb", ["set_many", "merge"])
def test_the_page_costs_the_same_for_twice_the_rows(
    desk: Desk, two: list[Resource], verb: str
) -> None:
    def cost(*rows: Resource) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.choose(verb, *rows).status_code == 200
        return len(asked)

    once = cost(*two)
    assert cost(*two, builders.resource(tags=["x"]), builders.resource(tags=["y"])) == once


def test_the_way_back_costs_the_same_for_twice_the_rows(desk: Desk, two: list[Resource]) -> None:
    def cost(kind: str, *rows: Resource) -> int:
        post(desk, SET, *rows, kind=kind, add=kind)
        last = Revision.objects.latest("pk").pk
        with CaptureQueriesContext(connection) as asked:
            page = desk.client.get(reverse("admin:catalog_resource_undo", args=[last])).text
        assert all(row.title in page for row in rows)
        return len(asked)

    sql = builders.skill("SQL")
    for row in two:
        row.skills.add(sql)
    more = [builders.resource("Três", tags=["x"]), builders.resource("Quatro", skills=[sql])]
    assert cost("video", *two, *more) == cost("course", *two)
