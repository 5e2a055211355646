"""Who guides a cohort, and how that ends."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..access import cohorts_guided_by, cohorts_owned_by


class MentorRequest(HttpRequest):
    user: Any


@login_required
@require_safe
def guides(request: MentorRequest, uid: UUID) -> HttpResponse:
    cohort = get_object_or_404(cohorts_guided_by(request.user).for_page(), uid=uid)
    context = {
        "cohort": cohort,
        "guides": cohort.guides.standing().for_page(),
        "owns": cohort.owner == request.user,
        "room": "cohorts",
    }
    return render(request, "mentoring/guides.html", context)


@require_POST
def stop_guiding(request: MentorRequest, uid: UUID) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("mentoring:cohorts"))
    cohort = get_object_or_404(cohorts_guided_by(request.user), uid=uid)
    get_object_or_404(cohort.guides.called().of(request.user)).stop()
    messages.success(request, _("Você não guia mais esta turma."))
    return redirect("mentoring:cohorts")


@require_POST
def remove_guide(request: MentorRequest, uid: UUID, guide: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("mentoring:cohorts"))
    cohort = get_object_or_404(cohorts_owned_by(request.user), uid=uid)
    get_object_or_404(cohort.guides.called(), pk=guide).stop()
    messages.success(
        request, _("Pronto: esta pessoa não guia mais a turma e não vê mais nada dela.")
    )
    return redirect("mentoring:guides", uid)
