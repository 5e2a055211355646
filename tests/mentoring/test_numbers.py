"""A cohort's numbers: of five people who show no more than that, or of none of them."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from progress.mentoring.numbers import Hard, Numbers, goals
from progress.mentoring.table import Column, Frame, Line, Person
from progress.models.state import State

TODO, DOING, SKIPPED, DONE = State
TODAY = date(2026, 11, 23)
COLUMNS = (
    Column("SQL", "", 1, frozenset({1, 2})),
    Column("Leituras", "", 2, frozenset({3})),
)
STATES = st.dictionaries(st.sampled_from([1, 2, 3]), st.sampled_from(State))


def line(states: dict[int, int] | None, **since: date) -> Line:
    long = {int(key[1:]): day for key, day in since.items()}
    shown = frozenset() if states is None else frozenset({"ticks", "dates"})
    person = Person(None, "Ana", shown, TODAY, states, long, TODAY)
    return Line(person, Frame(COLUMNS, TODAY))


def numbers(shown: list[Line], only: list[dict[int, int]]) -> Numbers:
    return Numbers(COLUMNS, shown, only, {1: "Iniciante"})


def test_who_shows_ticks_is_counted_exactly() -> None:
    told = numbers([line({1: DONE}), line({1: DONE, 2: DONE, 3: DONE}), line({}), line(None)], [])
    assert told.people == 3
    assert told.percents == [50, 33]
    assert not told.rough
    assert not told.enough


def test_four_who_only_count_change_nothing() -> None:
    shown = [line({1: DONE})] * 5
    alone = numbers(shown, [])
    told = numbers(shown, [{1: DONE, 2: DONE, 3: SKIPPED}] * 4)
    assert (told.people, told.percents, told.all) == (5, alone.percents, alone.all)


def test_five_who_only_count_are_told_in_tens() -> None:
    told = numbers([], [{1: DONE}, {1: DONE}, {1: DONE, 2: DONE}, {}, {}])
    assert told.enough
    assert told.rough
    assert told.percents == [40, 0]
    assert numbers([], [{1: DONE}] * 7 + [{1: DONE, 2: DONE}]).percents == [60, 0]


def test_of_who_only_counts_whole_fives_are_added() -> None:
    shown = [line({1: SKIPPED})] * 2
    for skipping, counted in ((4, 2), (5, 7), (9, 7), (10, 12)):
        only: list[dict[int, int]] = [{1: SKIPPED}] * skipping + [{}] * 5
        told = {hard.resource: hard.skipped for hard in numbers(shown, only).all}
        assert told == {1: counted, 2: 0, 3: 0}


@settings(max_examples=30)
@given(
    shown=st.lists(STATES, max_size=6),
    only=st.lists(STATES, min_size=5, max_size=9),
)
def test_what_is_left_after_subtracting_the_lines_is_no_single_person(
    shown: list[dict[int, int]], only: list[dict[int, int]]
) -> None:
    lines = [line(states) for states in shown]
    told, alone = numbers(lines, only), numbers(lines, [])
    for whole, part in zip(told.all, sorted_like(told, alone), strict=True):
        assert (whole.skipped - part.skipped) % 5 == (whole.done - part.done) % 5 == 0
        assert whole.long == part.long
    assert all(percent % 10 == 0 for percent in told.percents)


def sorted_like(told: Numbers, other: Numbers) -> list[Hard]:
    rows = {hard.resource: hard for hard in other.all}
    return [rows[hard.resource] for hard in told.all]


def test_hard_is_what_holds_five_people_for_more_than_two_weeks_or_was_skipped() -> None:
    long, just = TODAY - timedelta(days=15), TODAY - timedelta(days=14)
    people = [line({1: DOING}, r1=long)] * 3 + [line({1: SKIPPED, 3: SKIPPED})] * 2
    people += [line({2: DOING}, r2=just)] * 6
    told = numbers(people, [])
    [hard] = told.hardest
    assert (hard.step, hard.column.name, hard.long, hard.skipped) == ("Iniciante", "SQL", 3, 2)
    assert told.most == 5
    assert [row.resource for row in told.all] == [1, 3, 2]


def test_a_goal_is_told_by_how_many_are_through() -> None:
    near = COLUMNS[0]._replace(due=TODAY - timedelta(days=3))
    old = COLUMNS[1]._replace(due=TODAY - timedelta(days=15))
    people = [line({1: DONE, 2: SKIPPED}), line({}), line(None)]
    [told] = goals(people, [near, old], TODAY)
    assert (told.column, told.through, told.of) == (near, 1, 2)
