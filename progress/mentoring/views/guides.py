"""Who guides a cohort, and how that ends."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...views.learner import LearnerRequest, signed_in_for
from ..access import cohorts_guided_by, cohorts_owned_by


@login_required
@require_safe
def guides(request: LearnerRequest, uid: UUID) -> HttpResponse:
    cohort = get_object_or_404(cohorts_guided_by(request.user).for_page(), uid=uid)
    context = {
        "cohort": cohort,
        "guides": cohort.guides.standing().for_page(),
        "owns": cohort.owner == request.user,
        "room": "cohorts",
    }
    return render(request, "mentoring/guides.html", context)


@require_POST
@signed_in_for("mentoring:cohorts")
def stop_guiding(request: LearnerRequest, uid: UUID) -> HttpResponse:
    cohort = get_object_or_404(cohorts_guided_by(request.user), uid=uid)
    get_object_or_404(cohort.guides.called().of(request.user)).stop()
    messages.success(request, _("Você não guia mais esta turma."))
    return redirect("mentoring:cohorts")


@require_POST
@signed_in_for("mentoring:cohorts")
def remove_guide(request: LearnerRequest, uid: UUID, guide: int) -> HttpResponse:
    cohort = get_object_or_404(cohorts_owned_by(request.user), uid=uid)
    get_object_or_404(cohort.guides.called(), pk=guide).stop()
    messages.success(
        request, _("Pronto: esta pessoa não guia mais a turma e não vê mais nada dela.")
    )
    return redirect("mentoring:guides", uid)
