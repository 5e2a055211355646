"""What a cohort wants to be through with, and by when."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.models import Outline

from ...views.learner import LearnerRequest
from ..access import cohorts_guided_by
from ..forms.goals import GoalsForm
from ..ways import way_along


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goals(request: LearnerRequest, uid: UUID) -> HttpResponse:
    own = cohorts_guided_by(request.user).going().for_page()
    cohort = get_object_or_404(own, uid=uid)
    way = way_along(cohort) if cohort.track else None
    outline = way if isinstance(way, Outline) else None
    if request.method != "POST":
        form = GoalsForm(cohort, outline)
    elif request.POST.get("do") == "spread":
        form = GoalsForm.spread(cohort, outline, request.POST)
    else:
        form = GoalsForm(cohort, outline, request.POST)
        if form.is_valid():
            form.save()
            messages.success(request, _("Metas salvas. A turma já as vê."))
            return redirect("mentoring:goals", uid)
    proposed = request.POST.get("do") == "spread"
    context = {"cohort": cohort, "form": form, "proposed": proposed, "room": "cohorts"}
    return render(request, "mentoring/goals.html", context)
