"""Communities: places where people meet."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalog.models import Status
from tests import builders

from .test_search import text

pytestmark = pytest.mark.django_db


def test_each_with_language_address_and_who_cites_it(client: Client) -> None:
    mlops = builders.community(
        description="Um Slack enorme.",
        url="https://mlops.community/",
        language="en",
        title_language="en",
    )
    stage = builders.section(builders.track("Dados"))
    builders.step(stage, community=mlops)
    draft = builders.section(builders.track("Rascunho", status=Status.DRAFT))
    builders.step(draft, community=mlops)
    page = client.get("/comunidades/")
    html = page.content.decode()
    assert "MLOps community Um Slack enorme. inglês mlops.community citada em Dados" in text(page)
    assert f'id="c-{mlops.uid}"' in html
    assert 'lang="en">MLOps community</a>' in html
    assert f'href="{stage.track.get_absolute_url()}#e-{stage.uid}"' in html
    assert "Rascunho" not in html


def test_a_retired_one_is_gone(client: Client) -> None:
    builders.community("Que fica")
    builders.community("Que saiu").retire()
    page = text(client.get("/comunidades/"))
    assert "Que fica" in page
    assert "Que saiu" not in page


def test_none_yet(client: Client) -> None:
    assert "Ainda não há comunidades" in text(client.get("/comunidades/"))


@pytest.mark.parametrize("rows", [3, 6])
def test_two_statements_however_many(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(rows):
        place = builders.community(f"Lugar {n}")
        for _ in range(2):
            builders.step(builders.section(builders.track()), community=place)
    with django_assert_num_queries(2):
        client.get("/comunidades/")
