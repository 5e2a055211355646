"""When a link is dead: what one more visit makes of what was known before. Pure.

A page that answers tells what it is at once. Silence, errors and "not found" tell nothing by
themselves: servers rest, move house and lose their cables. Only when they go on is a link dead.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """The values of `catalog.models.Health`."""

    UNKNOWN = "unknown"
    OK = "ok"
    SUSPECT = "suspect"
    DEAD = "dead"
    MOVED = "moved"
    BLOCKED = "blocked"
    WALL = "wall"


class Outcome(StrEnum):
    """What one visit found."""

    OK = "ok"
    MOVED = "moved"  # for good, to another page
    WALL = "wall"  # it asks who one is
    BLOCKED = "blocked"  # closed to programs; people may well get in
    BUSY = "busy"  # it wants fewer visits
    MISSING = "missing"  # 404
    GONE = "gone"  # 410: on purpose
    ERROR = "error"
    DNS = "dns"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    SOFT = "soft"  # it opens, and looks like "not found"
    TLS_EXPIRED = "tls-expired"
    TLS = "tls"
    BROKEN = "broken"
    LOOP = "loop"
    HOPS = "hops"
    FORBIDDEN = "forbidden"  # leads where we do not go

    @property
    def unanswered(self) -> bool:
        """Nobody said anything: the cause may be our own network as well."""
        return self in UNANSWERED


UNANSWERED = {Outcome.DNS, Outcome.REFUSED, Outcome.UNREACHABLE, Outcome.TIMEOUT}
# Not "unreachable": a machine with an IPv6 address only is so to us, and open to others.
FAILED = {Outcome.DNS, Outcome.REFUSED, Outcome.TIMEOUT}
FAILED |= {Outcome.MISSING, Outcome.GONE, Outcome.ERROR}
CLEAR = {
    Outcome.OK: State.OK,
    Outcome.MOVED: State.MOVED,
    Outcome.WALL: State.WALL,
    Outcome.BLOCKED: State.BLOCKED,
    Outcome.BUSY: State.BLOCKED,
}
# The rest is doubtful: a curator should look, and people may still get in.

FAILURES = 3
PATIENCE = timedelta(days=7)
PATIENCE_WITH_GONE = timedelta(days=2)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Visit:
    outcome: Outcome
    status: int | None = None
    moved_to: str = ""
    retry_after: timedelta | None = None  # what the server asked for


@dataclass(frozen=True, slots=True)
class Standing:
    state: State = State.UNKNOWN
    failures: int = 0  # in a row
    failing_since: datetime | None = None

    def after(self, visit: Visit, now: datetime) -> "Standing":
        """What is to be held of the link now."""
        if visit.outcome in CLEAR:
            return Standing(CLEAR[visit.outcome])
        if visit.outcome is Outcome.FORBIDDEN and self.state is State.UNKNOWN:
            return self  # such as another port: nothing speaks against it
        count = self.failures + (visit.outcome in FAILED)
        since = self.failing_since or (now if count else None)
        patience = PATIENCE_WITH_GONE if visit.outcome is Outcome.GONE else PATIENCE
        enough = count >= FAILURES and since is not None and now - since >= patience
        dead = self.state is State.DEAD or (enough and visit.outcome in FAILED)
        return Standing(State.DEAD if dead else State.SUSPECT, count, since)


def rest(state: State, visit: Visit) -> timedelta:
    """How long nobody goes there again: a week, or a day when something is to be found out, or
    longer when the server asks for it, but never longer than a week."""
    soon = state is State.SUSPECT or visit.outcome is Outcome.BUSY
    return max(DAY if soon else WEEK, min(visit.retry_after or DAY, WEEK))
