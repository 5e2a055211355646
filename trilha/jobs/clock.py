"""When something is due again. Pure: the moment and the time zone are given.

Moments are compared in UTC. Two times of one zone are compared by their hands alone, and twice a
year the hands of a clock lie.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol


class When(Protocol):
    def latest(self, now: datetime, zone: tzinfo) -> datetime:
        """The last moment, up to now and in UTC, at which it was due."""


@dataclass(frozen=True)
class Hourly:
    def latest(self, now: datetime, zone: tzinfo) -> datetime:
        return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Minutely:
    """Every so many minutes of the hour, which they must divide."""

    every: int

    def latest(self, now: datetime, zone: tzinfo) -> datetime:
        now = now.astimezone(UTC)
        return now.replace(minute=now.minute - now.minute % self.every, second=0, microsecond=0)


@dataclass(frozen=True)
class Daily:
    """Once on every day of the zone, or on one day of the week. A time that the clocks leave out
    is moved by as much as they are; of a time that comes twice the first one counts."""

    at: time
    weekday: int | None = None  # Monday is 0

    def latest(self, now: datetime, zone: tzinfo) -> datetime:
        day = now.astimezone(zone).date()
        while self.weekday not in {None, day.weekday()} or self._on(day, zone) > now:
            day -= timedelta(days=1)
        return self._on(day, zone)

    def _on(self, day: date, zone: tzinfo) -> datetime:
        return datetime.combine(day, self.at, zone).astimezone(UTC)
