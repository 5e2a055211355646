"""A track as one JSON document: what goes out comes in, here and elsewhere."""

import json
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from catalog.fixture import BrokenFileError
from catalog.loader import bring
from catalog.models import Edition, Resource, Section, Step, Track
from catalog.trackfile import SAYS, SCHEMA, document
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole() -> Track:
    """A track with everything that one can have."""
    track = builders.track("Dados", uid="dados", source_url="https://github.com/ana/dados")
    sql = builders.skill("SQL", uid="sql")
    outer = builders.section(track, "Começo", uid="comeco", position=10, url="https://example.org")
    inner = builders.section(track, "Leituras", uid="leituras", parent=outer, position=10)
    book = builders.resource("Livro", uid="livro", skills=[sql], tags=["dados", "a, b"], minutes=9)
    group = builders.step(inner, uid="grupo", title="Para ler", position=10)
    builders.step(inner, uid="livro", parent=group, resource=book, remark="Leve.", position=10)
    builders.step(outer, uid="sql", skill=sql, requirement="required", position=10)
    people = builders.community("Gente de dados", uid="gente")
    builders.step(outer, uid="gente", community=people, position=20)
    return track


def carried(track: Track) -> Any:
    return json.loads(json.dumps(document(track)))


def elsewhere(data: Any) -> Any:
    """The same document in a Trilha that has none of it, nearly: uids may not be taken."""
    Track.objects.filter(uid=data["uid"]).delete()
    Resource.objects.all().delete()
    return data


def test_what_goes_out_comes_in_elsewhere(whole: Track) -> None:
    data = carried(whole)

    report = bring(elsewhere(data), why="")

    assert report.added
    track = Track.objects.get(uid="dados")
    assert track.status == "draft"  # whoever brings it publishes it
    assert carried(track) == data


def test_brought_in_where_it_is_nothing_changes(whole: Track) -> None:
    bring(carried(whole), why="")
    edition, published = Edition.now(), Track.objects.get().published_at

    assert not bring(carried(whole), why="")

    assert Edition.now() == edition
    assert Track.objects.get().status == "published"
    assert Track.objects.get().published_at == published


def test_rows_that_are_here_already_cost_no_statements(whole: Track) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            bring(carried(whole), why="", dry_run=True)
        return len(asked)

    before, section = statements(), Section.objects.get(uid="leituras")
    for n in range(3):
        skill = builders.skill(f"Arte {n}")
        book = builders.resource(f"Livro {n}", skills=[skill], tags=[f"assunto {n}"])
        builders.step(section, resource=book, title=f"Livro {n}", position=20 + 10 * n)

    assert statements() == before


def test_new_rows_cost_few_statements_each(whole: Track) -> None:
    data = elsewhere(carried(whole))
    rows = data["sections"][0]["steps"]
    rows += [{**rows[0], "uid": f"novo-{n}", "title": f"Novo {n}", "steps": []} for n in range(20)]

    with CaptureQueriesContext(connection) as asked:
        bring(data, why="")

    assert sum('"catalog_step"' in query["sql"] for query in asked) < 40


def test_sections_are_numbered_all_along_the_track(whole: Track) -> None:
    last = builders.section(whole, "Fim", uid="fim", position=90)
    builders.step(last, uid="fim", title="Fim", position=10)
    whole.renumber()

    assert not bring(carried(whole), why="")  # the first time, too
    Section.objects.update(position=0)
    data = carried(whole)
    data["title"] = "Dados, de novo"
    bring(elsewhere(data), why="")

    track = Track.objects.get(uid="dados")
    in_order = Section.objects.filter(track=track).order_by("position")
    assert list(in_order.values_list("uid", "position")) == [
        ("comeco", 10),
        ("leituras", 20),
        ("fim", 30),
    ]


def test_an_edited_document_changes_what_was_edited(whole: Track) -> None:
    bring(carried(whole), why="")
    data = carried(whole)
    data["sections"][0]["sections"][0]["steps"][0]["steps"][0]["remark"] = "Denso."
    data["resources"][0]["title"] = "Livro novo"

    bring(data, why="")

    assert Step.objects.get(uid="livro").remark == "Denso."
    assert Resource.objects.get(uid="livro").title == "Livro novo"
    assert Section.objects.count() == 2


def test_what_is_here_under_another_uid_is_used_as_it_is(whole: Track) -> None:
    data = elsewhere(carried(whole))
    url = data["resources"][0]["url"]
    ours = builders.resource("Nosso título", uid="nosso", url=url.replace("https", "http"))

    bring(data, why="")

    assert Step.objects.get(uid="livro").resource == ours
    ours.refresh_from_db()
    assert ours.title == "Nosso título"


def test_another_thing_with_the_same_uid_stays_what_it_is(whole: Track) -> None:
    data = elsewhere(carried(whole))
    ours = builders.resource("Outra coisa", uid="livro", url="https://example.org/outra")

    bring(data, why="")

    ours.refresh_from_db()
    assert ours.title == "Outra coisa"
    assert Step.objects.get(uid="livro").resource.uid == "livro-2"


@pytest.mark.parametrize(
    "path",
    ["uid", "sections", "resources.0.url", "sections.0.uid", "sections.0.steps.0.requirement"],
)
def test_a_broken_document_changes_nothing_and_is_explained(whole: Track, path: str) -> None:
    data, edition = carried(whole), Edition.now()
    *way, last = path.split(".")
    place = data
    for name in way:
        place = place[int(name)] if name.isdecimal() else place[name]
    for value in (None, 7, {}, "\0", "x" * 100_001, "javascript:alert(1)"):
        place[last] = value
        with pytest.raises(BrokenFileError) as said:
            bring(data, why="")
        assert str(said.value)
    assert Edition.now() == edition


def test_a_line_break_stands_only_where_several_lines_do(whole: Track) -> None:
    for name in ("title", "summary", "author"):
        for sign in ("\n", "\t", "\x1b", "\u2028", "\x85"):
            data = carried(whole)
            (data["source"] if name == "author" else data)[name] = f"a{sign}b"
            with pytest.raises(BrokenFileError, match="quebra de linha"):
                bring(data, why="")
    data = carried(whole)
    data["description"] = data["resources"][0]["description"] = "Um.\n\nDois."
    bring(data, why="")
    assert Track.objects.get().description == "Um.\n\nDois."


def test_a_path_outside_of_the_repository_is_no_source(whole: Track) -> None:
    data = elsewhere(carried(whole))
    data["source"]["path"] = ".git/hooks/pre-commit"
    with pytest.raises(BrokenFileError, match="caminho de um arquivo"):
        bring(data, why="")
    data["source"]["path"] = "guia/leia.md"
    bring(data, why="")
    assert Track.objects.get().source_path == "guia/leia.md"


def test_the_schema_names_what_is_written() -> None:
    """Every field that a document says, and no other, stands in the published schema."""
    schema = json.loads(SCHEMA.read_text())
    parts = schema["$defs"] | {"track": schema}
    whole = {"track", "section", "parent", "position", "resource", "skill", "community"}
    for model, fields in SAYS.items():
        named = set(parts[_name(model)]["properties"])
        said = {name for name in fields if not name.startswith("source_")}
        assert said - whole <= named
        extra = {"format", "source", "sections", "steps", "resources", "skills", "communities"}
        assert named - said <= extra | {"tags", "resource", "skill", "community"}


def _name(model: type[Model]) -> str:
    return str(model._meta.model_name)
