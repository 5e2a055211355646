"""Duda arranges a track on its own page: tick rows, then act on them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from reversion.models import Revision

from catalog.models import Edition, LinkHealth, Resource, Section, Source, Step, Track
from catalog.models.order import in_reading_order
from tests import builders, cast
from tests.admin.desk import Desk


@pytest.fixture
def track(db: None) -> Track:
    """Two sections: “Um” with a, b and c, where a holds a1; and “Dois” with d."""
    track = builders.track(status="draft")
    one, two = builders.section(track, "Um"), builders.section(track, "Dois")
    rows = {title: builders.step(one, title=title) for title in "abc"}
    builders.step(one, title="a1", parent=rows["a"])
    builders.step(two, title="d")
    return track


def act(desk: Desk, track: Track, do: str, **sent: Any) -> Any:
    url = reverse("admin:catalog_track_outline", args=[track.pk])
    return desk.client.post(url, {"do": do, **sent})


def key(title: str) -> int:
    return int(Step.objects.get(title=title).pk)


def stage(track: Track, title: str) -> Section:
    return track.sections.get(title=title)


def tree(track: Track) -> dict[str, list[str]]:
    """Titles by section; of a step inside another one with the outer one's title."""
    return {
        section.title: [
            f"{step.parent.title}/{step.title}" if step.parent else step.title
            for step in in_reading_order(section.steps.select_related("parent"))
        ]
        for section in track.sections.all()
    }


def message(desk: Desk, answer: Any) -> str:
    page = desk.client.get(answer["Location"].partition("#")[0])
    return " ".join(str(one) for one in page.context["messages"])


def last_act() -> str:
    """The page that undoes it."""
    return reverse("admin:catalog_track_undo", args=[Revision.objects.latest("pk").pk])


def test_ticked_steps_go_to_a_place_of_another_section(desk: Desk, track: Track) -> None:
    edition = Edition.now()
    answer = act(
        desk, track, "move", step=[key("c"), key("b")], to=stage(track, "Dois").pk, place="1"
    )
    assert tree(track) == {"Um": ["a", "a/a1"], "Dois": ["b", "c", "d"]}
    assert answer["Location"].endswith(f"#p{key('b')}")
    assert Edition.now() == edition + 1
    assert "Levou 2 passos para “Dois”." in message(desk, answer)
    assert "levou 2 passos para “Dois”" in desk.history(track)


def test_without_a_place_they_go_to_the_end(desk: Desk, track: Track) -> None:
    act(desk, track, "move", step=[key("a")], to=stage(track, "Um").pk, place="")
    assert tree(track)["Um"] == ["b", "c", "a", "a/a1"]


def test_what_stands_inside_comes_along(desk: Desk, track: Track) -> None:
    act(desk, track, "move", step=[key("a")], to=stage(track, "Dois").pk, place="99")
    assert tree(track) == {"Um": ["b", "c"], "Dois": ["d", "a", "a/a1"]}
    act(desk, track, "move", step=[key("a1"), key("a")], to=stage(track, "Um").pk, place="1")
    assert tree(track)["Um"][:2] == ["a", "a/a1"]  # ticked both: still one inside the other


def test_a_step_inside_moves_out_alone(desk: Desk, track: Track) -> None:
    act(desk, track, "move", step=[key("a1")], to=stage(track, "Um").pk, place="2")
    assert tree(track)["Um"] == ["a", "a1", "b", "c"]


def test_a_whole_section_is_one_value(desk: Desk, track: Track) -> None:
    one, two = stage(track, "Um"), stage(track, "Dois")
    act(desk, track, "move", section=[one.pk], to=two.pk, place="")
    assert tree(track) == {"Um": [], "Dois": ["d", "a", "a/a1", "b", "c"]}


def test_what_stands_so_already_is_no_change(desk: Desk, track: Track) -> None:
    act(desk, track, "move", step=[key("a")], to=stage(track, "Um").pk, place="1")
    before = Edition.now(), Revision.objects.count()
    answer = act(desk, track, "move", step=[key("a")], to=stage(track, "Um").pk, place="1")
    assert (Edition.now(), Revision.objects.count()) == before
    assert "nada mudou" in message(desk, answer)


def test_steps_leave_the_track_with_what_they_hold(desk: Desk, track: Track) -> None:
    resource = builders.resource()
    cited = builders.step(stage(track, "Dois"), resource=resource)
    answer = act(desk, track, "leave", step=[key("a"), key("c"), cited.pk])
    assert tree(track) == {"Um": ["b"], "Dois": ["d"]}
    assert Resource.objects.current().filter(pk=resource.pk).exists()
    assert "Tirou 4 passos da trilha" in message(desk, answer)


