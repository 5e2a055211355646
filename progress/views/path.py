from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Outline, Status, Track

from ..coverage import Coverage
from ..journey import JourneyRequest
from ..models import Following
from .learner import LearnerRequest, signed_in_for


@require_safe
def path(request: JourneyRequest) -> HttpResponse:
    """The person's own page: the next step first, then their tracks and what they did last."""
    journey = request.journey
    outlines = Outline.citing(journey.states)
    news = journey.news(outlines)
    walks = [(journey.along(outline), news.get(outline.track.pk)) for outline in outlines]
    # A track that was walked to its end leads nowhere while another is under way.
    last = next((n for n, (walk, _) in enumerate(walks) if walk.head().next), 0)
    latest = walks[last][0] if walks else None
    return render(
        request,
        "progress/path.html",
        {
            "room": "path",
            "name": journey.name,
            "walks": walks,
            "latest": latest,
            "coverage": Coverage(outlines[last], journey.states) if latest else None,
            "activity": journey.activity(8),
            # A visitor has no rhythm, and a learner may not want to see theirs.
            "rhythm": journey.rhythm() if getattr(request.user, "rhythm", False) else None,
            "plan_week": journey.plan_week(),
            "agreed_week": journey.agreed().week,
            "tracks": [] if walks else Track.objects.published().for_page()[:3],
        },
    )


@require_POST
@signed_in_for("progress:path")
def seen(request: LearnerRequest, uid: str) -> HttpResponse:
    """Take note of what changed in a followed track."""
    followed = Following.objects.filter(learner=request.user, track__status=Status.PUBLISHED)
    get_object_or_404(followed.select_related("track"), track__uid=uid).look()
    return redirect("progress:path")
