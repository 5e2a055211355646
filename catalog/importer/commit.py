from collections.abc import Mapping
from typing import Any

from ..models import Track
from ..readme.outline import Readme
from .plan import Plan


def commit(
    plan: Plan,
    *,
    by: Any = None,
    why: str = "",
    text: str = "",
    origin: Mapping[str, str] | None = None,
    remember: Readme | None = None,
) -> Track:
    """Write what the plan says, in one transaction with one entry in the history; the track.

    It is planned again first, now that nobody else can change the catalog: what was looked up may
    have changed since. Nothing changes when it is done twice. `text` is the README itself and
    `origin` says where it came from (any of `url`, `path`, `commit`, `author`, `license`).

    The nodes of the plan's README get the `uid` of their rows, and it is kept as the track's
    `Source`; or `remember` is, when the base of the next update is another than what was written
    (its nodes get their `uid` by `number`).
    """
    raise NotImplementedError
