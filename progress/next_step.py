"""Which step comes next. Pure, and explained to the learner in the same words."""

from collections.abc import Iterable, Mapping

TODO, DOING = 0, 1


def next_step(order: Iterable[int], states: Mapping[int, int]) -> int | None:
    """The first resource being done, else the first still to do, in the order of the track.

    None when nothing is left: everything is done or was skipped.
    """
    keys = list(order)
    for wanted in (DOING, TODO):
        for key in keys:
            if states.get(key, TODO) == wanted:
                return key
    return None
