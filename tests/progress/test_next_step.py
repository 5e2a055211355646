from hypothesis import given
from hypothesis import strategies as st

from progress.models import State
from progress.next_step import next_step


def test_what_is_being_done_comes_first() -> None:
    assert next_step([1, 2, 3], {3: State.DOING}) == 3


def test_else_the_first_still_to_do() -> None:
    assert next_step([1, 2, 3], {1: State.DONE, 3: State.DONE}) == 2


def test_skipped_steps_wait() -> None:
    assert next_step([1, 2], {1: State.SKIPPED}) == 2


def test_nothing_is_left() -> None:
    assert next_step([1, 2], {1: State.DONE, 2: State.SKIPPED}) is None
    assert next_step([], {}) is None


@given(
    st.lists(st.integers(1, 9), unique=True),
    st.dictionaries(st.integers(1, 9), st.sampled_from(State)),
)
def test_it_never_leads_to_what_was_left_behind(order: list[int], states: dict[int, State]) -> None:
    following = next_step(order, states)
    left = {State.DONE, State.SKIPPED}
    if following is None:
        assert all(states.get(key) in left for key in order)
    else:
        assert following in order
        assert states.get(following) not in left


def test_for_a_missing_skill_only_what_teaches_it_is_asked() -> None:
    assert next_step([1, 2, 3], {}, [{3}, {2}]) == 2  # the order of the track stays
    assert next_step([1, 2, 3], {1: State.DOING}, [{3}]) == 3
    assert next_step([1, 2, 3], {3: State.DOING}, [{2, 3}]) == 3
    assert next_step([1, 2, 3], {2: State.SKIPPED}, [{2}]) is None


def test_without_a_missing_skill_there_is_nothing_to_cover() -> None:
    assert next_step([1, 2], {}, []) is None


@given(
    st.lists(st.integers(1, 9), unique=True),
    st.dictionaries(st.integers(1, 9), st.sampled_from(State)),
    st.lists(st.sets(st.integers(1, 9))),
)
def test_a_step_for_a_skill_is_one_that_the_track_would_come_to(
    order: list[int], states: dict[int, State], missing: list[set[int]]
) -> None:
    following = next_step(order, states, missing)
    if following is None:
        return
    assert any(following in taught for taught in missing)
    assert following in order and states.get(following) not in {State.DONE, State.SKIPPED}
