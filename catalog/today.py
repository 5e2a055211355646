"""What waits for a curator today. Each of the three parts is asked for only when it is drawn."""

from datetime import timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from .models import Care, Cited, LinkHealth, Preview, Resource, Status, Suggestion, Track

SHOWN = 3
OLD = timedelta(days=30)  # a source that nobody looked at for so long may say something new


class Pressing(NamedTuple):
    link: Any
    name: str
    url: str


class Today:
    """Of one curator: previews are their own, everything else is everybody's."""

    def __init__(self, user: Any) -> None:
        self.user = user

    @property
    def curates(self) -> bool:
        return bool(self.user.has_perm("catalog.change_track"))

    @cached_property
    def suggestions(self) -> int:
        return Suggestion.objects.waiting().count()

    @cached_property
    def oldest(self) -> list[Suggestion]:
        waiting = Suggestion.objects.waiting().select_related("by")
        return list(waiting.order_by("made_at", "pk")[:SHOWN])

    @cached_property
    def _links(self) -> Any:
        return LinkHealth.objects.standing()

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many links there are of each care, by its name."""
        counted = self._links.counts()
        return {care.name: counted.get(care, 0) for care in Care}

    @cached_property
    def told(self) -> int:
        """Links that people told about, whatever else is wrong with them."""
        return int(self._links.filter(reports__gt=0).count())

    @property
    def links(self) -> int:
        return sum(self.counts[name] for name in ("DEAD", "SUSPECT", "MOVED", "TOLD"))

    @cached_property
    def pressing(self) -> list[Pressing]:
        links = list(self._links.asking().with_care()[:SHOWN])
        cited = Cited.at([link.address for link in links])
        page = reverse("admin:catalog_linkhealth_changelist")
        return [
            Pressing(link, str(cited[link.address].thing or link.url), f"{page}#l{link.pk}")
            for link in links
        ]

    @cached_property
    def drafts(self) -> list[Any]:
        drafts = Track.objects.filter(status=Status.DRAFT).order_by("-pk")
        return list(drafts.annotate(steps_count=Count("steps")))

    @cached_property
    def previews(self) -> list[Any]:
        """Read and not taken over: they go after a day."""
        return list(Preview.objects.of(self.user).open().order_by("made_at"))

    @cached_property
    def sources(self) -> list[Track]:
        """Tracks whose README was taken over long ago."""
        old = Q(source__taken_at__lt=timezone.now() - OLD) & ~Q(source_url="")
        tracks = Track.objects.filter(old).exclude(status=Status.RETIRED)
        return list(tracks.select_related("source").defer("source__text", "source__outline"))

    @property
    def waiting(self) -> int:
        return self.suggestions + self.links + len(self.drafts) + len(self.previews)

    @cached_property
    def published(self) -> int:
        return Track.objects.published().count()

    @cached_property
    def resources(self) -> int:
        return Resource.objects.current().count()
