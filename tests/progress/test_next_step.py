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
