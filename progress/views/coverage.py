from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.models import Outline, Track

from ..coverage import Coverage
from ..forms.coverage import JudgementForm
from ..journey import Journey, JourneyRequest


@require_http_methods(["GET", "HEAD", "POST"])
def coverage(request: JourneyRequest) -> HttpResponse:
    """The skills of one track beside what was studied, and what one thinks of oneself."""
    if request.method == "POST":
        return _judge(request)
    outline = _outline(request)
    form = JudgementForm(_covered(request.journey, outline)) if outline else None
    return _page(request, form)


@login_required
def _judge(request: Any) -> HttpResponse:
    outline = _outline(request)
    if outline is None:
        raise Http404
    form = JudgementForm(_covered(request.journey, outline), request.POST)
    if not form.is_valid():
        return _page(request, form)
    form.save(request.user.pk)
    messages.success(request, _("Respostas salvas."))
    return redirect(request.get_full_path())


def _outline(request: JourneyRequest) -> Outline | None:
    """The track that is asked for, else the one studied last, else the first that names skills."""
    if uid := request.GET.get("trilha", ""):
        try:
            return Outline.of(uid)
        except Track.DoesNotExist:
            raise Http404 from None
    studied = Outline.citing(request.journey.states)
    found = next((outline for outline in studied if Coverage(outline, {}).lines), None)
    first = None if found else Track.objects.published().naming_skills().first()
    return Outline.of(first.uid) if first else found


def _covered(journey: Journey, outline: Outline) -> Coverage:
    skills = [line.skill for line in Coverage(outline, {}).lines]
    return Coverage(outline, journey.states, journey.judgements(skills))


def _page(request: JourneyRequest, form: JudgementForm | None) -> HttpResponse:
    covered = form.coverage if form else None
    context = {
        "room": "path",
        "name": request.journey.name,
        "tracks": Track.objects.published().naming_skills().for_page(),
        "form": form,
        "coverage": covered,
        "walk": request.journey.along(covered.outline if covered else None),
    }
    return render(request, "progress/coverage.html", context)
