from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from .. import structured
from ..models import Outline, Resource, Step, Suggestion


@require_safe
def resource(request: HttpRequest, uid: str) -> HttpResponse:
    try:
        found = Resource.objects.with_health().survivor(uid)
    except Resource.DoesNotExist:
        raise Http404 from None
    if found.uid != uid:
        return redirect(found)  # not for ever: a merge can be undone
    cited = list(Step.objects.citing(found))
    skills = list(found.skills.current())
    return render(
        request,
        "catalog/resource.html",
        {
            "room": "tracks",
            "resource": found,
            "cited": cited,
            "why": next((step for step in cited if step.remark), None),
            "skills": skills,
            "tags": found.tags.order_by("name"),
            "thanks": Suggestion.objects.authors_of(found),
            "related": Resource.objects.related_to(found)[:6],
            "structured": structured.learning_resource(found, skills),
            **_neighbours(cited[0] if cited else None),
        },
    )


def _neighbours(step: Step | None) -> dict[str, Step | None]:
    """The steps before and after a resource in the first track that cites it."""
    if step is None:
        return {}
    row = list(Outline.of(step.track.uid).resources.values())
    here = next((n for n, other in enumerate(row) if other.pk == step.pk), None)
    if here is None:
        return {}
    return {
        "before": row[here - 1] if here else None,
        "after": row[here + 1] if here + 1 < len(row) else None,
    }
