"""The order of siblings that two hands put in order. Pure."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence


def weave[Name: Hashable](lead: Sequence[Name], other: Iterable[Name]) -> list[Name]:
    """The order of `lead`; what only `other` has stands after its neighbour there."""
    if not lead:
        return list(other)
    after: dict[Name | None, list[Name]] = {}
    before: Name | None = None
    known = set(lead)
    for name in other:
        if name in known:
            before = name
        else:
            after.setdefault(before, []).append(name)
    woven = after.get(None, [])
    for name in lead:
        woven += [name, *after.get(name, [])]
    return woven


def displaced[Name: Hashable](before: Sequence[Name], now: Sequence[Name]) -> set[Name]:
    """Of what is in both, the fewest that must have moved."""
    place = {name: n for n, name in enumerate(before)}
    common = [name for name in now if name in place]
    lasts: list[int] = []  # the smallest place that ends a rising row of each length
    lengths: list[int] = []
    for name in common:
        length = bisect_left(lasts, place[name])
        lasts[length : length + 1] = [place[name]]
        lengths.append(length)
    still, wanted = set(), len(lasts) - 1
    for name, length in zip(reversed(common), reversed(lengths), strict=True):
        if length == wanted:
            still.add(name)
            wanted -= 1
    return set(common) - still
