"""Tags: the subjects of resources."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import builders

from .test_search import published, text, titles

pytestmark = pytest.mark.django_db


def test_all_tags_with_how_many_resources_carry_them(client: Client) -> None:
    published("Um", tags=["Ética", "SQL"])
    published("Dois", tags=["SQL"])
    published("Retirado", tags=["Sumiu", "SQL"]).retire()
    builders.resource("De trilha nenhuma", tags=["Escondido"])
    page = text(client.get("/assuntos/"))
    assert "SQL 2 recursos" in page
    assert "Ética 1 recurso" in page
    assert page.index("Ética 1") < page.index("SQL 2")
    assert "Sumiu" not in page
    assert "Escondido" not in page


def test_a_tag_shows_what_carries_it(client: Client) -> None:
    published("Consultas", tags=["Banco de dados"])
    published("Outro", tags=["Redes"])
    page = client.get("/assuntos/banco-de-dados/")
    assert titles(page) == ["Consultas"]
    assert "1 recurso" in text(page)


def test_a_tag_whose_resources_left_keeps_its_page(client: Client) -> None:
    left = published("Retirado", tags=["SQL"])
    left.retire()
    assert "/assuntos/sql/" in client.get(left.get_absolute_url()).content.decode()
    page = client.get("/assuntos/sql/")
    assert page.status_code == 200
    assert titles(page) == []
    assert "Nenhum recurso com este assunto agora" in text(page)


def test_an_unknown_tag_is_not_found(client: Client) -> None:
    assert client.get("/assuntos/nada/").status_code == 404


def test_no_tags_yet(client: Client) -> None:
    assert "Ainda não há assuntos" in text(client.get("/assuntos/"))


def test_a_long_list_has_pages(client: Client) -> None:
    for n in range(51):
        published(f"Consulta {n}", tags=["SQL"])
    first, second = client.get("/assuntos/sql/"), client.get("/assuntos/sql/?pagina=2")
    assert (len(titles(first)), len(titles(second))) == (50, 1)
    assert "51 recursos" in text(second)
    assert 'rel="next" href="?pagina=2"' in first.content.decode()


@pytest.mark.parametrize("rows", [3, 6])
def test_the_pages_cost_the_same_however_many_rows(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(rows):
        published(f"Consulta {n}", tags=["SQL", f"Assunto {n}"])
    with django_assert_num_queries(1):
        client.get("/assuntos/")
    with django_assert_num_queries(3):
        client.get("/assuntos/sql/")
