"""The preview of an import: every button is kept at once, nothing is written before the draft."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from reversion.models import Revision

from catalog.admin.preview_page import Page
from catalog.admin.preview_questions import bunches_of
from catalog.importer import Change, Plan, plan
from catalog.models import Edition, Preview, Resource, Section, Status, Step, Track
from catalog.readme.decisions import decide
from catalog.readme.outline import Doubt, Heading, Ignored, Item, Readme, Reason, What
from tests import builders, cast
from tests.admin.desk import Desk
from trilha.accounts.models import User

TEXT = "# MLOps\n\n## Leituras\n\n- [Regras](https://example.org/regras)\n"


def item(title: str, line: int, **fields: Any) -> Item:
    return Item(
        title, fields.pop("url", f"https://example.org/{title.lower()}"), line=line, **fields
    )


def readme(lines: int = 0) -> Readme:
    """Numbers: 1 Leituras, 2 Regras, 3 and 4 of one line, 5 words; 6 Cursos, 7 SQL, 8 …"""
    twice = {"doubt": Doubt.SEVERAL_LINKS}
    readings = [
        item("Regras", 5),
        item("Parte-1", 6, **twice),
        item("Parte-2", 6, **twice),
        item("De Géron", 7, url=None, kind=What.REMARK, doubt=Doubt.NO_LINK),
    ]
    more = [item(f"Aula-{n}", 20 + n) for n in range(lines)]
    courses = [item("SQL", 11, kind=What.COURSE), *more]
    return Readme(
        title="MLOps",
        sections=[
            Heading("Leituras", 2, 3, steps=readings),
            Heading("Cursos", 2, 9, steps=courses),
        ],
        ignored=[Ignored("https://example.org/doar", 30, Reason.DONATION)],
    )


@pytest.fixture
def preview(duda: User) -> Preview:
    return Preview.objects.keep(duda, TEXT, readme(), {"url": "https://example.org/README.md"})


class Screen:
    def __init__(self, client: Client, preview: Preview) -> None:
        self.client, self.url = client, f"/admin/catalog/track/importar/{preview.pk}/"

    def press(self, do: str, **sent: Any) -> Any:
        return self.client.post(self.url, {"do": do, **sent})

    def text(self, query: str = "") -> str:
        return str(self.client.get(self.url + query).text)

    def make(self) -> Track:
        assert self.press("commit").status_code == 302
        return Track.objects.get(title="MLOps")


@pytest.fixture
def screen(desk: Desk, preview: Preview) -> Screen:
    return Screen(desk.client, preview)


def titles(track: Track) -> list[str]:
    return [str(step) for step in Step.objects.filter(track=track).order_by("section", "position")]


def test_everything_is_shown_and_nothing_is_written(screen: Screen) -> None:
    builders.resource("Regras", url="http://www.example.org/regras/")
    text = screen.text("?abrir=todas")
    for said in ["Regras", "já no catálogo", "SQL", "Cursos", "2 para decidir", "linha 9"]:
        assert said in text
    assert (
        "5 endereços distintos na fonte: 4 estão na prévia e 1 foi ignorado (1 de doação)." in text
    )
    assert not Track.objects.exists()


def test_a_draft_is_made_in_one_go(screen: Screen, duda: User) -> None:
    edition = Edition.now()
    answer = screen.press("commit")
    track = Track.objects.get()
    assert answer["Location"] == f"/admin/catalog/track/{track.pk}/change/"
    assert "Rascunho criado com 4 passos" in screen.client.get(answer["Location"]).text
    assert (track.status, track.source_url) == (Status.DRAFT, "https://example.org/README.md")
    assert titles(track) == ["Regras", "Parte-1", "Parte-2", "SQL"]
    assert Resource.objects.get(title="SQL").kind == "course"
    assert (Edition.now(), Revision.objects.get().user) == (edition + 1, duda)


def test_a_second_click_leads_to_the_same_draft(screen: Screen) -> None:
    first, second = screen.press("commit"), screen.press("commit")
    assert first["Location"] == second["Location"]
    assert Track.objects.count() == 1
    assert screen.client.get(screen.url)["Location"] == first["Location"]


@pytest.mark.parametrize(
    ("do", "sent", "made"),
    [
        ("drop 2", {}, ["Parte-1", "Parte-2", "SQL"]),
        ("drop", {"row": [2, 7]}, ["Parte-1", "Parte-2"]),
        ("drop", {"section": 1}, ["SQL"]),
        ("drop 1", {}, ["SQL"]),
        ("one 3 4", {}, ["Regras", "Parte-1", "SQL"]),
        ("move", {"row": [2, 3], "into": 6}, ["Parte-2", "SQL", "Regras", "Parte-1"]),
        ("merge 6", {}, ["Regras", "Parte-1", "Parte-2", "SQL"]),
        ("kind", {"row": 2, "kind_of_all": "skill"}, ["Regras", "Parte-1", "Parte-2", "SQL"]),
        ("skill 5", {}, ["Regras", "Parte-1", "Parte-2", "De Géron", "SQL"]),
        ("recommended", {}, ["Regras", "Parte-1", "Parte-2", "SQL"]),
    ],
)
def test_what_a_gesture_changes_in_the_draft(
    screen: Screen, do: str, sent: dict[str, Any], made: list[str]
) -> None:
    screen.press(do, **sent)
    assert titles(screen.make()) == made


@pytest.mark.parametrize(
    ("do", "said"), [("move", "foram para “Início › Fim”"), ("drop", "ficam de fora")]
)
def test_what_goes_along_is_counted(desk: Desk, duda: User, do: str, said: str) -> None:
    holding = item("Curso", 5, steps=[item("Aula-1", 6), item("Aula-2", 7)])
    outer = Heading("Início", 2, 3, steps=[holding], sections=[Heading("Fim", 3, 9)])
    read = Readme(title="MLOps", sections=[outer])
    screen = Screen(desk.client, Preview.objects.keep(duda, TEXT, read, {}))
    assert '<option value="5">Início › Fim</option>' in screen.text()
    screen.press(do, row=2, into=5)
    assert f"3 linhas {said}" in screen.text()


def test_one_step_of_several_links_pressed_twice_says_the_others_once(screen: Screen) -> None:
    for _twice in range(2):
        screen.press("one 3 4")
    step = screen.make().steps.get(resource__title="Parte-1")
    assert step.remark.count("https://example.org/parte-2") == 1


def test_an_ignored_address_comes_in(screen: Screen) -> None:
    screen.press("bring 8")
    assert screen.make().steps.filter(resource__url="https://example.org/doar").exists()


def test_the_ignored_stand_in_the_order_of_the_source(desk: Desk, duda: User) -> None:
    read = readme()
    read.ignored.append(Ignored("https://example.org/antes", 2, Reason.PROSE))
    screen = Screen(desk.client, Preview.objects.keep(duda, TEXT, read, {}))

    page = screen.text()

    assert page.index("example.org/antes") < page.index("example.org/doar")
    screen.press("bring 9")  # each comes in by its own number still
    assert screen.make().steps.filter(resource__url="https://example.org/antes").exists()


def test_a_gesture_comes_back_to_its_line_and_can_be_taken_back(screen: Screen) -> None:
    answer = screen.press("drop 2")
    assert answer["Location"].endswith("?em=2#n2")
    text = screen.client.get(answer["Location"]).text
    assert "1 linha fica de fora." in text
    assert 'value="bring 2"' in text
    screen.press("bring 2")
    assert "Regras" in titles(screen.make())


def test_a_line_comes_back_with_the_section_that_was_left_out(screen: Screen) -> None:
    screen.press("drop 1")
    screen.press("bring 2")
    assert titles(screen.make()) == ["Regras", "Parte-1", "Parte-2", "SQL"]


def test_what_was_brought_can_be_sent_back(screen: Screen) -> None:
    screen.press("bring 8")
    assert 'value="drop 8"' in screen.text()
    screen.press("drop 8")
    assert 'value="bring 8"' in screen.text()


def test_one_line_is_edited_at_a_time(screen: Screen) -> None:
    text = screen.text("?editar=2")
    assert text.count('name="title"') == 1
    enter = text[text.index('name="do"') :]  # the first button of all is what Enter presses
    assert enter.startswith('name="do" value="save 2"')
    assert "- [Regras](https://example.org/regras)" in text
    sent = {"title": "Regras de ML", "url": "https://example.org/r", "kind": "article"}
    assert screen.press("save 2", remark="Clássico.", **sent)["Location"].endswith("?em=2#n2")
    step = screen.make().steps.select_related("resource").first()
    assert step and step.resource
    assert (step.resource.title, step.resource.url, step.resource.kind, step.remark) == (
        "Regras de ML",
        "https://example.org/r",
        "article",
        "Clássico.",
    )


def test_a_section_is_renamed(screen: Screen) -> None:
    screen.press("save 6", title="Aulas", url="")
    assert Section.objects.filter(track=screen.make(), title="Aulas").exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": ""}, "Escreva o título."),
        ({"url": ""}, "ficam sem endereço"),
        ({"url": "javascript:alert(1)"}, "Use um endereço"),
        ({"kind": "recipe"}, "recipe"),
    ],
)
def test_a_bad_edit_says_why_and_keeps_what_was_typed(
    screen: Screen, preview: Preview, sent: dict[str, str], said: str
) -> None:
    whole = {"title": "Outro título", "url": "https://example.org/r", "kind": "course", **sent}
    answer = screen.press("save 2", remark="Digitado.", **whole)
    assert answer.status_code == 200
    assert said in answer.text
    assert "Digitado." in answer.text
    preview.refresh_from_db()
    assert preview.decisions == {}


def test_an_answer_leads_to_the_next_question(screen: Screen) -> None:
    def answer(do: str) -> str:
        to = screen.client.post(f"{screen.url}?decidir=1", {"do": do})
        return str(to["Location"]).rpartition("#")[2]

    assert answer("keep 5") == "d3"
    assert answer("keep 3 4") == "tudo"
    assert "Comece por aqui" not in screen.text()


def test_one_cause_in_one_section_is_one_question(desk: Desk, duda: User) -> None:
    twice = {"doubt": Doubt.SEVERAL_LINKS}
    lines = [item(f"L{n}", n, steps=[item(f"P{n}", n)], **twice) for n in range(11, 16)]
    alone = Heading("Só", 2, 20, steps=[item("Z", 21, steps=[item("PZ", 21)], **twice)])
    read = Readme(title="MLOps", sections=[Heading("Ler", 2, 3, steps=lines), alone])
    screen = Screen(desk.client, Preview.objects.keep(duda, TEXT, read, {}))

    text = screen.text()
    assert "5 linhas com um segundo link: entram como passos de dentro." in text
    assert "Aceitar estas 5" in text
    assert "Ver as 5" in text
    assert text.count("Tem mais 1 link na mesma linha; ele entra como passo de dentro.") == 6
    assert 'value="one 2 3"' in text

    answer = screen.client.post(f"{screen.url}?decidir=1", {"do": "keep 2"})
    assert answer["Location"].endswith("?ver=4#d4")
    page = screen.client.get(answer["Location"].partition("#")[0]).text
    assert "Aceitar estas 4" in page
    assert "<details open>" in page
    answer = screen.client.post(f"{screen.url}?decidir=1", {"do": "keep 4 6 8 10"})
    assert answer["Location"].endswith("/#d13")
    assert text.count('id="d2"') == text.count('id="b2"') == 1
    assert "Aceitar estas" not in screen.text()


def test_no_more_questions_are_written_down_than_one_can_answer() -> None:
    lines = [item(f"L{n}", n, doubt=Doubt.NO_SCHEME) for n in range(1, 151)]
    read = decide(Readme(sections=[Heading("Ler", steps=lines)]), {})
    page = Page(read, {}, Plan(read, Track(), [Change(it.number, it) for it in read.nodes()]))
    (bunch,) = bunches_of(page, 0)
    assert (bunch.count, len(bunch.questions), bunch.unseen) == (150, 100, 50)
    assert len(bunch.accept.split()) == 151


def test_what_was_gone_already_is_not_counted_again(desk: Desk, duda: User) -> None:
    holding = item("Curso", 5, steps=[item("Aula-1", 6), item("Aula-2", 7)])
    read = Readme(title="MLOps", sections=[Heading("Ler", 2, 3, steps=[holding])])
    screen = Screen(desk.client, Preview.objects.keep(duda, TEXT, read, {}))
    assert "3 endereços distintos na fonte: todos estão na prévia." in screen.text()
    screen.press("drop 3")
    screen.text()
    screen.press("drop 2")
    assert "2 linhas ficam de fora." in screen.text()
    screen.press("drop 1")
    screen.text()
    screen.press("bring 1")
    assert "A etapa “Ler” entra." in screen.text()


def test_one_address_is_told_as_one(desk: Desk, duda: User) -> None:
    read = Readme(title="MLOps", sections=[Heading("Ler", 2, 3, steps=[item("SQL", 5)])])
    screen = Screen(desk.client, Preview.objects.keep(duda, TEXT, read, {}))
    assert "1 endereço distinto na fonte: ele está na prévia." in screen.text()


def test_a_press_plans_no_more_than_it_needs(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned: list[str] = []
    asking = {"plan": "catalog.admin.importing", "plan_again": "catalog.importer.commit"}
    for name, module in asking.items():

        def counting(*args: Any, _of: str = name, **kwargs: Any) -> Plan:
            planned.append(_of)
            return plan(*args, **kwargs)

        monkeypatch.setattr(import_module(module), name, counting)
    screen.press("commit")
    assert planned == ["plan_again"]
    other = Preview.objects.keep(Preview.objects.get().by, TEXT, readme(), {})
    Screen(screen.client, other).press("discard")
    assert planned == ["plan_again"]


def test_a_source_that_is_here_already_is_named(screen: Screen) -> None:
    twin = builders.track("Trilha de MLOps", source_url="https://example.org/README.md")
    text = screen.text()
    assert "Trilha de MLOps" in text
    assert f"/admin/catalog/track/{twin.pk}/atualizar/" in text


def test_discarding_writes_nothing(screen: Screen) -> None:
    assert screen.press("discard")["Location"] == "/admin/catalog/track/importar/"
    assert not Preview.objects.exists()
    assert not Track.objects.exists()


@pytest.mark.parametrize(
    "do", ["", "fly 2", "drop x", "drop 999", "save 999", "kind", "one", "merge 1"]
)
def test_a_button_that_does_not_exist_changes_nothing(
    screen: Screen, preview: Preview, do: str
) -> None:
    assert screen.press(do, kind_of_all="recipe", into="x").status_code == 302
    preview.refresh_from_db()
    assert not any(said.get("drop") for said in preview.decisions.values())


def test_only_whoever_made_it_opens_it_and_only_for_a_day(
    screen: Screen, preview: Preview, client: Client
) -> None:
    Preview.objects.update(made_at=timezone.now() - timedelta(days=1))
    answer = screen.client.get(screen.url)
    assert answer.status_code == 404
    assert "Importar de novo" in answer.text
    assert screen.press("commit").status_code == 404
    Preview.objects.update(made_at=timezone.now())
    other = cast.person("Bia", is_staff=True)
    other.groups.set(preview.by.groups.all())
    client.force_login(other)
    assert client.get(screen.url).status_code == 404
    assert client.post(screen.url, {"do": "discard"}).status_code == 404
    assert Preview.objects.exists()
    assert preview.outline["title"] not in client.get("/admin/catalog/track/importar/").text


def test_visitors_and_learners_see_the_door(screen: Screen, client: Client) -> None:
    client.logout()
    assert client.get(screen.url).status_code == 302
    client.force_login(cast.ana())
    assert client.post(screen.url, {"do": "discard"}).status_code == 302
    assert Preview.objects.exists()


def test_old_previews_are_forgotten(duda: User, preview: Preview) -> None:
    Preview.objects.update(made_at=timezone.now() - timedelta(hours=25))
    fresh = Preview.objects.keep(duda, TEXT, readme(), {})
    call_command("forget_previews", stdout=(out := StringIO()))
    assert out.getvalue() == "1 previews deleted\n"
    assert Preview.objects.get() == fresh


def test_twice_the_lines_cost_the_same(
    desk: Desk, duda: User, count_queries: Callable[[str], int]
) -> None:
    few, many = (Preview.objects.keep(duda, TEXT, readme(lines), {}) for lines in (5, 20))
    assert count_queries(Screen(desk.client, few).url) == count_queries(
        Screen(desk.client, many).url
    )
