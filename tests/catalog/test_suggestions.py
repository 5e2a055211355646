"""What the search field proposes while one types."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import builders

pytestmark = pytest.mark.django_db


def proposed(client: Client, typed: str, at: str = "/busca/sugestoes/") -> list[str]:
    return [row["title"] for row in client.get(at, {"q": typed}).json()["suggestions"]]


def test_the_beginning_of_a_word_is_enough(client: Client) -> None:
    builders.track_of("Definições de pronto", "Máquinas que aprendem")
    assert proposed(client, "defini") == ["Definições de pronto"]
    assert proposed(client, "máquinas que apr") == ["Máquinas que aprendem"]
    assert proposed(client, "definicoes") == ["Definições de pronto"]


def test_tracks_and_skills_come_before_resources(client: Client) -> None:
    track, [resource] = builders.track_of("Dados abertos", title="Trilha de dados")
    skill = builders.skill("Banco de dados", title_language="pt-BR")
    builders.skill("Dados antigos").retire()
    answer = client.get("/busca/sugestoes/?q=dad").json()
    assert answer["said"] == "3 sugestões"
    assert answer["suggestions"] == [
        {"title": track.title, "lang": "pt-BR", "kind": "trilha", "url": track.get_absolute_url()},
        {
            "title": skill.title,
            "lang": "pt-BR",
            "kind": "habilidade",
            "url": skill.get_absolute_url(),
        },
        {
            "title": resource.title,
            "lang": "pt-BR",
            "kind": "Leitura",
            "url": resource.get_absolute_url(),
        },
    ]


def test_an_english_page_is_led_to_english_pages(client: Client) -> None:
    builders.track_of("Dados abertos")
    answer = client.get("/en/busca/sugestoes/?q=dados").json()
    assert answer["suggestions"][0]["url"].startswith("/en/recursos/")


def test_eight_at_the_most(client: Client) -> None:
    builders.track_of(*(f"SQL {n}" for n in range(12)), title="SQL do começo ao fim")
    builders.skill("SQL")
    found = proposed(client, "sql")
    assert len(found) == 8
    assert found[:2] == ["SQL do começo ao fim", "SQL"]


@pytest.mark.parametrize("typed", ["", "s", "  ", "?!", "nada", "\x00"])
def test_too_little_proposes_nothing(client: Client, typed: str) -> None:
    builders.track_of("SQL")
    answer = client.get("/busca/sugestoes/", {"q": typed}).json()
    assert answer == {"said": "Nenhuma sugestão", "suggestions": []}


@pytest.mark.parametrize("rows", [4, 8])
def test_it_costs_three_statements(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(rows):
        builders.track_of(f"SQL {n}", title=f"SQL {n}")
        builders.skill(f"SQL {n}")
    with django_assert_num_queries(3):
        client.get("/busca/sugestoes/?q=sq")
