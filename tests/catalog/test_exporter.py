"""A track becomes a README again, and the README that track."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalog.exporter import outline, text_of
from catalog.importer import Mark, commit, plan
from catalog.models import Community, Resource, Section, Skill, Source, Step, Track
from catalog.readme.outline import What
from catalog.readme.parse import parse
from catalog.trackfile import document
from tests import builders

pytestmark = pytest.mark.django_db
FIXTURE = Path(settings.BASE_DIR) / "fixtures/engenharia_de_ml.json"

SMALL = """# Dados

Um começo em dados.

## Hard skills necessárias

- SQL e noções de arquitetura
- Conceitos de IA ([Responsible AI](https://example.org/ai))

## Cursos [da casa](https://example.org/casa)

### Vídeos

1. [Airflow](https://www.youtube.com/watch?v=f_lnDBR3rFU) - para organizar tarefas
1. Mais listas
    - https://github.com/visenger/awesome-mlops
    - [De novo](https://www.youtube.com/watch?v=f_lnDBR3rFU&t=3s)

## Comunidades

| onde | link |
|---|---|
| MLOps community | [site](https://mlops.community/) |
"""
HARD = """# Um *título* com `sinais` & <outros>

## 1. Começo [bom]

- [x] [Colchetes [aqui] e ali](https://example.org/a_(b)?x=1&y=2) – vale *muito*
- <https://example.org/só-o-endereço>
- [C++ e C#](http://example.org/c)
  - [Uma](https://example.org/1) e [outra](https://example.org/2)

**Falso título**

* [Dentro](https://example.org/dentro)
"""


def emptied() -> None:
    for model in (Step, Section, Source, Track, Resource, Skill, Community):
        model._default_manager.all().delete()


@pytest.mark.parametrize("text", [SMALL, HARD])
def test_import_export_import_is_the_same_as_import(text: str) -> None:
    first = commit(plan(parse(text)))
    told, written = document(first), text_of(first)
    assert not plan(parse(written), first)

    emptied()
    second = commit(plan(parse(written)))
    assert document(second) == told
    assert text_of(second) == written


def test_headings_come_back_at_the_levels_they_had() -> None:
    text = "# T\n\n#### Um\n\n- [a](https://a.org)\n\n##### Dois\n\n- [b](https://b.org)\n"
    first = commit(plan(parse(text)))
    again = parse(text_of(first))
    assert [(it.title, it.level) for it in again.walk()] == [("Um", 4), ("Dois", 5)]


def test_the_first_content_comes_back_as_it_is() -> None:
    call_command("load_trail", FIXTURE, stdout=StringIO())
    track = Track.objects.get(uid="engenharia-de-ml")
    written = text_of(track)
    made = plan(parse(written), track)
    assert not made
    assert {*map(frozenset, (change.marks for change in made))} == {frozenset({Mark.KEPT})}

    copy = commit(plan(parse(written), uid="copia"))
    assert text_of(copy) == written
    assert Resource.objects.count() == 46


def test_the_way_back_keeps_what_a_track_is_made_of() -> None:
    track = builders.track("Dados", description="Por onde começar.")
    section = builders.section(track, "Cursos", url="https://example.org/casa", description="Oi.")
    inner = builders.section(track, "Vídeos", parent=section)
    group = builders.step(section, title="Listas")
    builders.step(section, parent=group, resource=builders.resource("SQL", kind="course"))
    builders.step(section, skill=builders.skill("Git", description="versões"))
    builders.step(inner, community=builders.community("MLOps"), remark="Gente boa.")
    read = outline(track)
    assert (read.title, read.description) == ("Dados", "Por onde começar.")
    assert [(node.title, node.url) for node in read.walk()] == [
        ("Cursos", "https://example.org/casa"),
        ("Vídeos", None),
    ]
    assert [(item.title, item.kind, item.remark) for item in read.items()] == [
        ("Listas", What.GROUP, ""),
        ("SQL", What.COURSE, ""),
        ("Git", What.SKILL, "versões"),
        ("MLOps", What.COMMUNITY, "Gente boa."),
    ]
    assert read.sections[0].steps[0].steps[0].title == "SQL"


def test_what_was_retired_is_left_out_and_a_duplicate_leads_to_its_survivor() -> None:
    track, [gone, duplicate] = builders.track_of("Velho", "Duplicata")
    gone.retire()
    Resource.objects.filter(pk=duplicate.pk).update(merged_into=builders.resource("Fica"))
    assert [item.title for item in outline(track).items()] == ["Fica"]


@pytest.mark.parametrize("steps", [2, 20])
def test_any_track_is_written_in_three_statements(
    steps: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    track, _resources = builders.track_of(*map(str, range(steps)))
    with django_assert_num_queries(3):
        text_of(track)


def exported(*args: str) -> str:
    out = StringIO()
    call_command("export_track", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def draft() -> Track:
    return builders.track_of("SQL", title="Dados", uid="dados", status="draft")[0]


def test_the_command_writes_drafts_too(draft: Track) -> None:
    assert exported("dados") == text_of(draft)
    assert "# Dados" in exported("dados", "--format", "md")


def test_the_command_writes_json(draft: Track) -> None:
    assert json.loads(exported("dados", "--format", "json")) == document(draft)


def test_a_track_that_does_not_exist_is_refused() -> None:
    with pytest.raises(CommandError, match="nenhuma") as refused:
        exported("nenhuma")
    assert refused.value.returncode == 2


def test_anybody_takes_a_track_away_as_a_readme(client: Client) -> None:
    track, _ = builders.track_of("SQL", uid="dados")
    answer = client.get("/trilhas/dados/README.md")
    assert answer.content.decode() == text_of(track)
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="dados.md"'
    assert "public" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    assert 'href="/trilhas/dados/README.md"' in client.get("/trilhas/dados/").content.decode()


def test_nobody_takes_a_draft_away(client: Client, draft: Track) -> None:
    assert client.get("/trilhas/dados/README.md").status_code == 404
    assert client.get("/trilhas/nenhuma/README.md").status_code == 404
    assert client.post("/trilhas/dados/README.md").status_code == 405
