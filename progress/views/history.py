from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..history import by_day
from ..models import StudyEvent
from .learner import LearnerRequest

A_PAGE = 60


@login_required
@require_safe
def history(request: LearnerRequest) -> HttpResponse:
    """Everything that a learner did, latest first, also with what left the catalog since."""
    events = StudyEvent.objects.of(request.user.pk).for_page()
    page = Paginator(events, A_PAGE).get_page(request.GET.get("pagina"))
    days = list(by_day(page))
    return render(request, "progress/history.html", {"room": "path", "page": page, "days": days})
