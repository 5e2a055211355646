"""Skills: what teaches each of them, and which tracks ask for it."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalog.models import Requirement, Status
from tests import builders

from .test_search import text, titles

pytestmark = pytest.mark.django_db


def test_all_skills_with_what_teaches_them_and_who_asks(client: Client) -> None:
    sql, spark = builders.skill("SQL"), builders.skill("Árvores")
    stage = builders.section(builders.track("Dados"))
    builders.step(stage, skill=sql, requirement=Requirement.REQUIRED)
    builders.step(stage, resource=builders.resource(skills=[sql]))
    builders.resource("De trilha nenhuma", skills=[sql, spark])
    page = text(client.get("/habilidades/"))
    assert "SQL 1 recurso necessária em Dados" in page
    assert "Árvores sem recurso ainda" in page
    assert page.index("Árvores") < page.index("SQL 1")


def test_a_skill_tells_what_teaches_it(client: Client) -> None:
    sql = builders.skill("SQL", description="Perguntar a bancos de dados.")
    stage = builders.section(builders.track("Dados"))
    builders.step(stage, skill=sql, requirement=Requirement.DIFFERENTIAL)
    builders.step(stage, resource=builders.resource("Select Star SQL", skills=[sql]))
    builders.step(stage, resource=builders.resource("Outro"))
    page = client.get(sql.get_absolute_url())
    assert titles(page) == ["Select Star SQL"]
    assert "Perguntar a bancos de dados." in text(page)
    assert "1 recurso ensina" in text(page)
    assert "diferencial" in text(page)
    assert f"{stage.track.get_absolute_url()}#e-{stage.uid}" in page.content.decode()


def test_drafts_and_what_was_retired_do_not_count(client: Client) -> None:
    sql = builders.skill("SQL")
    draft = builders.section(builders.track("Rascunho", status=Status.DRAFT))
    builders.step(draft, skill=sql)
    builders.step(draft, resource=builders.resource("Escondido", skills=[sql]))
    gone = builders.resource("Retirado", skills=[sql])
    builders.step(builders.section(builders.track()), resource=gone)
    gone.retire()
    page = client.get(sql.get_absolute_url())
    assert titles(page) == []
    assert "Rascunho" not in text(page)
    assert "Nenhum recurso ensina esta habilidade ainda" in text(page)
    assert "sem recurso ainda" in text(client.get("/habilidades/"))


def test_a_retired_skill_is_gone(client: Client) -> None:
    sql = builders.skill("SQL")
    sql.retire()
    assert client.get(sql.get_absolute_url()).status_code == 404
    assert "SQL" not in text(client.get("/habilidades/"))
    assert client.get("/habilidades/nada/").status_code == 404


def test_no_skills_yet(client: Client) -> None:
    assert "Ainda não há habilidades" in text(client.get("/habilidades/"))


@pytest.mark.parametrize("rows", [3, 6])
def test_the_pages_cost_the_same_however_many_rows(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sql = builders.skill("SQL")
    for n in range(rows):
        stage = builders.section(builders.track(f"Trilha {n}"))
        builders.step(stage, skill=sql)
        builders.step(stage, skill=builders.skill(f"Habilidade {n}"))
        builders.step(stage, resource=builders.resource(f"Recurso {n}", skills=[sql]))
    with django_assert_num_queries(2):
        client.get("/habilidades/")
    with django_assert_num_queries(4):
        client.get(sql.get_absolute_url())
