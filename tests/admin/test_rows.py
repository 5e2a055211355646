"""Steps of a section and sections of a track: their order, their tree, their names."""

import pytest
from pytest_django.fixtures import Settings

from catalog.models import Section, Step
from tests import builders
from tests.admin.desk import Desk


@pytest.fixture
def stage(desk: Desk) -> Section:
    track, _resources = builders.track_of("Um", "Dois", "Três")
    return track.sections.get()


def order(stage: Section) -> list[str]:
    return [str(step) for step in stage.steps.all()]


def named(stage: Section, title: str) -> Step:
    return next(step for step in stage.steps.all() if str(step) == title)


def test_a_number_between_puts_a_step_between(desk: Desk, stage: Section) -> None:
    stage.renumber()  # 10, 20, 30
    desk.save(stage, **{"steps-2-position": "15"})
    assert order(stage) == ["Um", "Três", "Dois"]
    assert [step.position for step in stage.steps.all()] == [10, 20, 30]


def test_two_rows_exchange_their_numbers(desk: Desk, stage: Section) -> None:
    stage.renumber()
    desk.save(stage, **{"steps-0-position": "20", "steps-1-position": "10"})
    assert order(stage) == ["Dois", "Um", "Três"]


def test_buttons_move_a_step_up_and_down(desk: Desk, stage: Section) -> None:
    answer = desk.save(stage, _move=f"up:{named(stage, 'Três').pk}")
    assert order(stage) == ["Um", "Três", "Dois"]
    assert answer["Location"].endswith(f"#linha-{named(stage, 'Três').pk}")
    desk.save(stage, _move=f"down:{named(stage, 'Um').pk}")
    assert order(stage) == ["Três", "Um", "Dois"]


@pytest.mark.parametrize("move", ["up:{first}", "down:{last}", "up:999999", "up:x", "sideways"])
def test_a_move_that_leads_nowhere_leaves_the_order(desk: Desk, stage: Section, move: str) -> None:
    steps = list(stage.steps.all())
    desk.save(stage, _move=move.format(first=steps[0].pk, last=steps[-1].pk))
    assert order(stage) == ["Um", "Dois", "Três"]


def test_a_move_keeps_what_was_typed_and_the_version_holds_the_new_place(
    desk: Desk, stage: Section
) -> None:
    desk.save(stage, title="Leituras boas", _move=f"up:{named(stage, 'Dois').pk}")
    stage.refresh_from_db()
    assert stage.title == "Leituras boas"
    told = desk.history(stage)
    assert "versão de agora" in told


def test_a_step_moves_among_its_siblings(desk: Desk, stage: Section) -> None:
    parent = named(stage, "Um")
    inner = [builders.step(stage, parent=parent, title=title) for title in ("a", "b")]
    desk.save(stage, _move=f"up:{inner[1].pk}")
    assert [step.title for step in parent.children.all()] == ["b", "a"]
    desk.save(stage, _move=f"down:{parent.pk}")
    top = stage.steps.filter(parent=None)
    assert [str(step) for step in top] == ["Dois", "Um", "Três"]


def test_sections_move_the_same_way(desk: Desk) -> None:
    track = builders.track()
    one, _two = builders.section(track, "Um"), builders.section(track, "Dois")
    builders.section(track, "Dentro de um", parent=one)
    desk.save(track, _move=f"down:{one.pk}")
    sections = track.sections.all()
    assert [section.title for section in sections] == ["Dois", "Um", "Dentro de um"]
    assert [section.position for section in sections] == [10, 20, 30]


def test_the_buttons_say_what_they_move(desk: Desk, stage: Section) -> None:
    page = desk.client.get(desk.url(stage)).text
    assert 'aria-label="Subir: Dois"' in page
    assert 'aria-label="Descer: Dois"' in page


def test_a_new_step_gets_its_name_from_what_it_points_to(desk: Desk, stage: Section) -> None:
    resource = builders.resource(uid="regras-de-ml")
    desk.save(stage, **{"steps-3-resource": resource.pk})
    assert stage.steps.get(resource=resource).uid == "regras-de-ml"
    assert order(stage)[-1] == resource.title  # without a number it goes to the end


