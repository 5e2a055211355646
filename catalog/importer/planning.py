from collections.abc import Mapping

from ..models import Track
from ..readme.outline import Readme
from .plan import Plan


def plan(
    readme: Readme,
    track: Track | None = None,
    *,
    uid: str = "",
    same: Mapping[int, str] | None = None,
    base: Readme | None = None,
) -> Plan:
    """What taking the README over would change: in a new draft (of that `uid`, or of one that its
    title suggests), or in a track. Looks up with the same few statements however long it is.

    `same` says which nodes (by number) are which rows (by uid; a section and a step may have the
    same one); a number that it does not hold is new. Without it, address, title and place decide.

    `base` is what was taken over last, its nodes with the `uid` of their rows: by default what the
    track's `Source` remembers. Two hands write the same rows, so only what is other in `readme`
    than in `base` is written, field by field, and only what is in `base` and not in `readme`
    leaves. With `exporter.outline(track)` as the base the track becomes exactly the README. When
    nothing is remembered, what the README says wins, what it is silent about stays, and nothing
    leaves.
    """
    raise NotImplementedError
