"""Notes: one a resource, only for its writer, found by the same rules as the catalog."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from catalog.models import Resource
from progress.models import Note
from progress.models.note import LONGEST
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
ALL = "/meu-caminho/notas/"
SCRIPT = {"Accept": "application/json"}


def address(resource: Resource) -> str:
    return reverse("progress:note", args=[resource.uid])


def page(client: Client, resource: Resource) -> str:
    return client.get(resource.get_absolute_url()).content.decode()


@pytest.fixture
def rules() -> Resource:
    _, [resource] = builders.track_of("Rules of ML")
    return resource


@pytest.fixture
def me() -> User:
    return cast.ana()


@pytest.fixture
def ana(client: Client, me: User) -> Client:
    """Ana's browser."""
    client.force_login(me)
    return client


def test_a_note_is_written_and_read_by_its_resource(ana: Client, rules: Resource) -> None:
    answer = ana.post(
        address(rules), {"text": "# Ideia\r\n\r\n- medir **antes**\r\n", "version": ""}
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{rules.get_absolute_url()}#nota")
    assert Note.objects.get().text == "# Ideia\n\n- medir **antes**"
    said = page(ana, rules)
    assert "Nota salva." in said
    assert "<h3>Ideia</h3>" in said
    assert "<li>medir <strong>antes</strong></li>" in said


def test_the_form_shows_what_is_stored(ana: Client, me: User, rules: Resource) -> None:
    kept = builders.note(me, rules, "  recuado\n<fim>")
    said = ana.get(address(rules)).content.decode()
    assert ">\n  recuado\n&lt;fim&gt;</textarea>" in said
    assert f'name="version" value="{kept.stamp}"' in said


def test_a_visitor_is_invited_and_led_to_the_sign_in(client: Client, rules: Resource) -> None:
    assert "Entrar para anotar" in page(client, rules)
    for answer in (client.get(address(rules)), client.post(address(rules), {"text": "x"})):
        assert answer["Location"] == f"/conta/entrar/?next={address(rules)}"
    assert client.get(ALL)["Location"] == f"/conta/entrar/?next={ALL}"
    assert not Note.objects.exists()


def test_nobody_sees_or_changes_anothers_note(ana: Client, rules: Resource) -> None:
    builders.note(cast.caio(), rules, "segredo do Caio")
    for where in (rules.get_absolute_url(), address(rules), ALL, f"{ALL}?q=segredo"):
        assert "segredo do" not in ana.get(where).content.decode()
    ana.post(address(rules), {"text": "da Ana", "version": ""})
    assert sorted(Note.objects.values_list("text", flat=True)) == ["da Ana", "segredo do Caio"]


def test_what_nobody_can_open_takes_no_note(ana: Client) -> None:
    _draft, [secret] = builders.track_of("Rascunho", status="draft")
    for where in (address(secret), "/recursos/nao-existe/nota/"):
        assert ana.get(where).status_code == 404
        assert ana.post(where, {"text": "x"}).status_code == 404


def test_the_page_of_all_takes_no_post(ana: Client) -> None:
    assert ana.post(ALL).status_code == 405


def test_no_text_asks_before_the_note_goes(ana: Client, me: User, rules: Resource) -> None:
    kept = builders.note(me, rules)
    for data in ({"text": " \r\n "}, {"text": "outro texto", "do": "ask"}):
        said = ana.post(address(rules), {**data, "version": kept.stamp}).content.decode()
        assert "Apagar a nota?" in said
        assert "<strong>exercício</strong>" in said
    assert Note.objects.exists()
    answer = ana.post(address(rules), {"do": "erase", "version": kept.stamp}, follow=True)
    assert "Nota apagada." in answer.content.decode()
    assert not Note.objects.exists()


def test_an_empty_form_makes_no_note(ana: Client, rules: Resource) -> None:
    ana.post(address(rules), {"text": "\r\n  ", "version": ""})
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 100_000, "A nota tem 100.000 caracteres e cabem 20.000"),
        ("antes\0depois", "Caracteres nulos não são permitidos"),
    ],
)
def test_what_cannot_be_stored_stays_in_the_form(
    ana: Client, me: User, rules: Resource, text: str, said: str
) -> None:
    kept = builders.note(me, rules)
    data = {"text": text, "version": kept.stamp}
    answer = ana.post(address(rules), data)
    assert said in answer.content.decode()
    assert text in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    by_script = ana.post(address(rules), data, headers=SCRIPT)
    assert by_script.status_code == 422
    assert said in by_script.json()["said"]
    assert Note.objects.get().text == kept.text


