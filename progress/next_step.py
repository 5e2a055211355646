"""Which step comes next. Pure, and explained to the learner in the same words."""

from collections.abc import Collection, Iterable, Mapping

TODO, DOING = 0, 1


def next_step(
    order: Iterable[int],
    states: Mapping[int, int],
    missing: Iterable[Collection[int]] | None = None,
) -> int | None:
    """The first resource being done, else the first still to do, in the order of the track.

    With `missing`, the resources that teach each skill still uncovered, only those are asked. None
    when nothing is left: everything is done or was skipped.
    """
    keys = list(order)
    if missing is not None:
        teaching = {key for taught in missing for key in taught}
        keys = [key for key in keys if key in teaching]
    for wanted in (DOING, TODO):
        for key in keys:
            if states.get(key, TODO) == wanted:
                return key
    return None