@pytest.mark.parametrize("do", ["leave", "move"])
def test_no_gap_stays_where_steps_went_from(desk: Desk, track: Track, do: str) -> None:
    builders.step(stage(track, "Um"), title="a2", parent=Step.objects.get(title="a"))
    stage(track, "Um").renumber()
    act(desk, track, do, step=[key("b"), key("a1")], to=stage(track, "Dois").pk)
    places = dict(stage(track, "Um").steps.values_list("title", "position"))
    assert places == {"a": 10, "a2": 10, "c": 20}


def test_rows_go_up_and_down_among_their_siblings(desk: Desk, track: Track) -> None:
    answer = act(desk, track, f"down:p{key('a')}")
    assert tree(track)["Um"] == ["b", "a", "a/a1", "c"]
    assert answer["Location"].endswith(f"?abrir={stage(track, 'Um').pk}#p{key('a')}")
    act(desk, track, f"up:s{stage(track, 'Dois').pk}")
    assert list(tree(track)) == ["Dois", "Um"]
    assert "desceu" in desk.history(track)


def test_sections_move_with_what_stands_inside(desk: Desk, track: Track) -> None:
    builders.section(track, "Dentro", parent=stage(track, "Um"))
    act(desk, track, f"down:s{stage(track, 'Um').pk}")
    assert list(tree(track)) == ["Dois", "Um", "Dentro"]


def test_sections_of_the_same_name_are_told_apart(desk: Desk, track: Track) -> None:
    outer = stage(track, "Dois")
    inner = builders.section(track, "Básico", parent=outer)
    builders.section(track, "Básico", parent=stage(track, "Um"))
    assert f'<option value="{inner.pk}">4. Dois › Básico</option>' in (
        desk.client.get(desk.url(track)).text
    )
    answer = act(desk, track, "move", step=[key("d")], to=inner.pk)
    assert "Levou 1 passo para “Dois › Básico”." in message(desk, answer)
    told = desk.history(track)
    assert "<del>Dois</del> → <ins>Dois › Básico</ins>" in told
    assert "passo em “Dois › Básico”" in told


@pytest.mark.parametrize("do", ["up:p{first}", "down:s{last}", "up:p999999", "up:x", "down:", "up"])
def test_a_row_at_the_edge_or_unknown_changes_nothing(desk: Desk, track: Track, do: str) -> None:
    before = tree(track), Edition.now()
    answer = act(desk, track, do.format(first=key("a"), last=stage(track, "Dois").pk))
    assert answer.status_code == 302
    assert (tree(track), Edition.now()) == before


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"do": "move", "to": "{to}"}, "Marque ao menos um passo"),
        ({"do": "leave"}, "Marque ao menos um passo"),
        ({"do": "set"}, "Marque ao menos um passo"),
        ({"do": "move", "step": "{a}", "to": "9999999"}, "Escolha uma etapa"),
        ({"do": "move", "step": "{a}", "to": "x"}, "Escolha uma etapa"),
        ({"do": "leave", "step": "9" * 30}, "Marque ao menos um passo"),
        ({"do": "set", "step": "{a}"}, "não apontam para recursos"),
    ],
)
def test_what_cannot_be_done_is_said(
    desk: Desk, track: Track, sent: dict[str, str], said: str
) -> None:
    keys = {"to": stage(track, "Dois").pk, "a": key("a")}
    before = tree(track), Edition.now()
    answer = act(desk, track, **{name: value.format(**keys) for name, value in sent.items()})
    assert said in message(desk, answer)
    assert (tree(track), Edition.now()) == before


def test_steps_of_another_track_are_nobodys_here(desk: Desk, track: Track) -> None:
    other = builders.step(builders.section(builders.track(), "De fora"), title="x")
    act(desk, track, "leave", step=[other.pk], section=[other.section_id])
    act(desk, track, "move", step=[key("a")], to=other.section_id)
    assert Step.objects.filter(pk=other.pk).exists()
    assert tree(track)["Um"][0] == "a"


def test_an_unknown_button_is_refused(desk: Desk, track: Track) -> None:
    assert act(desk, track, "explode", step=[key("a")]).status_code == 400


def test_undo_brings_the_steps_back(desk: Desk, track: Track) -> None:
    before = tree(track)
    act(desk, track, "leave", step=[key("a")], section=[stage(track, "Dois").pk])
    undo = last_act()
    assert "<ins>entrou</ins>" in desk.client.get(undo).text
    answer = desk.client.post(undo)
    assert tree(track) == before
    assert answer["Location"] == desk.url(track)
    said = "Desfeito em “Engenharia de Machine Learning”: tirou 3 passos da trilha"
    assert said in message(desk, answer)
    assert "desfez: tirou 3 passos" in desk.history(track)
    assert "já está como era antes" in desk.client.get(undo).text


