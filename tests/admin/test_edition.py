"""Every change of the desk turns the edition once, and no look does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Edition, Resource
from tests import builders
from tests.admin.desk import Desk


def test_one_save_is_one_turn(desk: Desk) -> None:
    resource = builders.resource()
    before = Edition.now()
    desk.save(resource, title="Outro título", tags="a, b, c")
    assert Edition.now() == before + 1


def test_adding_is_one_turn(desk: Desk) -> None:
    before = Edition.now()
    desk.add(Resource, title="Novo", uid="novo", url="https://example.org/novo", kind="course")
    assert Resource.objects.get(uid="novo").title == "Novo"
    assert Edition.now() == before + 1


def test_a_page_with_many_rows_is_one_turn(desk: Desk) -> None:
    track, _resources = builders.track_of("Um", "Dois", "Três")
    before = Edition.now()
    desk.save(track.sections.get(), **{"steps-0-position": "99", "steps-1-title": "Nome"})
    assert Edition.now() == before + 1


def test_numbers_changed_in_a_list_are_one_turn(desk: Desk) -> None:
    track = builders.track()
    first, second = builders.section(track, "Um"), builders.section(track, "Dois")
    url = reverse("admin:catalog_section_changelist")
    before = Edition.now()
    desk.client.post(
        url,
        {
            "_save": "1",
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "2",
            "form-0-id": first.pk,
            "form-0-position": "20",
            "form-1-id": second.pk,
            "form-1-position": "10",
        },
    )
    assert [str(section) for section in track.sections.all()] == ["Dois", "Um"]
    assert [section.position for section in track.sections.all()] == [10, 20]
    assert Edition.now() == before + 1


def test_a_refused_form_turns_nothing(desk: Desk) -> None:
    resource = builders.resource()
    before = Edition.now()
    assert desk.send(resource, title="").status_code == 200
    assert Edition.now() == before


@pytest.mark.parametrize("page", ["change", "history"])
def test_looking_turns_nothing_and_writes_nothing(desk: Desk, page: str) -> None:
    resource = builders.resource()
    before = Edition.now()
    desk.client.get(reverse("admin:index"))
    desk.client.get(reverse("admin:catalog_resource_changelist"))
    desk.client.get(desk.url(resource, page))
    assert Edition.now() == before


def test_what_fails_in_the_middle_leaves_nothing(desk: Desk, settings: object) -> None:
    """Two steps with the same new identifier: the second is refused, the first is not kept."""
    track, _resources = builders.track_of("Um")
    before = Edition.now()
    answer = desk.send(
        track.sections.get(),
        **{
            "title": "Mudada",
            "steps-TOTAL_FORMS": "3",
            "steps-1-title": "A",
            "steps-1-uid": "mesmo",
            "steps-2-title": "B",
            "steps-2-uid": "mesmo",
            "steps-2-id": "",
            "steps-2-section": track.sections.get().pk,
        },
    )
    assert answer.status_code == 200
    assert "Esta trilha já tem um passo com este identificador." in answer.text
    section = track.sections.get()
    assert (section.title, section.steps.count()) == ("Leituras", 1)
    assert Edition.now() == before


def test_the_edition_is_held_before_any_row_is_written(desk: Desk) -> None:
    """Two curators who begin with different rows would wait for each other for ever."""
    row = builders.resource("Livro")
    form = desk.form(row)
    with CaptureQueriesContext(connection) as said:
        desk.client.post(desk.url(row), {**form, "title": "Outro", "_save": "1"})
    asked = [query["sql"] for query in said]
    held = next(n for n, sql in enumerate(asked) if '"catalog_edition"' in sql)
    assert held < next(n for n, sql in enumerate(asked) if 'UPDATE "catalog_resource"' in sql)
