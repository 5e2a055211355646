from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import Community, Step
from ..stems import fold


@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    found = Community.objects.current().for_page()
    cited: dict[int | None, list[Step]] = {row.pk: [] for row in found}
    for step in Step.objects.public().filter(community__in=cited):
        cited[step.community_id].append(step)
    rows = sorted(found, key=lambda row: fold(row.title))
    listed = [(row, cited[row.pk]) for row in rows]
    return render(
        request, "catalog/communities.html", {"room": "communities", "communities": listed}
    )
