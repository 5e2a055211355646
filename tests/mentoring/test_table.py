"""A cohort as a table: percents, who stopped, who needs a hand, in which order."""

from datetime import date, timedelta
from typing import Any

import pytest

from progress.mentoring.table import Cell, Column, Frame, Line, Person, nudges, ordered
from progress.models.state import State

TODO, DOING, SKIPPED, DONE = State
TODAY = date(2026, 11, 23)
SQL = Column("SQL", "pt-br", 1, frozenset({1, 2, 3}))
BOOKS = Column("Leituras", "pt-br", 2, frozenset({4, 5, 6, 7}))
BOTH = frozenset({"ticks", "dates"})


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def line(
    name: str = "Ana",
    states: dict[int, int] | None = None,
    columns: tuple[Column, ...] = (SQL, BOOKS),
    begun: date = date.min,
    **fields: Any,
) -> Line:
    shown = fields.pop("shown", BOTH)
    person = Person(None, name, shown, fields.pop("joined", ago(90)), states, **fields)
    return Line(person, Frame(columns, TODAY, begun, {1: "Iniciante", 4: "Regras"}))


def stopped(name: str, days: int, key: int = 1) -> Line:
    return line(name, {key: DOING}, since={key: ago(days)}, last=ago(days))


def test_percents_are_those_of_what_is_done() -> None:
    ana = line(states={1: DONE, 2: SKIPPED, 3: DOING, 4: DONE})
    assert [cell.percent for cell in ana.cells] == [33, 25]
    assert ana.percent == 28


def test_a_resource_of_two_sections_counts_once_in_all() -> None:
    ana = line(states={1: DONE}, columns=(SQL, Column("De novo", "", 2, frozenset({1}))))
    assert [cell.percent for cell in ana.cells] == [33, 100]
    assert ana.percent == 33


@pytest.mark.parametrize(
    ("percent", "level"),
    [(None, "x"), (0, "0"), (1, "1"), (33, "1"), (34, "2"), (66, "2"), (67, "3"), (99, "3")],
)
def test_a_cell_has_a_level_for_the_eye(percent: int | None, level: str) -> None:
    assert Cell(percent).level == level
    assert Cell(100).level == "4"


def test_what_is_not_shown_is_no_zero() -> None:
    ana = line(states=None, shown=frozenset())
    assert ana.percent is None
    assert {cell.percent for cell in ana.cells} == {None}
    assert ana.need is None


def test_who_moved_nothing_for_ten_days_stopped_in_the_last_step_begun() -> None:
    ana = line(states={1: DOING, 4: DOING}, since={1: ago(40), 4: ago(12)}, last=ago(11))
    assert ana.stuck is not None
    assert (ana.stuck.resource, ana.stuck.n, ana.quiet) == (4, 12, 11)
    assert ana.step == "Regras"
    assert [cell.stuck for cell in ana.cells] == [False, True]
    assert ana.long == [1]


def test_who_still_moves_has_not_stopped() -> None:
    assert line(states={1: DOING}, since={1: ago(40)}, last=ago(9)).stuck is None


def test_what_is_done_meanwhile_is_no_place_to_stop() -> None:
    assert line(states={1: DONE}, since={1: ago(40)}, last=ago(40)).stuck is None


def test_without_dates_nobody_is_said_to_have_stopped() -> None:
    ana = line(states={1: DOING}, shown=frozenset({"ticks"}))
    assert ana.need is None
    assert ana.quiet is None


def test_dates_alone_say_how_long_ago_and_nothing_else() -> None:
    ana = line(states=None, last=ago(3), shown=frozenset({"dates"}))
    assert (ana.quiet, ana.stuck, ana.percent, ana.long) == (3, None, None, [])


def test_a_week_after_joining_who_has_not_begun_is_named() -> None:
    ana = line(states={}, joined=ago(20))
    assert ana.need is not None
    assert (ana.need.kind, ana.need.n) == ("unbegun", 20)
    assert line(states={}, joined=ago(6)).need is None
    assert line(states=None, joined=ago(20)).need is None


def test_nobody_is_waited_for_before_the_cohort_begins() -> None:
    assert line(states={}, joined=ago(20), begun=ago(6)).need is None
    assert line(states={}, joined=ago(20), begun=ago(-3)).need is None


def test_who_skips_half_of_a_section_is_named() -> None:
    ana = line(states={4: SKIPPED, 5: SKIPPED, 6: SKIPPED, 1: DONE})
    assert ana.need is not None
    assert (ana.need.kind, ana.need.n, ana.need.column) == ("skipped", 3, BOOKS)
    assert line(states={4: SKIPPED, 5: SKIPPED}).need is None
    long = Column("Longa", "", 1, frozenset(range(1, 9)))
    assert line(states=dict.fromkeys([1, 2, 3], SKIPPED), columns=(long,)).need is None


def test_longest_in_a_step_first_then_who_has_not_begun_then_who_skips() -> None:
    people = [
        line("Skips", {4: SKIPPED, 5: SKIPPED, 6: SKIPPED}),
        line("Unbegun", {}),
        stopped("Twelve", 12),
        stopped("Twenty", 20),
        line("Fine", {1: DONE}),
    ]
    assert [nudge.line.name for nudge in nudges(people)] == ["Twenty", "Twelve", "Unbegun", "Skips"]
    assert [nudge.others for nudge in nudges(people)] == [1, 1, 0, 0]


def test_orders_tell_nothing_of_who_does_not_show() -> None:
    people = [
        line("Éder", {1: DONE}),
        line("zilá", None, last=ago(0), shown=frozenset({"dates"})),
        line("Ana", None, shown=frozenset()),
        stopped("Bia", 12),
        line("Davi", {1: DONE, 2: DONE}),
    ]

    def names(by: str) -> str:
        return " ".join(person.name for person in ordered(people, by))

    assert names("nome") == "Ana Bia Davi Éder zilá"
    assert names("adiante") == "Davi Éder Bia Ana zilá"
    assert names("ajuda") == "Bia Davi Éder Ana zilá"


def test_the_first_goal_that_is_over_is_marked_where_something_is_left() -> None:
    over, later = SQL._replace(due=ago(20)), BOOKS._replace(due=ago(1))
    ahead = line(states=dict.fromkeys([1, 2], DONE) | {3: SKIPPED}, columns=(over, later))
    assert [cell.late for cell in ahead.cells] == [None, ago(1)]
    behind = line(states={}, columns=(over, later))
    assert [cell.late for cell in behind.cells] == [ago(20), None]
    on_time = line(states={}, columns=(SQL._replace(due=TODAY),))
    assert [cell.late for cell in on_time.cells] == [None]
