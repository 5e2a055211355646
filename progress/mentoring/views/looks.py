"""What a learner is told of being seen: who looked and when, and which cohorts are over."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.spreadsheet import safe, written

from ...origin import where_it_was_pressed
from ...views.learner import LearnerRequest, signed_in_for
from .. import access
from ..giving import all_giving
from ..models import Look
from ..seen import Told, by_day, one_by_one

A_PAGE = 60


@login_required
@require_safe
def looks(request: LearnerRequest) -> HttpResponse:
    """Everything that somebody saw of a learner's, and what is open now."""
    found = access.looks_at(request.user).for_page()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("pagina"))
    context = {"page": page, "days": list(by_day(page)), "shown": all_giving(request.user)}
    return render(request, "mentoring/looks.html", {"room": "looks", **context})


@login_required
@require_safe
def looks_sheet(request: LearnerRequest) -> HttpResponse:
    """All looks one by one, as rows for a spreadsheet, in the learner's own time."""
    found: Any = access.looks_at(request.user).for_page()
    columns = _("quando"), _("quem"), _("turma"), _("onde"), _("o quê")
    rows = [dict(zip(columns, _row(told), strict=True)) for told in one_by_one(found)]
    return HttpResponse(
        written(rows, columns),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="quem-olhou.csv"'},
    )


def _row(told: Told) -> list[str]:
    at = timezone.localtime(told.at).isoformat(" ", "seconds")
    where = str(Look.Where(told.looks[0].where).label)
    return [at, *map(safe, (told.who, told.cohort, where, told.saw))]


@require_POST
@signed_in_for("mentoring:cohorts")
def put_farewell_away(request: LearnerRequest, farewell: int) -> HttpResponse:
    get_object_or_404(access.farewells_to(request.user), pk=farewell).delete()
    return redirect(where_it_was_pressed(request, reverse("mentoring:cohorts")))
