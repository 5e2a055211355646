"""What a person decides about a README that was read. No database."""

import pytest

from catalog.readme.decisions import decide
from catalog.readme.outline import Doubt, Heading, Ignored, Item, Readme, Reason, What


@pytest.fixture
def readme() -> Readme:
    """1 Cursos · 2 SQL · 3 Extra · 4 Git · 5 Vídeos · 6 Airflow"""
    extra = Item("Extra", "https://example.org/extra")
    sql = Item("SQL", "https://example.org/sql", doubt=Doubt.KIND, line=3, steps=[extra])
    videos = Heading("Vídeos", 3, line=9, steps=[Item("Airflow", "https://example.org/airflow")])
    courses = Heading("Cursos", steps=[sql, Item("Git", kind=What.SKILL)], sections=[videos])
    left = Ignored("https://example.org/blog", 10, Reason.PROSE)
    return Readme("Dados", sections=[courses], ignored=[left])


def titles(readme: Readme) -> list[str]:
    return [node.title for node in readme.nodes()]


def test_nothing_decided_is_the_same(readme: Readme) -> None:
    assert decide(readme, {}) == readme


def test_nodes_keep_the_number_that_they_had(readme: Readme) -> None:
    decided = decide(readme, {"2": {"drop": True}})
    assert [(node.title, node.number) for node in decided.nodes()] == [
        ("Cursos", 1),
        ("Git", 4),
        ("Vídeos", 5),
        ("Airflow", 6),
    ]


def test_another_kind_and_title_leave_no_doubt(readme: Readme) -> None:
    decided = decide(readme, {2: {"kind": "course", "title": "SQL do zero", "remark": "curto"}})
    item = decided.sections[0].steps[0]
    assert (item.kind, item.title, item.remark) == (What.COURSE, "SQL do zero", "curto")
    assert item.doubt == Doubt.NONE
    assert readme.sections[0].steps[0].title == "SQL"  # what was read stays as it was


def test_what_is_left_out_is_told_with_all_inside(readme: Readme) -> None:
    decided = decide(readme, {"2": {"drop": True}})
    out = [(row.url, row.reason) for row in decided.ignored[1:]]
    assert out == [
        ("https://example.org/sql", Reason.DROPPED),
        ("https://example.org/extra", Reason.DROPPED),
    ]


def test_a_section_left_out_takes_its_sections_along(readme: Readme) -> None:
    decided = decide(readme, {"1": {"drop": True}})
    assert titles(decided) == []
    assert len([row for row in decided.ignored if row.reason == Reason.DROPPED]) == 3


def test_a_step_moves_to_the_end_of_another_section(readme: Readme) -> None:
    assert titles(decide(readme, {"2": {"into": 5}})) == [
        *("Cursos", "Git", "Vídeos", "Airflow", "SQL", "Extra"),
    ]


def test_a_title_of_a_group_has_no_address_any_more(readme: Readme) -> None:
    decided = decide(readme, {"2": {"kind": "group"}})
    assert decided.sections[0].steps[0].url is None
    assert decided.ignored[-1] == Ignored("https://example.org/sql", 3, Reason.DROPPED)


def test_an_ignored_address_comes_in_where_it_stood(readme: Readme) -> None:
    decided = decide(readme, {"ignored-1": {"title": "Blog", "kind": "blog"}})
    item = decided.sections[0].sections[0].steps[-1]
    assert (item.title, item.url, item.kind) == ("Blog", "https://example.org/blog", What.BLOG)
    assert decided.ignored == []


def test_numbers_that_do_not_exist_mean_nothing(readme: Readme) -> None:
    decisions = {"99": {"drop": True}, "x": {}, "ignored-7": {"title": "?"}, "6": {"into": 6}}
    assert decide(readme, decisions) == readme


def test_a_kind_that_does_not_exist_is_refused(readme: Readme) -> None:
    with pytest.raises(ValueError, match="quiz"):
        decide(readme, {"2": {"kind": "quiz"}})


def test_a_line_and_what_stands_in_it_go_side_by_side_when_both_are_moved(readme: Readme) -> None:
    decided = decide(readme, {"2": {"into": 5}, "3": {"into": 5}})
    assert titles(decided) == ["Cursos", "Git", "Vídeos", "Airflow", "SQL", "Extra"]
    assert [step.steps for step in decided.sections[0].sections[0].steps] == [[], [], []]
