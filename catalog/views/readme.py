from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ..exporter import MARKDOWN, text_of
from ..models import Track


@require_safe
@cache_control(public=True, max_age=300)
def readme(request: HttpRequest, uid: str) -> HttpResponse:
    """A track as a README, the same for everybody."""
    track = Track.objects.published().filter(uid=uid).first()
    if track is None:
        raise Http404
    name = f'attachment; filename="{track.uid}.md"'
    return HttpResponse(text_of(track), MARKDOWN, headers={"Content-Disposition": name})
