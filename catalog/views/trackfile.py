from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from ..models import Track
from ..trackfile import SCHEMA, document


@require_safe
def track_json(request: HttpRequest, uid: str) -> HttpResponse:
    """A published track to be brought into another Trilha."""
    track = Track.objects.published().filter(uid=uid).first()
    if track is None:
        raise Http404
    return JsonResponse(
        document(track),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{uid}.json"'},
    )


@require_safe
def track_schema(request: HttpRequest) -> HttpResponse:
    """What every field of such a file means, for programs."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")
