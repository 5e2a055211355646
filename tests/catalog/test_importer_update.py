"""A README is taken over again: its hand and the curators' write the same rows."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reversion.models import Revision

from catalog.exporter import outline
from catalog.importer import Mark, Plan, commit, plan
from catalog.models import Resource, Section, Source, Step, Track
from catalog.readme.decisions import decide
from catalog.readme.outline import Heading, Item, Readme, What
from tests import builders

pytestmark = pytest.mark.django_db


def readme(**sections: str) -> Readme:
    """`readme(Leituras="SQL Git")`: sections with a link for each word."""
    return Readme(
        "Dados",
        sections=[
            Heading(title, steps=[link(word) for word in words.split()])
            for title, words in sections.items()
        ],
    )


def link(word: str, **said: Any) -> Item:
    return Item(word, f"https://{word.lower()}.org/", **said)


def taken_over(**sections: str) -> Track:
    return commit(plan(readme(**sections)))


def step(track: Track, uid: str) -> Step:
    return track.steps.select_related("resource", "section", "parent").get(uid=uid)


def titles(track: Track) -> dict[str, list[str]]:
    return {
        section.title: [item.title for item in section.steps] for section in outline(track).walk()
    }


def marks(made: Plan, uid: str) -> set[Mark]:
    return next(change.marks for change in made if change.uid == uid)


def test_what_is_new_comes_in() -> None:
    track = taken_over(Leituras="SQL Git")
    made = plan(readme(Leituras="SQL Airflow Git", Nova="Kafka"), track)
    assert [change.node.title for change in made.marked(Mark.ADDED)] == ["Airflow", "Nova", "Kafka"]
    commit(made)
    assert titles(track) == {"Leituras": ["SQL", "Airflow", "Git"], "Nova": ["Kafka"]}


def test_what_left_the_source_leaves_the_track_and_is_retired() -> None:
    track = taken_over(Leituras="SQL Git", Velha="Perl")
    made = plan(readme(Leituras="SQL"), track)
    assert {row.uid for row in made.gone} == {"git", "velha", "perl"}
    assert {thing.uid for thing in made.retired} == {"git", "perl"}
    assert {row["uid"] for row in made.as_dict()["retired"]} == {"git", "perl"}
    commit(made)
    assert titles(track) == {"Leituras": ["SQL"]}
    assert Resource.objects.get(uid="git").retired_at


def test_what_another_track_cites_is_not_retired() -> None:
    track = taken_over(Leituras="SQL Git")
    builders.step(builders.section(builders.track()), resource=Resource.objects.get(uid="git"))
    commit(plan(readme(Leituras="SQL"), track))
    assert Resource.objects.get(uid="git").retired_at is None


def test_a_step_that_moved_is_the_same_step() -> None:
    track = taken_over(Leituras="SQL Git", Cursos="Airflow")
    before = step(track, "git")
    made = plan(readme(Leituras="SQL", Cursos="Airflow Git"), track)
    assert marks(made, "git") == {Mark.MOVED}
    assert made.as_dict()["moved"][0]["was"] == {"place": "Leituras"}
    commit(made)
    now = step(track, "git")
    assert (now.pk, now.section.title) == (before.pk, "Cursos")
    assert titles(track) == {"Leituras": ["SQL"], "Cursos": ["Airflow", "Git"]}


def test_a_new_title_is_the_step_s_own_and_the_resource_keeps_its_own() -> None:
    track = taken_over(Leituras="SQL")
    read = readme(Leituras="SQL")
    read.sections[0].steps[0].title = "SQL de novo"
    made = plan(read, track)
    assert (marks(made, "sql"), made.changes[1].was) == ({Mark.RENAMED}, {"title": "SQL"})
    commit(made)
    now = step(track, "sql")
    assert (now.title, now.resource and now.resource.title) == ("SQL de novo", "SQL")


def test_another_address_is_another_resource_in_the_same_step() -> None:
    """Marks and notes are with resources: nobody's tick may end on another address."""
    track = taken_over(Leituras="SQL Git")
    old = Resource.objects.get(uid="sql")
    read = readme(Leituras="SQL Git")
    read.sections[0].steps[0].url = "https://example.org/novo"
    made = plan(read, track)
    assert marks(made, "sql") == {Mark.READDRESSED}
    assert made.retired == [old]
    commit(made)
    now = step(track, "sql")
    assert now.resource and now.resource.url == "https://example.org/novo"
    old.refresh_from_db()
    assert old.url == "https://sql.org/"
    assert old.retired_at


