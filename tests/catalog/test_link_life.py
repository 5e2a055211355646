"""When a link is dead: not before it failed several times over several days."""

from datetime import UTC, datetime, timedelta

import pytest

from catalog.health import CLEAR, FAILED, Outcome, Standing, State, Visit, rest
from catalog.models import Health

BEGIN = datetime(2026, 5, 4, 12, tzinfo=UTC)
O = Outcome  # noqa: E741 — a table is read at a glance


def day(number: float) -> datetime:
    return BEGIN + timedelta(days=number)


def lived(*outcomes: Outcome, every: float = 1) -> State:
    """The state after these visits, one after the other."""
    standing = Standing()
    for number, outcome in enumerate(outcomes):
        standing = standing.after(Visit(outcome), day(number * every))
    return standing.state


def test_its_words_are_those_of_the_rows() -> None:
    assert {*State} == {*Health.values}


@pytest.mark.parametrize("outcome", sorted(FAILED - {O.GONE}))
def test_a_failure_kills_only_when_it_lasts(outcome: Outcome) -> None:
    assert lived(outcome) is State.SUSPECT
    assert lived(*[outcome] * 7) is State.SUSPECT, "six days"
    assert lived(*[outcome] * 8) is State.DEAD, "seven days"
    assert lived(outcome, outcome, every=30) is State.SUSPECT, "only twice"
    assert lived(*[outcome] * 200, every=0.03) is State.SUSPECT, "often, and within a few days"


def test_gone_on_purpose_is_believed_sooner() -> None:
    assert lived(O.GONE, O.GONE) is State.SUSPECT
    assert lived(O.GONE, O.GONE, O.GONE) is State.DEAD
    assert lived(O.GONE, O.GONE, O.MISSING) is State.SUSPECT


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - FAILED - set(CLEAR)))
def test_a_doubt_never_kills(outcome: Outcome) -> None:
    assert lived(O.OK, *[outcome] * 400) is State.SUSPECT
    assert lived(O.OK, outcome) is State.SUSPECT
    assert lived(O.MISSING, outcome, O.MISSING, every=4) is State.SUSPECT, "it is no failure"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (O.OK, State.OK),
        (O.MOVED, State.MOVED),
        (O.WALL, State.WALL),
        (O.BLOCKED, State.BLOCKED),
        (O.BUSY, State.BLOCKED),
    ],
)
def test_an_answer_is_believed_at_once(outcome: Outcome, state: State) -> None:
    assert lived(outcome) is state
    assert lived(*[O.MISSING] * 9, outcome) is state, "from the dead as well"
    assert lived(*[O.MISSING] * 7, outcome, *[O.MISSING] * 7) is State.SUSPECT, "it counts anew"


def test_what_comes_and_goes_is_not_dead() -> None:
    assert lived(*[O.ERROR, O.ERROR, O.OK] * 30, O.ERROR) is State.SUSPECT


def test_the_dead_stay_dead_until_they_answer() -> None:
    assert lived(*[O.DNS] * 8, O.TLS) is State.DEAD
    assert lived(*[O.DNS] * 8, O.DNS) is State.DEAD


def test_where_we_never_go_we_have_no_news() -> None:
    assert lived(O.FORBIDDEN, O.FORBIDDEN) is State.UNKNOWN
    assert lived(*[O.DNS] * 8, O.FORBIDDEN) is State.DEAD


def test_since_when_it_fails() -> None:
    standing = Standing().after(Visit(O.OK), day(0)).after(Visit(O.MISSING), day(7))
    standing = standing.after(Visit(O.TIMEOUT), day(8))

    assert standing == Standing(State.SUSPECT, 2, day(7))
    assert standing.after(Visit(O.OK), day(9)) == Standing(State.OK)


@pytest.mark.parametrize(
    ("state", "outcome", "asked", "days"),
    [
        (State.OK, O.OK, None, 7),
        (State.DEAD, O.MISSING, None, 7),
        (State.SUSPECT, O.MISSING, None, 1),
        (State.BLOCKED, O.BUSY, None, 1),
        (State.BLOCKED, O.BUSY, timedelta(minutes=2), 1),
        (State.BLOCKED, O.BUSY, timedelta(days=3), 3),
        (State.SUSPECT, O.ERROR, timedelta(days=400), 7),
        (State.OK, O.OK, timedelta(0), 7),
    ],
)
def test_when_the_next_visit_is(
    state: State, outcome: Outcome, asked: timedelta | None, days: int
) -> None:
    assert rest(state, Visit(outcome, retry_after=asked)) == timedelta(days=days)
