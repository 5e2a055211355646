"""Days of study as a calendar that other programs subscribe to (RFC 5545). Pure: all texts come
in ready, and folding and escaping are the library's."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from icalendar import Calendar, Event, Timezone, vDuration, vText

EVERY = timedelta(hours=6)


class Entry(NamedTuple):
    """Something to do on a day. Its uid stays when the day changes, so that programs move it."""

    uid: str
    day: date
    title: str
    text: str
    address: str


def write(
    entries: Iterable[Entry], name: str, zone: str, changed: datetime, revision: int
) -> bytes:
    """The calendar as it has stood since `changed`; the same input gives the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Trilha//Plano de estudo//PT")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", vText(zone))
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(EVERY))
    for entry in entries:
        calendar.add_component(_event(entry, changed, revision))
    if not calendar.subcomponents:
        # A calendar must hold something: where nothing is planned, the hours of the place.
        calendar.add_component(Timezone.from_tzid(zone))
    return bytes(calendar.to_ical())


def _event(entry: Entry, changed: datetime, revision: int) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", revision)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("url", entry.address)
    event.add("transp", "TRANSPARENT")  # the day stays free for other things
    return event
