"""The page of link health as plain data: what each link asks of a curator, what stands there, and
how its last visits went. A few statements, however many links there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ..links import canonical, host
from ..models import Care, Cited, LinkCheck, LinkHealth, Resource, Suggestion, Track
from .linkwords import HINTS, SAID, bead, found_by

SHOWN = 20  # of each care; the others have a page for it
A_PAGE = 50
BEADS = 8
QUIET = (Care.UNKNOWN, Care.OK)  # they ask nothing: shown to whoever wants to see them


@dataclass
class Row:
    link: Any  # a LinkHealth with its `care`
    cited: Cited
    checks: list[LinkCheck] = field(default_factory=list)  # the latest last
    proposals: list[Suggestion] = field(default_factory=list)
    there: Resource | None = None  # who stands at the new address already

    @property
    def name(self) -> str:
        return str(self.cited.thing or self.link.url)

    @property
    def edit_url(self) -> str:
        """Where what stands there is edited."""
        thing = self.cited.thing
        name = thing._meta.model_name if thing else ""
        return reverse(f"admin:catalog_{name}_change", args=[thing.pk]) if thing else self.link.url

    @property
    def short(self) -> str:
        return Truncator(self.link.address.removeprefix("https://")).chars(60)

    @property
    def more_tracks(self) -> int:
        return len(self.cited.tracks) - 2

    @property
    def beads(self) -> list[str]:
        return [bead(check) for check in self.checks]

    @property
    def story(self) -> str:
        return ", ".join(str(SAID[bead(check)]) for check in self.checks)

    @property
    def last(self) -> str:
        """What the last visit found, and since when."""
        since = date_format(timezone.localtime(self.link.since), "j \\d\\e b")
        found = found_by(self.checks[-1]) if self.checks else _("ainda não visitado")
        return _("%(found)s · desde %(since)s") % {"found": found, "since": since}


@dataclass
class Group:
    care: Care
    count: int
    rows: list[Row]

    @property
    def hint(self) -> Any:
        return HINTS[self.care]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


class LinkPage:
    """`?situacao=mortos&trilha=…&site=…&q=…&pagina=2`; what else an address asks is ignored."""

    def __init__(self, query: QueryDict) -> None:
        self.question, self.host = query.get("q", "").strip()[:200], query.get("site", "")
        self.care = next((care for care in Care if care == query.get("situacao")), None)
        self._track, self._page = query.get("trilha", ""), query.get("pagina")

    @cached_property
    def tracks(self) -> list[Track]:
        return list(Track.objects.order_by("position", "title"))

    @property
    def track(self) -> Track | None:
        return next((track for track in self.tracks if track.uid == self._track), None)

    @cached_property
    def _standing(self) -> Any:
        return LinkHealth.objects.standing(self.track)

    @cached_property
    def hosts(self) -> list[str]:
        """The sites whose links ask for something."""
        asking = self._standing.with_care().exclude(care__in=QUIET)
        return sorted({host(url) for url in asking.values_list("address", flat=True)})

    @cached_property
    def links(self) -> Any:
        """What the filters leave, of every care."""
        links = self._standing
        if self.host:
            links = links.on(self.host)
        if self.question:
            said = Resource.objects.beginning(self.question).order_by().values("address")
            links = links.filter(Q(url__icontains=self.question) | Q(address__in=said))
        return links.with_care()

    @cached_property
    def counts(self) -> list[tuple[Care, int]]:
        counted = self.links.counts()
        return [(care, counted.get(care, 0)) for care in Care]

    @cached_property
    def page(self) -> "Page[Any] | None":
        """Of one care, when it was asked for."""
        if self.care is None:
            return None
        chosen = self.links.filter(care=self.care).order_by(*_first())
        return Paginator(chosen, A_PAGE).get_page(self._page)

    @cached_property
    def groups(self) -> list[Group]:
        if self.page is None:
            place = Window(RowNumber(), partition_by=F("care"), order_by=_first())
            asking = self.links.exclude(care__in=QUIET)
            links = list(asking.annotate(place=place).filter(place__lte=SHOWN).order_by("place"))
        else:
            links = list(self.page.object_list)
        rows = _rows(links)
        return [
            Group(care, count, [row for row in rows if row.link.care == care])
            for care, count in self.counts
            if any(row.link.care == care for row in rows)
        ]


def _first() -> list[Any]:
    """What people told about first, then what has been so for longest."""
    return [F("reports").desc(), F("since").asc(), F("pk").asc()]


def _rows(links: list[Any]) -> list[Row]:
    cited = Cited.at({link.address for link in links})
    rows = {link.pk: Row(link, cited[link.address]) for link in links}
    for check in _latest(links):
        rows[check.link_id].checks.append(check)
    proposals: dict[Any, list[Suggestion]] = {}
    for suggestion in _replacing([row.cited for row in rows.values()]):
        proposals.setdefault(suggestion.about_id, []).append(suggestion)
    moved = {canonical(link.moved_to): link.pk for link in links if link.moved_to}
    there = {resource.address: resource for resource in Resource.objects.filter(address__in=moved)}
    for row in rows.values():
        for resource in row.cited.resources:
            row.proposals += proposals.get(resource.pk, [])
        found = there.get(canonical(row.link.moved_to)) if row.link.moved_to else None
        row.there = None if found in row.cited.resources else found
    return list(rows.values())


def _latest(links: list[LinkHealth]) -> "QuerySet[LinkCheck]":
    newest = Window(RowNumber(), partition_by=F("link"), order_by=["-made_at", "-pk"])
    checks = LinkCheck.objects.filter(link__in=links).annotate(place=newest)
    return checks.filter(place__lte=BEADS).order_by("-place")


def _replacing(all_cited: Iterable[Cited]) -> "QuerySet[Suggestion]":
    resources = [resource for cited in all_cited for resource in cited.resources]
    return Suggestion.objects.replacements().filter(about__in=resources).order_by("made_at")