def test_a_name_that_is_taken_in_the_track_gets_a_number(desk: Desk, stage: Section) -> None:
    other = builders.section(stage.track, "Outra")
    builders.step(other, title="Grupo", uid="grupo")
    desk.save(stage, **{"steps-3-title": "Grupo"})
    assert stage.steps.get(title="Grupo").uid == "grupo-2"


def test_a_typed_name_that_is_taken_is_refused(desk: Desk, stage: Section) -> None:
    builders.step(builders.section(stage.track, "Outra"), title="Grupo", uid="grupo")
    answer = desk.send(stage, **{"steps-3-title": "Novo", "steps-3-uid": "grupo"})
    assert "Esta trilha já tem um passo com este identificador." in answer.text


def test_the_name_of_a_stored_step_does_not_change(desk: Desk, stage: Section) -> None:
    answer = desk.send(stage, **{"steps-0-uid": "outro"})
    assert "O identificador não muda mais" in answer.text


def test_a_step_points_to_one_thing(desk: Desk, stage: Section) -> None:
    answer = desk.send(stage, **{"steps-0-skill": builders.skill().pk})
    assert "Um passo aponta para uma coisa só." in answer.text


def test_the_step_outside_is_one_of_this_section(desk: Desk, stage: Section) -> None:
    foreign = builders.step(builders.section(stage.track, "Outra"), title="De fora")
    assert "De fora" not in desk.client.get(desk.url(stage)).text
    answer = desk.send(stage, **{"steps-0-parent": foreign.pk})
    assert answer.status_code == 200
    assert not stage.steps.exclude(parent=None).exists()


def test_the_section_outside_is_one_of_this_track(desk: Desk, stage: Section) -> None:
    foreign = builders.section(builders.track("Outra trilha"), "De fora")
    assert "De fora" not in desk.client.get(desk.url(stage)).text
    assert desk.send(stage, parent=foreign.pk).status_code == 200
    assert desk.send(stage.track, **{"sections-0-parent": foreign.pk}).status_code == 200
    stage.refresh_from_db()
    assert stage.parent is None


def test_two_steps_cannot_stand_inside_each_other(desk: Desk, stage: Section) -> None:
    one, two = named(stage, "Um"), named(stage, "Dois")
    answer = desk.send(stage, **{"steps-0-parent": two.pk, "steps-1-parent": one.pk})
    assert "ficaria dentro de si mesmo" in answer.text
    assert not stage.steps.exclude(parent=None).exists()


def test_what_stands_inside_a_step_that_goes_stays(desk: Desk, stage: Section) -> None:
    parent = named(stage, "Um")
    child = builders.step(stage, parent=parent, title="Filho")
    grandchild = builders.step(stage, parent=child, title="Neto")
    desk.save(stage, **{"steps-0-DELETE": "on", "steps-1-DELETE": "on", "steps-2-title": "Neta"})
    grandchild.refresh_from_db()
    assert (grandchild.title, grandchild.parent) == ("Neta", None)
    assert not Step.objects.filter(pk__in=[parent.pk, child.pk]).exists()


def test_a_section_with_steps_is_not_taken_out(desk: Desk, stage: Section) -> None:
    answer = desk.send(stage.track, **{"sections-0-DELETE": "on"})
    assert "ainda tem passos" in answer.text
    assert Section.objects.filter(pk=stage.pk).exists()


def test_a_new_section_goes_to_the_end_and_stays_in_its_track(desk: Desk, stage: Section) -> None:
    desk.add(Section, track=stage.track.pk, title="Nova", uid="nova")
    new = stage.track.sections.last()
    assert (new.uid, new.position) == ("nova", 20)
    other = builders.track()
    desk.save(new, track=other.pk)
    new.refresh_from_db()
    assert new.track == stage.track


def test_a_section_with_hundreds_of_steps_saves(
    desk: Desk, stage: Section, settings: Settings
) -> None:
    """With ten steps and a twentieth of the fields that a form may have."""
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS //= 20
    for n in range(7):
        builders.step(stage, resource=builders.resource(f"Recurso {n}"))
    desk.save(stage, **{"steps-9-position": "1"})
    assert order(stage)[0] == "Recurso 6"
    assert stage.steps.count() == 10
