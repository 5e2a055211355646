"""What the catalog lacks, as Duda sees it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import Resource, Track
from progress.models import Completion, State
from tests import builders, cast
from tests.admin.desk import Desk
from trilha.gaps import SHOWN, gaps

pytestmark = pytest.mark.beside("sqlite")

PAGE = "/admin/lacunas/"


def lacking(name: str, track: Track | None = None) -> list[str]:
    return next([row.title for row in gap.rows] for gap in gaps(track) if gap.name == name)


def cited(title: str, **fields: object) -> Resource:
    resource = builders.resource(title, **fields)
    builders.step(builders.section(builders.track()), resource=resource)
    return resource


@pytest.mark.django_db
def test_a_skill_is_lacking_until_a_published_resource_teaches_it() -> None:
    sql, docker = builders.skill("SQL"), builders.skill("Docker")
    cited("Curso de SQL", skills=[sql])
    builders.resource("Que ninguém cita", skills=[docker])

    assert lacking("habilidades") == ["Docker"]


@pytest.mark.django_db
def test_a_section_is_lacking_when_nothing_in_it_is_in_portuguese() -> None:
    track = builders.track()
    mixed, foreign, empty = (builders.section(track, title) for title in "ABC")
    for section in (mixed, foreign):
        builders.step(section, resource=builders.resource(language="en"))
    builders.step(mixed, resource=builders.resource(language="pt-BR"))
    builders.step(empty, title="Um grupo")

    assert lacking("portugues") == ["B"]


@pytest.mark.django_db
def test_sections_of_the_same_name_are_told_apart() -> None:
    track = builders.track()
    for title in ("Fundamentos", "Programação"):
        basic = builders.section(track, "Básico", parent=builders.section(track, title))
        builders.step(basic, resource=builders.resource(language="en"))

    assert lacking("portugues", track) == ["Fundamentos › Básico", "Programação › Básico"]
    assert lacking("portugues") == lacking("portugues", track)


@pytest.mark.django_db
def test_a_duplicate_speaks_the_language_of_what_survived() -> None:
    survivor = builders.resource(language="pt-BR")
    section = builders.section(builders.track())
    builders.step(section, resource=builders.resource(language="en", merged_into=survivor))

    assert lacking("portugues") == []


@pytest.mark.django_db
def test_a_resource_is_lacking_until_anybody_finishes_it_or_a_duplicate() -> None:
    ana = cast.ana()
    cited("Que ninguém abriu")
    begun, done, known_twice = (cited(t) for t in ("Começado", "Concluído", "Em dois endereços"))
    alias = builders.resource(merged_into=known_twice)
    for resource, state in ((begun, State.DOING), (done, State.DONE), (alias, State.DONE)):
        Completion.objects.create(learner=ana, resource=resource, state=state)

    assert lacking("parados") == ["Que ninguém abriu", "Começado"]


@pytest.mark.django_db
def test_a_link_without_a_kind_is_lacking_one() -> None:
    cited("Sem tipo", kind="")
    cited("Um livro", kind="book")

    assert lacking("sem-tipo") == ["Sem tipo"]


@pytest.mark.django_db
def test_one_track_alone_drafts_too() -> None:
    draft = builders.track(status="draft")
    builders.step(
        builders.section(draft, "Do rascunho"), resource=builders.resource(kind="", language="en")
    )
    cited("De outra trilha", kind="")

    assert lacking("sem-tipo", draft) == ["Rules of Machine Learning"]
    assert lacking("portugues", draft) == ["Do rascunho"]
    assert lacking("portugues") == []


def test_the_page_leads_to_what_can_be_filled(desk: Desk) -> None:
    resource = cited("Sem tipo", kind="")

    page = desk.client.get(PAGE).content.decode()

    assert f'href="{reverse("admin:catalog_resource_change", args=[resource.pk])}"' in page


def test_long_lists_are_cut_and_cost_the_same(
    desk: Desk, count_queries: Callable[[str], int]
) -> None:
    section = builders.section(builders.track())
    builders.step(section, resource=builders.resource(kind="", language="en"))
    builders.skill()
    before = count_queries(PAGE)
    for _ in range(SHOWN):
        builders.step(section, resource=builders.resource(kind="", language="en"))

    assert count_queries(PAGE) == before
    assert "e mais 1" in desk.client.get(PAGE).content.decode()


def test_only_curators_see_it(client: Client, db: None) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(cast.caio())
    assert client.get(PAGE).status_code in (302, 403)
    client.force_login(cast.person("Téo", is_staff=True))
    assert client.get(PAGE).status_code == 403


def test_posting_is_refused(desk: Desk) -> None:
    assert desk.client.post(PAGE).status_code == 405
