from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import structured
from ..models import Outline, Track
from ..trackfilter import TrackFilter


@require_safe
def tracks(request: HttpRequest) -> HttpResponse:
    found = Track.objects.published().with_counts().for_page()
    return render(request, "catalog/tracks.html", {"room": "tracks", "tracks": found})


@require_safe
def track(request: HttpRequest, uid: str) -> HttpResponse:
    outline = _outline_or_404(uid)
    walk = request.journey.along(outline)  # type: ignore[attr-defined]
    filters = TrackFilter.useful_on(outline)
    chosen = TrackFilter.of(request.GET.get("f", ""))
    return render(
        request,
        "catalog/track.html",
        {
            "room": "tracks",
            "track": outline.track,
            "outline": outline,
            "sections": chosen.applied_to(outline.sections, walk),
            "walk": walk,
            "filter": chosen,
            "filters": filters,
            "structured": structured.item_list(outline, request.build_absolute_uri),
        },
    )


@require_safe
def section(request: HttpRequest, uid: str, section: str) -> HttpResponse:
    outline = _outline_or_404(uid)
    here = next((row for row in outline.sections if row.uid == section), None)
    if here is None:
        raise Http404
    stages = [row for row in outline.sections if row.number]
    inside = list(here.with_inner(depth=0))
    place = stages.index(next(row for row in inside if row.number))
    last = stages.index([row for row in inside if row.number][-1])
    return render(
        request,
        "catalog/section.html",
        {
            "room": "tracks",
            "track": outline.track,
            "section": here,
            "sections": inside,
            "walk": request.journey.along(outline),  # type: ignore[attr-defined]
            "before": stages[place - 1] if place else None,
            "after": stages[last + 1] if last + 1 < len(stages) else None,
        },
    )


def _outline_or_404(uid: str) -> Outline:
    try:
        return Outline.of(uid)
    except Track.DoesNotExist:
        raise Http404 from None