def test_undo_keeps_what_was_changed_elsewhere_meanwhile(desk: Desk, track: Track) -> None:
    act(desk, track, "leave", step=[key("d")])
    undo = last_act()
    desk.save(track, title="Outro nome")
    desk.client.post(undo)
    track.refresh_from_db()
    assert track.title == "Outro nome"
    assert tree(track)["Dois"] == ["d"]


def test_undo_of_a_move_brings_the_former_places_back(desk: Desk, track: Track) -> None:
    before = tree(track)
    act(desk, track, "move", step=[key("a"), key("b")], to=stage(track, "Dois").pk, place="1")
    assert tree(track) != before
    assert '<span class="soft">etapa</span> <del>Dois</del> → <ins>Um</ins>' in (
        desk.client.get(last_act()).text
    )
    desk.client.post(last_act())
    assert tree(track) == before


def test_what_changed_since_is_not_undone(desk: Desk, track: Track) -> None:
    act(desk, track, "leave", step=[key("c")])
    undo = last_act()
    act(desk, track, f"down:p{key('a')}")
    after = tree(track)
    assert "mudou de novo depois" in desk.client.get(undo).text
    desk.client.post(undo)
    assert tree(track) == after


def test_the_history_of_the_former_section_tells_what_went(desk: Desk, track: Track) -> None:
    act(desk, track, "move", step=[key("c")], to=stage(track, "Dois").pk)
    told = desk.history(stage(track, "Um"))
    assert "<del>saiu</del>" in told
    assert "versão de agora" in told
    assert "versão de agora" in desk.history(stage(track, "Dois"))


def test_it_answers_only_those_who_may(desk: Desk, track: Track, client: Client) -> None:
    url = reverse("admin:catalog_track_outline", args=[track.pk])
    assert client.get(url).status_code == 405
    assert client.post(reverse("admin:catalog_track_outline", args=[999])).status_code == 404
    before = tree(track)
    for person in (None, cast.caio(), cast.person("Vera", is_staff=True)):
        client.logout()
        if person:
            client.force_login(person)
        answer = client.post(url, {"do": "leave", "step": key("a")})
        assert answer.status_code in (302, 403)
        assert tree(track) == before


def test_the_page_costs_the_same_for_twice_the_rows(
    desk: Desk, track: Track, count_queries: Callable[[str], int]
) -> None:
    def more() -> None:
        section = builders.section(track)
        for n in range(3):
            resource = builders.resource(merged_into=builders.resource() if n else None)
            builders.step(section, resource=resource)
        builders.step(section, community=builders.community())
        builders.step(section, skill=builders.skill())

    more()
    once = count_queries(desk.url(track))
    more()
    more()
    assert count_queries(desk.url(track)) == once


def test_a_move_writes_as_many_statements_whatever_else_stands_there(
    desk: Desk, track: Track, django_assert_max_num_queries: Any
) -> None:
    section = stage(track, "Um")
    for _ in range(30):
        builders.step(section, resource=builders.resource())
    act(desk, track, f"down:p{key('a')}")  # from now on they are numbered and have a history
    with django_assert_max_num_queries(35):
        act(desk, track, "move", step=[key("d")], to=section.pk, place="")


def test_the_cards_tell_of_source_links_and_publication(desk: Desk, track: Track) -> None:
    resource = builders.resource("Sumiu")
    builders.step(stage(track, "Dois"), resource=resource)
    LinkHealth.objects.create(url=resource.url, state="dead")
    Source.objects.create(track=track, text="#", outline={})
    page = desk.client.get(desk.url(track)).text
    assert "1 link para olhar" in page
    assert '<span class="tag" data-s="dead">morto</span>' in page
    assert "Só a curadoria vê" in page
    assert "do ar" not in page[page.index("Publicação</h2>") :].partition("</section>")[0]
    assert ">Fonte</h2>" in page
    assert desk.url(track, "patch") in page


def test_who_may_only_look_gets_no_buttons(client: Client, track: Track) -> None:
    vera = cast.person("Vera", is_staff=True)
    vera.user_permissions.add(Permission.objects.get(codename="view_track"))
    client.force_login(vera)
    page = client.get(reverse("admin:catalog_track_change", args=[track.pk])).text
    assert 'id="outline"' in page
    assert 'name="do"' not in page
