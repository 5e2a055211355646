"""The front of the curators' desk: what waits for them, and the list beside every page."""

from typing import Any, NamedTuple

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from .models import LinkHealth, Suggestion
from .today import Today


class Way(NamedTuple):
    """A line of the list beside every page."""

    label: str
    url: str
    here: bool
    number: int = 0
    counted: str = ""  # what the number counts, for those who hear it


class DeskSite(admin.AdminSite):
    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        # Most answers never draw the list: its numbers are asked for when it is drawn.
        ways = SimpleLazyObject(lambda: _ways(request))
        return {**super().each_context(request), "ways": ways}

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        today = {"today": Today(request.user), "hour": timezone.localtime().hour}
        return super().index(request, {**today, **(extra_context or {})})


def _ways(request: HttpRequest) -> list[Way]:
    """Where this person may go. Nothing for staff who do not curate."""
    may = request.user.has_perm
    if not may("catalog.view_track"):
        return []
    names = [(_("Hoje"), "index"), (_("Trilhas"), "catalog_track_changelist")]
    if may("catalog.add_track"):
        names.append((_("Importar README"), "catalog_import"))
    ways = [_way(request, label, name) for label, name in names]
    if may("catalog.view_suggestion"):
        n = Suggestion.objects.waiting().count()
        name = "catalog_suggestion_changelist"
        ways.append(_way(request, _("Sugestões"), name, n, _("esperando")))
    if may("catalog.view_linkhealth"):
        n = LinkHealth.objects.standing().asking().count()
        name = "catalog_linkhealth_changelist"
        ways.append(_way(request, _("Links"), name, n, _("para olhar")))
    # A page stands in one place: importing has an address below that of the tracks.
    nearest = max((len(way.url) for way in ways if way.here), default=0)
    return [way._replace(here=way.here and len(way.url) == nearest) for way in ways]


def _way(request: HttpRequest, label: str, name: str, n: int = 0, counted: str = "") -> Way:
    url = reverse(f"admin:{name}")
    front = name == "index"
    here = request.path == url if front else request.path.startswith(url)
    return Way(label, url, here, n, counted)
