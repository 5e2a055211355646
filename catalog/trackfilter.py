"""The pills above a track: which of its rows a person wants to see now."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Cost, Kind, Language, Outline, Resource, Section, Step

Keeps = Callable[[Resource, Any], bool]  # the resource, and the person's row on it


@dataclass(frozen=True)
class TrackFilter:
    key: str
    label: Promise
    keeps: Keeps | None = None
    personal: bool = False

    @staticmethod
    def useful_on(outline: Outline) -> "list[TrackFilter]":
        """Those that keep something there, whoever looks."""
        rows = [step.material for step in outline.resources.values() if step.material]
        return [
            chosen
            for chosen in FILTERS
            if chosen.keeps is None
            or chosen.personal
            or any(chosen.keeps(row, None) for row in rows)
        ]

    @property
    def narrows(self) -> bool:
        return self.keeps is not None

    @staticmethod
    def of(key: str) -> "TrackFilter":
        """The filter by its word in the address; an unknown word shows everything."""
        return next((chosen for chosen in FILTERS if chosen.key == key), FILTERS[0])

    def applied_to(self, sections: list[Section], walk: Any) -> list[Section]:
        """The sections with what they show: their nested rows, or flat those that are kept."""
        if self.keeps is None:
            return sections
        for section in sections:
            section.shown, section.depth = list(self._kept(section.walk(), walk)), 0
        return [section for section in sections if section.shown]

    def _kept(self, steps: Iterable[Step], walk: Any) -> Iterator[Step]:
        for step in steps:
            if self.keeps and step.material and self.keeps(step.material, walk.row(step.material)):
                yield step


def _of_kind(*kinds: Kind) -> Keeps:
    return lambda resource, mine: resource.kind in kinds


FILTERS = [
    TrackFilter("", _("Tudo")),
    TrackFilter(
        "a-fazer", _("A fazer"), lambda resource, mine: mine.word in ("todo", "doing"), True
    ),
    TrackFilter(
        "portugues", _("Português"), lambda resource, mine: resource.language == Language.PORTUGUESE
    ),
    TrackFilter("gratuitos", _("Gratuitos"), lambda resource, mine: resource.cost == Cost.FREE),
    TrackFilter(
        "ate-30-min", _("Até 30 min"), lambda resource, mine: 0 < (resource.minutes or 0) <= 30
    ),
    TrackFilter("cursos", _("Cursos"), _of_kind(Kind.COURSE)),
    TrackFilter("videos", _("Vídeos"), _of_kind(Kind.VIDEO, Kind.CHANNEL, Kind.TALK)),
    TrackFilter(
        "leituras", _("Leituras"), _of_kind(Kind.READING, Kind.ARTICLE, Kind.BOOK, Kind.BLOG)
    ),
]
