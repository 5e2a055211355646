from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalog.exporter import MARKDOWN, text_of
from catalog.models import Track

from ..journey import JourneyRequest
from ..models import State


@require_safe
@cache_control(private=True, no_store=True)
def readme(request: JourneyRequest, uid: str) -> HttpResponse:
    """A track as a README whose boxes are ticked where a person is done; a visitor too."""
    track = Track.objects.published().filter(uid=uid).first()
    if track is None:
        raise Http404
    done = {key for key, state in request.journey.states.items() if state == State.DONE}
    headers = {
        "Content-Disposition": f'attachment; filename="{track.uid}.md"',
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(text_of(track, done), MARKDOWN, headers=headers)
