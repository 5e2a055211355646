"""What stands on the page of a track beside Django's form: its outline, its source, its links."""

from collections import Counter
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ..links import canonical
from ..models import Arrangement, Health, Kind, LinkHealth, Source, Step, Track

# What a curator should look at, the worst first; the other states are no work.
TO_LOOK_AT = (Health.DEAD, Health.SUSPECT, Health.MOVED)
TOLD = (*TO_LOOK_AT, Health.WALL, Health.BLOCKED)
KINDS = dict(Kind.choices)  # asked of each row, `get_kind_display` is a fourth of the page's time
FEW = 12  # steps that fit on one screen: a track of so few is shown open


class TrackPage:
    """Four statements, however long the track is: sections, steps, links and the source."""

    def __init__(self, track: Track, opened: str = "") -> None:
        self.track, self.sections = track, Arrangement(track).sections
        self._health = self._states()
        few = sum(len(section.rows) for section in self.sections) <= FEW
        for number, section in enumerate(self.sections, 1):
            self._tell_section(section, number, opened in (str(section.pk), "todas") or few)

    def _tell_section(self, section: Any, number: int, opened: bool) -> None:
        section.place, section.opened = number, opened
        place = 0
        for row in section.rows:
            place += row.parent_id is None
            self._tell_step(row, place if row.parent_id is None else None)
        worrying = sum(row.health in TO_LOOK_AT for row in section.rows)
        section.worrying = worrying + (self._state_at(section.url) in TO_LOOK_AT)

    def _tell_step(self, row: Any, place: int | None) -> None:
        thing = row.target
        row.place, row.kind = place, _kind(row)
        row.away = bool(thing and thing.retired_at)
        state = self._health.get(_address(row), "")
        row.health = state if state in TOLD else ""
        row.health_word = Health(state).label if row.health else ""
        row.url = (
            reverse(f"admin:catalog_{thing._meta.model_name}_change", args=[thing.pk])
            if thing
            else f"{reverse('admin:catalog_section_change', args=[row.section_id])}#linha-{row.pk}"
        )

    @cached_property
    def steps_count(self) -> int:
        return sum(len(section.rows) for section in self.sections)

    @cached_property
    def source(self) -> Source | None:
        found = Source.objects.filter(track=self.track).defer("text", "outline")
        return found.annotate(has_text=~Q(text="")).first()

    @cached_property
    def health(self) -> list[tuple[str, str, int]]:
        """State, its word and how many addresses are in it, in the order of the states."""
        counted = Counter(self._health.values())
        return [(s.value, str(s.label), counted[s]) for s in Health if counted[s]]

    def _states(self) -> dict[str, str]:
        """The state of every address that the track leads to."""
        rows = (row for section in self.sections for row in section.rows)
        addresses = {_address(row) for row in rows}
        addresses |= {canonical(section.url) for section in self.sections if section.url}
        addresses.discard("")
        known = LinkHealth.objects.filter(address__in=addresses).values_list("address", "state")
        return dict.fromkeys(addresses, Health.UNKNOWN.value) | dict(known)

    def _state_at(self, url: str) -> str:
        return self._health.get(canonical(url), "") if url else ""


def _address(row: Step) -> str:
    place = row.material or row.community
    return str(place.address) if place else ""


def _kind(row: Step) -> str:
    if row.material:
        return str(KINDS.get(row.material.kind, row.material.kind))
    if row.skill:
        return str(row.get_requirement_display() or _("habilidade"))
    return _("comunidade") if row.community else _("grupo")