def test_the_longest_note_fits_however_lines_end(ana: Client, rules: Resource) -> None:
    text = "é\r\n" * (LONGEST // 2)
    ana.post(address(rules), {"text": text, "version": ""})
    assert Note.objects.get().text == text.replace("\r\n", "\n").rstrip()


def test_the_script_saves_the_same_form_and_hears_the_new_version(
    ana: Client, rules: Resource
) -> None:
    first = ana.post(address(rules), {"text": "um", "version": ""}, headers=SCRIPT).json()
    assert first == {"version": Note.objects.get().stamp, "html": "<p>um</p>\n"}
    then = ana.post(address(rules), {"text": "dois", "version": first["version"]}, headers=SCRIPT)
    assert then.status_code == 200
    assert then.json()["version"] != first["version"]
    assert "Nota salva" not in page(ana, rules)  # it was said where one wrote


def test_the_script_comes_only_with_a_form(ana: Client, rules: Resource) -> None:
    assert "notes.js" in page(ana, rules)
    assert "notes.js" not in page(Client(), rules)
    assert "notes.js" not in ana.get("/trilhas/").content.decode()


def test_saving_needs_the_token(rules: Resource) -> None:
    tab = Client(enforce_csrf_checks=True)
    tab.force_login(cast.ana())
    answer = tab.post(address(rules), {"text": "x"}, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403


def test_a_duplicates_note_shows_by_its_survivor(ana: Client, me: User) -> None:
    _, [survivor, duplicate] = builders.track_of("Novo", "Velho")
    kept = builders.note(me, duplicate, "escrita no velho")
    duplicate.merged_into = survivor
    duplicate.save()
    said = page(ana, survivor)
    assert "escrita no velho" in said
    assert f'action="{address(duplicate)}"' in said
    ana.post(address(survivor), {"text": "mudada no novo", "version": kept.stamp})
    kept.refresh_from_db()
    assert (kept.text, kept.resource) == ("mudada no novo", duplicate)
    listed = ana.get(ALL).content.decode()
    assert f'href="{survivor.get_absolute_url()}#nota">Novo</a>' in listed
    assert duplicate.get_absolute_url() not in re.findall(r'href="([^"]*)"', listed)


def test_the_notes_of_both_show_when_both_have_one(ana: Client, me: User) -> None:
    _, [survivor, duplicate] = builders.track_of("Novo", "Velho")
    for row, text in ((duplicate, "nota do velho"), (survivor, "nota do novo")):
        builders.note(me, row, text)
    duplicate.merged_into = survivor
    duplicate.save()
    said = page(ana, survivor)
    assert said.index("nota do novo") < said.index("nota do velho")
    assert f'action="{address(survivor)}"' in said
    assert "nota do velho" in ana.get(address(duplicate)).content.decode()


def test_a_retired_resource_keeps_its_note(ana: Client, me: User, rules: Resource) -> None:
    builders.note(me, rules)
    rules.retire()
    assert "<strong>exercício</strong>" in page(ana, rules)
    listed = ana.get(ALL).content.decode()
    assert "fora da trilha" in listed
    assert f"{rules.get_absolute_url()}#nota" in listed


def test_a_note_outlives_the_page_of_its_resource(ana: Client, me: User) -> None:
    track, [rules] = builders.track_of("Rules of ML")
    kept = builders.note(me, rules)
    track.withdraw(to="draft")
    assert ana.get(rules.get_absolute_url()).status_code == 404
    assert rules.get_absolute_url() + "#" not in ana.get(ALL).content.decode()
    assert kept.text in ana.get(address(rules)).content.decode()
    answer = ana.post(address(rules), {"text": "ainda minha", "version": kept.stamp})
    assert answer["Location"] == ALL
    ana.force_login(cast.caio())
    assert ana.get(address(rules)).status_code == 404


def test_all_notes_the_latest_first(ana: Client, me: User) -> None:
    _, rows = builders.track_of(*(f"Recurso {n}" for n in range(12)))
    notes = [builders.note(me, row, f"ideia {row.title}") for row in rows]
    notes[0].become("ideia Recurso 0, de novo")
    first, second = (ana.get(f"{ALL}?pagina={n}").content.decode() for n in (1, 2))
    assert "12 notas" in first
    assert first.index("ideia Recurso 0") < first.index("ideia Recurso 11")
    assert "ideia Recurso 1<" in second
    assert "Página 2 de 2" in second


@pytest.mark.parametrize("question", ["exercicios", "EXERCÍCIO rules", "regras refazer", "ml"])
def test_notes_are_found_in_any_form_by_text_or_title(ana: Client, me: User, question: str) -> None:
    _, [rules, other] = builders.track_of("Rules of ML", "Outro")
    builders.note(me, rules, "Refazer o **exercício** das regras.")
    builders.note(me, other, "nada a ver")
    said = ana.get(f"{ALL}?q={quote(question)}").content.decode()
    assert "1 nota" in said
    assert "Rules of ML" in said
    assert "nada a ver" not in said


@pytest.mark.parametrize("question", ["quântica", "\0", "%00", "'; --", "%", "x" * 9_000])
def test_a_question_that_finds_nothing_says_so(ana: Client, me: User, question: str) -> None:
    _, [rules] = builders.track_of("Rules of ML")
    builders.note(me, rules)
    answer = ana.get(ALL, {"q": question})
    assert "Nenhuma nota com essas palavras" in answer.content.decode()


def test_no_notes_yet(ana: Client) -> None:
    assert "O que vale lembrar fica aqui" in ana.get(ALL).content.decode()


@pytest.mark.parametrize("rows", [3, 6])
def test_twice_the_notes_cost_the_same(
    ana: Client, me: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _, resources = builders.track_of(*(f"Recurso {n}" for n in range(rows)))
    for resource in resources:
        builders.note(me, resource)
    resources[0].merged_into = resources[1]
    resources[0].save()
    with django_assert_num_queries(4):  # session, person, how many, notes
        ana.get(ALL)
    with django_assert_num_queries(4):
        ana.get(f"{ALL}?q=exercicio")


def test_a_strangers_page_costs_no_statement_for_notes_and_kept_things(
    client: Client, rules: Resource, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # the resource, its steps, skills, tags and likes, who suggested it, and for its neighbours the
    # track and its rows
    with django_assert_num_queries(8):
        client.get(rules.get_absolute_url())