def test_a_section_that_was_renamed_is_the_same_section() -> None:
    track = taken_over(Leituras="SQL Git")
    before = track.sections.get()
    made = plan(readme(**{"O que ler": "SQL Git"}), track)
    assert made.totals["renamed"] == 1
    assert not made.gone
    commit(made)
    assert track.sections.get() == before
    assert track.sections.get().title == "O que ler"


def test_edits_of_curators_stay_while_the_source_says_the_same() -> None:
    track = taken_over(Leituras="SQL Git", Cursos="Airflow")
    courses = Section.objects.get(title="Cursos")
    Section.objects.filter(title="Leituras").update(title="Ler", description="Com calma.")
    Step.objects.filter(uid="sql").update(
        title="SQL, com exercícios", remark="Curto.", section=courses, position=5
    )
    Resource.objects.filter(uid="git").update(title="Git de verdade", kind="book")

    made = plan(readme(Leituras="SQL Git Kafka", Cursos="Airflow"), track)
    assert [change.uid for change in made if change.marks != {Mark.KEPT}] == ["kafka"]
    commit(made)

    assert titles(track) == {
        "Ler": ["Git de verdade", "Kafka"],
        "Cursos": ["SQL, com exercícios", "Airflow"],
    }


def test_what_curators_took_out_stays_out() -> None:
    track = taken_over(Leituras="SQL Git", Cursos="Airflow")
    step(track, "git").delete()
    Section.objects.get(title="Cursos").delete()
    for _again in range(2):
        made = plan(readme(Leituras="SQL Git", Cursos="Airflow"), track)
        assert {change.uid for change in made.marked(Mark.LEFT_OUT)} == {"git", "cursos", "airflow"}
        commit(made)
        assert titles(track) == {"Leituras": ["SQL"]}

    commit(plan(readme(Leituras="SQL Git", Cursos="Airflow Kafka"), track))
    assert titles(track) == {"Leituras": ["SQL"], "Cursos": ["Kafka"]}


def test_what_was_left_out_of_the_preview_does_not_come_with_the_next_update() -> None:
    read = readme(Leituras="SQL Git")
    track = commit(plan(decide(read, {"3": {"drop": True}})), remember=decide(read, {}))
    assert not plan(readme(Leituras="SQL Git"), track)


def test_what_curators_added_stays_and_keeps_standing_what_it_stands_in() -> None:
    track = taken_over(Leituras="SQL Git", Velha="Perl")
    for row in Section.objects.all():
        builders.step(row, resource=builders.resource(f"Nosso em {row.title}"), position=15)
    made = plan(readme(Leituras="SQL Kafka"), track)
    assert {row.uid for row in made.gone} == {"git", "perl"}
    commit(made)
    assert titles(track) == {
        "Leituras": ["SQL", "Kafka", "Nosso em Leituras"],
        "Velha": ["Nosso em Velha"],
    }


def test_the_order_of_the_source_comes_in_when_it_changed() -> None:
    track = taken_over(Leituras="SQL Git Kafka", Cursos="Airflow")
    Step.objects.filter(uid="kafka").update(position=5)  # a curator put it first
    assert not plan(readme(Leituras="SQL Git Kafka", Cursos="Airflow"), track)

    made = plan(readme(Cursos="Airflow", Leituras="Git SQL Kafka"), track)
    assert made.totals["moved"] >= 2
    commit(made)
    assert list(titles(track).items()) == [
        ("Cursos", ["Airflow"]),
        ("Leituras", ["Git", "SQL", "Kafka"]),
    ]


