from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.models import Outline, Track

from ..journey import JourneyRequest


@require_safe
def path(request: JourneyRequest) -> HttpResponse:
    """The person's own page: the next step first, then their tracks and what they did last."""
    outlines = Outline.citing(request.journey.states)
    walks = [request.journey.along(outline) for outline in outlines]
    return render(
        request,
        "progress/path.html",
        {
            "room": "path",
            "name": request.journey.name,
            "walks": walks,
            "latest": walks[0] if walks else None,
            "activity": request.journey.activity(8),
            "tracks": [] if walks else Track.objects.published().for_page()[:3],
        },
    )
