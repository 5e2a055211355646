from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .. import structured
from ..models import Skill, Step
from ..stems import fold


@require_safe
def skills(request: HttpRequest) -> HttpResponse:
    found = Skill.objects.current().with_counts().for_page()
    wanted: dict[int | None, list[Step]] = {row.pk: [] for row in found}
    for step in Step.objects.public().filter(skill__in=wanted):
        wanted[step.skill_id].append(step)
    rows = sorted(found, key=lambda row: fold(row.title))
    listed = [(row, wanted[row.pk]) for row in rows]
    return render(request, "catalog/skills.html", {"room": "tracks", "skills": listed})


@require_safe
def skill(request: HttpRequest, uid: str) -> HttpResponse:
    found = get_object_or_404(Skill.objects.current(), uid=uid)
    teaching = found.resources.published().order_by("stems", "pk").for_page()
    return render(
        request,
        "catalog/skill.html",
        {
            "room": "tracks",
            "skill": found,
            "page": Paginator(teaching, 50).get_page(request.GET.get("pagina")),
            "wanted": Step.objects.public().filter(skill=found),
            "structured": structured.defined_term(found, request.build_absolute_uri),
        },
    )
