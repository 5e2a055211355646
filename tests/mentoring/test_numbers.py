"""A cohort's numbers: of whole fives of people who show no more than that, or of none of them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.mentoring.access import members_for
from progress.mentoring.models import Cohort, Consent, Guide, Membership, Shown
from progress.mentoring.numbers import Hard, Numbers, goals, in_fives
from progress.mentoring.sight import Sight
from progress.mentoring.table import Column, Frame, Line, Person
from progress.models.state import State
from tests import builders, cast
from trilha.accounts.models import User

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


def long(steps: int = 10) -> Column:
    """With five people, ten steps are answers enough for an average."""
    return Column("Curso", "", 1, frozenset(range(1, steps + 1)))


def average(people: int, steps: int, done: int) -> int | None:
    """Of people who only count and did the first steps of so many."""
    states: dict[int, int] = dict.fromkeys(range(1, done + 1), DONE)
    [percent] = Numbers([long(steps)], [], [states] * people, {}).percents
    return percent


def test_a_five_counts_when_it_is_whole() -> None:
    ana_to_eva = dict(enumerate(("Ana", "Bia", "Caio", "Davi", "Eva"), 1))
    assert in_fives(ana_to_eva) == ["Ana", "Bia", "Caio", "Davi", "Eva"]
    for gone in ana_to_eva:
        assert in_fives({at: who for at, who in ana_to_eva.items() if at != gone}) == []
    assert in_fives(dict.fromkeys((2, 3, 4, 5, 6), "five of two fives")) == []


def test_who_comes_or_goes_moves_nobody_to_another_five() -> None:
    everybody = {place: place for place in range(1, 13)}
    assert in_fives(everybody) == list(range(1, 11))
    del everybody[3]
    assert in_fives(everybody) == [6, 7, 8, 9, 10]
    everybody[13] = 3  # says yes again
    assert in_fives(everybody) == [6, 7, 8, 9, 10]
    everybody |= {14: 14, 15: 15}
    assert in_fives(everybody) == [6, 7, 8, 9, 10, 11, 12, 3, 14, 15]


@settings(max_examples=20)
@given(st.lists(STATES, min_size=10, max_size=10))
def test_before_and_after_somebody_joins_tell_nothing_of_them(people: list[dict[int, int]]) -> None:
    """From five people to nine every number stays; with the tenth all five come in at once."""

    def told(n: int) -> tuple[object, ...]:
        only = in_fives(dict(enumerate(people[:n], 1)))
        its = Numbers([long(), *COLUMNS], [], only, {})
        return its.people, its.percents, sorted(its.all), its.hardest

    assert all(told(n) == told(0) for n in range(5))
    assert all(told(n) == told(5) for n in range(5, 10))
    assert (told(0)[0], told(5)[0], told(10)[0]) == (0, 5, 10)


def test_an_average_of_few_answers_leaves_the_fives_out() -> None:
    for people, steps, told in ((5, 9, None), (5, 10, 50), (10, 4, None), (10, 5, 40), (50, 1, 0)):
        assert average(people, steps, steps // 2) == told
    shown = [line({1: DONE, 2: DONE})] * 3
    mixed = numbers(shown, [{3: DONE}] * 5)
    assert mixed.percents == [100, 0]
    assert mixed.thin
    assert mixed.people == 8
    assert not Numbers([long()], [], [{}] * 5, {}).thin
    assert not numbers(shown, []).thin


def test_who_shows_ticks_is_counted_exactly() -> None:
    told = numbers([line({1: DONE}), line({1: DONE, 2: DONE, 3: DONE}), line({}), line(None)], [])
    assert told.people == 3
    assert told.percents == [50, 33]
    assert not told.rough
    assert not told.enough


def test_five_who_only_count_are_told_in_tens() -> None:
    told = Numbers([long()], [], [{1: DONE, 2: DONE}] * 2 + [{3: DONE, 4: DONE}] + [{}] * 2, {})
    assert told.enough
    assert told.rough
    assert told.percents == [10]
    assert average(10, 10, 4) == 40


def test_of_who_only_counts_whole_fives_are_added() -> None:
    shown = [line({1: SKIPPED})] * 2
    for skipping, counted in ((4, 2), (5, 7), (9, 7), (10, 12)):
        only: list[dict[int, int]] = [{1: SKIPPED}] * skipping + [{}] * 5
        told = {hard.resource: hard.skipped for hard in numbers(shown, only).all}
        assert told == {1: counted, 2: 0, 3: 0}


@settings(max_examples=30)
@given(
    shown=st.lists(STATES, max_size=6),
    only=st.sampled_from([5, 10]).flatmap(lambda n: st.lists(STATES, min_size=n, max_size=n)),
)
def test_what_is_left_after_subtracting_the_lines_is_no_single_person(
    shown: list[dict[int, int]], only: list[dict[int, int]]
) -> None:
    lines = [line(states) for states in shown]
    told, alone = numbers(lines, only), numbers(lines, [])
    for whole, part in zip(told.all, sorted_like(told, alone), strict=True):
        assert (whole.skipped - part.skipped) % 5 == (whole.done - part.done) % 5 == 0
        assert whole.long == part.long
    assert all(percent is None or percent % 10 == 0 for percent in told.percents)


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


# Who is in a five of a cohort, and when it counts.


@pytest.fixture
def cohort() -> Cohort:
    return builders.cohort(cast.malu(), builders.track_of("Rules")[0])


def count_in(cohort: Cohort, *names: str) -> None:
    for name in names:
        builders.member(cohort, cast.person(name), Shown.NUMBERS)


def counted(cohort: Cohort, mentor: User | None = None) -> int:
    mentor = mentor or cohort.owner
    members = members_for(mentor).filter(cohort=cohort).for_page()
    return len(Sight(mentor, cohort, members).uncounted())


def takes_it_back(ana: Membership) -> None:
    ana.consents.all().take_back(timezone.now())


def says_yes_again(ana: Membership) -> None:
    takes_it_back(ana)
    ana.give(Shown.NUMBERS)


def lets_it_end(ana: Membership) -> None:
    ana.consents.update(ends_at=timezone.now() - timedelta(days=1))


def leaves(ana: Membership) -> None:
    ana.leave()


def is_erased(ana: Membership) -> None:
    ana.learner.delete()


def shows_ticks(ana: Membership) -> None:
    ana.give(Shown.TICKS)


def shows_ticks_elsewhere(ana: Membership) -> None:
    """In another cohort of the same mentor."""
    builders.member(builders.cohort(ana.cohort.owner), ana.learner, Shown.TICKS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "does",
    [
        takes_it_back,
        says_yes_again,
        lets_it_end,
        leaves,
        is_erased,
        shows_ticks,
        shows_ticks_elsewhere,
    ],
)
def test_with_one_of_them_all_five_go_for_good(
    cohort: Cohort, does: Callable[[Membership], None]
) -> None:
    count_in(cohort, "Bia", "Caio", "Davi", "Eva", "Ana")
    assert counted(cohort) == 5
    does(cohort.members.get(learner__name="Ana"))
    assert counted(cohort) == 0
    count_in(cohort, "Fábio")  # takes nobody's place
    assert counted(cohort) == 0


@pytest.mark.django_db
def test_a_mentor_who_came_later_sees_whole_fives_too(cohort: Cohort) -> None:
    rita = cast.person("Rita")
    count_in(cohort, "Ana", "Bia", "Caio")
    Guide.objects.create(cohort=cohort, person=rita)
    count_in(cohort, "Davi", "Eva")
    assert (counted(cohort), counted(cohort, rita)) == (5, 0)
    count_in(cohort, *"FGHIJ")
    assert (counted(cohort), counted(cohort, rita)) == (10, 5)
    assert list(Consent.objects.values_list("place", flat=True)) == list(range(1, 11))


@pytest.mark.django_db
def test_who_is_counted_by_name_takes_no_place_of_who_only_counts() -> None:
    cohort = builders.cohort(cast.malu())
    by_name = builders.member(cohort, cast.ana(), Shown.TICKS, Shown.NUMBERS)
    only = builders.member(cohort, cast.caio(), Shown.NUMBERS)
    assert by_name.consents.get(field=Shown.NUMBERS).place is None
    assert only.consents.get().place == 1
