"""Tags are renamed and counted here; their address was given away and stays."""

import pytest
from django.urls import reverse
from taggit.models import Tag

from catalog.models import Edition
from tests import builders
from tests.admin.desk import Desk


def test_the_list_counts_the_resources(desk: Desk) -> None:
    builders.resource(tags=["sql", "dados"])
    builders.resource(tags=["sql"])
    page = desk.client.get(reverse("admin:taggit_tag_changelist"), {"q": "sq"})
    assert [(tag.name, tag.used) for tag in page.context["cl"].result_list] == [("sql", 2)]


def test_a_new_name_is_one_change_that_can_be_undone(desk: Desk) -> None:
    tag = builders.resource(tags=["sql"]).tags.get()
    before = Edition.now()
    desk.save(tag, name="bancos de dados")
    assert Edition.now() == before + 1
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("bancos de dados", "sql")
    assert "<del>sql</del> → <ins>bancos de dados</ins>" in desk.history(tag)


def test_two_names_that_differ_only_in_capitals_are_one(desk: Desk) -> None:
    builders.resource(tags=["sql"])
    answer = desk.add(Tag, name="SQL")
    assert "Já existe um assunto com este nome." in answer.text
    assert Tag.objects.count() == 1


def test_a_tag_typed_in_capitals_is_the_one_there_is(desk: Desk) -> None:
    builders.resource(tags=["sql"])
    resource = builders.resource()
    desk.save(resource, tags="SQL, Novo")
    assert set(resource.tags.names()) == {"sql", "Novo"}


@pytest.mark.parametrize(("name", "said"), [("///", "não serve de assunto"), ("a" * 101, "100 ")])
def test_a_name_without_a_page_is_refused_wherever_it_is_typed(
    desk: Desk, name: str, said: str
) -> None:
    resource = builders.resource(tags=["sql"])
    for answer in (
        desk.send(resource, tags=f"sql, {name}"),
        desk.send(resource.tags.get(), name=name),
        desk.add(Tag, name=name),
    ):
        assert answer.status_code == 200
        assert said in answer.text
    assert list(Tag.objects.values_list("name", flat=True)) == ["sql"]


def test_one_that_has_no_page_breaks_no_list(desk: Desk) -> None:
    Tag.objects.create(name="///")
    assert desk.client.get(reverse("admin:taggit_tag_changelist")).status_code == 200
