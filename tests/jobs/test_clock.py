"""When something is due, on ordinary days and on those when the clocks are changed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from trilha.jobs.clock import Daily, Hourly, Minutely

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
NEW_YORK = ZoneInfo("America/New_York")
EARLY = Daily(time(4, 15))
MONDAYS = Daily(time(8), weekday=0)


def at(said: str, zone: ZoneInfo = SAO_PAULO) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23 04:14:59", "2026-11-22 04:15"),
        ("2026-11-23 04:15:00", "2026-11-23 04:15"),
        ("2026-11-23 23:59:59", "2026-11-23 04:15"),
        ("2026-03-01 00:00:00", "2026-02-28 04:15"),
    ],
)
def test_every_day(now: str, due: str) -> None:
    assert EARLY.latest(at(now), SAO_PAULO) == at(due)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23 07:59", "2026-11-16 08:00"),
        ("2026-11-23 08:00", "2026-11-23 08:00"),
        ("2026-11-29 23:00", "2026-11-23 08:00"),
    ],
)
def test_every_monday(now: str, due: str) -> None:
    assert MONDAYS.latest(at(now), SAO_PAULO) == at(due)


def test_every_hour() -> None:
    assert Hourly().latest(at("2026-11-23 07:59"), SAO_PAULO) == at("2026-11-23 07:00")


@pytest.mark.parametrize(("now", "due"), [("07:59:59", "07:55"), ("08:00:00", "08:00")])
def test_every_few_minutes(now: str, due: str) -> None:
    told = Minutely(5).latest(at(f"2026-11-23 {now}"), SAO_PAULO)
    assert told == at(f"2026-11-23 {due}")


def test_the_moment_is_told_in_utc_wherever_one_asks_from() -> None:
    now = datetime(2026, 11, 23, 7, 15, tzinfo=UTC)

    assert EARLY.latest(now, SAO_PAULO).isoformat() == "2026-11-23T07:15:00+00:00"
    assert EARLY.latest(now.astimezone(NEW_YORK), SAO_PAULO) == now


@pytest.mark.parametrize("rule", [Daily(time(1, 30)), Daily(time(2, 30)), Daily(time(0))])
@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_once_a_day_when_the_clocks_change(rule: Daily, day: str) -> None:
    """In New York 02:00–03:00 is left out on the first of these days, 01:00–02:00 comes twice on
    the other. Asked all the time, the answer turns once on each day and never back."""
    begin = at(f"{day} 00:00", NEW_YORK).astimezone(UTC) - timedelta(days=1)
    asked = [begin + timedelta(minutes=5 * n) for n in range(12 * 24 * 3)]
    told = [rule.latest(now, NEW_YORK) for now in asked]

    assert told == sorted(told)
    days = [moment.astimezone(NEW_YORK).date() for moment in dict.fromkeys(told)]
    assert len(days) == len(set(days)) in {3, 4}
    assert all(due <= now < due + timedelta(hours=26) for due, now in zip(told, asked, strict=True))


def test_a_midnight_that_does_not_exist() -> None:
    """As on the day when São Paulo's summer of 2018 began."""
    due = Daily(time(0)).latest(at("2018-11-04 12:00"), SAO_PAULO)

    assert due.astimezone(SAO_PAULO).isoformat() == "2018-11-04T01:00:00-02:00"