def test_things_that_two_hands_put_into_each_other_make_no_circle() -> None:
    track = taken_over(Um="SQL", Dois="Git")
    one, two = Section.objects.order_by("position")
    Section.objects.filter(pk=one.pk).update(parent=two)
    read = readme(Um="SQL", Dois="Git")
    read.sections[0].sections.append(read.sections.pop(1))
    commit(plan(read, track))
    assert [(s.title, s.parent and s.parent.title) for s in track.sections.order_by("pk")] == [
        ("Um", None),
        ("Dois", "Um"),
    ]


def test_a_step_takes_what_stands_in_it_along() -> None:
    read = readme(Leituras="SQL", Cursos="Airflow")
    read.sections[0].steps[0].steps.append(link("Parte"))
    track = commit(plan(read))
    read = readme(Leituras="Git", Cursos="Airflow SQL")
    read.sections[1].steps[1].steps.append(link("Parte"))
    commit(plan(read, track))
    part = step(track, "sql-parte")
    assert (part.section.title, part.parent and part.parent.uid) == ("Cursos", "sql")


def test_a_track_that_remembers_nothing_only_gets_what_is_new() -> None:
    track = builders.track("Nossa")
    section = builders.section(track, "Ler")
    builders.step(section, resource=builders.resource("SQL", url="https://sql.org/"))
    builders.step(section, resource=builders.resource("Nosso"))
    made = plan(readme(Ler="Git Sql"), track)
    assert made.totals | {"added": 1, "kept": 2, "gone": 0} == made.totals
    commit(made)
    assert titles(track) == {"Ler": ["Git", "SQL", "Nosso"]}
    assert Track.objects.get().title == "Nossa"
    # From now on it is known which hand wrote what.
    assert Source.objects.filter(track=track).exists()


def test_with_the_rows_as_its_base_the_track_becomes_exactly_the_readme() -> None:
    track = taken_over(Leituras="SQL Git", Cursos="Airflow")
    Step.objects.filter(uid="sql").update(title="Outro")
    wanted = outline(track)
    wanted.sections[0].steps.reverse()
    wanted.sections[0].steps[1].title = "SQL"
    del wanted.sections[1]
    commit(plan(wanted, track, base=outline(track)))
    assert outline(track) == wanted


def test_who_knows_better_says_which_nodes_are_which_rows() -> None:
    track = taken_over(Leituras="SQL Git")
    before = step(track, "git")
    read = readme(Leituras="Kafka")
    made = plan(read, track, same={1: "leituras", 2: "git"})
    assert marks(made, "git") == {Mark.RENAMED, Mark.READDRESSED}
    commit(made)
    assert step(track, "git").pk == before.pk
    assert titles(track) == {"Leituras": ["Kafka"]}


def test_a_skill_may_turn_into_the_title_of_a_group() -> None:
    read = Readme("Dados", sections=[Heading("A", steps=[Item("Git", kind=What.SKILL)])])
    track = commit(plan(read))
    read.sections[0].steps[0].kind = What.GROUP
    read.sections[0].steps[0].steps.append(link("SQL"))
    commit(plan(read, track))
    assert (step(track, "git").skill, step(track, "git").title) == (None, "Git")


def test_an_update_is_one_entry_in_the_history_that_can_be_taken_back() -> None:
    track = taken_over(Leituras="SQL Git")
    commit(plan(readme(Leituras="SQL", Nova="Kafka"), track))
    first = Revision.objects.order_by("pk")[0]
    assert Revision.objects.count() == 2
    first.revert(delete=True)
    assert titles(track)["Leituras"] == ["SQL", "Git"]


def test_ten_times_the_changes_cost_the_same_statements(django_assert_num_queries: Any) -> None:
    def change(many: int) -> None:
        words = [f"P{many}-{n}" for n in range(many)]
        track = taken_over(Leituras=" ".join(words), Cursos="Airflow")
        read = readme(Cursos=f"Airflow {' '.join(reversed(words))}", Nova="Kafka")
        commit(plan(read, track))

    change(2)  # what is looked up once in a process
    with CaptureQueriesContext(connection) as few:
        change(5)
    with django_assert_num_queries(len(few)):
        change(50)
