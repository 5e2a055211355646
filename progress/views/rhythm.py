from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .learner import LearnerRequest


@login_required
@require_safe
def rhythm(request: LearnerRequest) -> HttpResponse:
    """A year of study in dots, or how to switch it on."""
    year = request.journey.rhythm() if request.user.rhythm else None
    return render(request, "progress/rhythm.html", {"room": "path", "rhythm": year})
