import re
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Outline, Resource, Track

from .journey import Journey
from .models import State
from .notice import Notice
from .origin import from_this_site, not_too_many_beginnings


class JourneyRequest(HttpRequest):
    journey: Journey


@from_this_site
@require_POST
@not_too_many_beginnings
def mark(request: JourneyRequest, uid: str) -> HttpResponse:
    """Set a person's state on a resource and go back to the page it was pressed on."""
    try:
        resource = Resource.objects.survivor(uid)
    except Resource.DoesNotExist:
        raise Http404 from None
    state = State.from_word(request.POST.get("state", ""))
    if state is None:
        raise BadRequest(_("Esse andamento não existe. Use a fazer, fazendo, feito ou pulado."))
    track = Track.objects.published().filter(uid=request.GET.get("trilha", "")).first()
    former = request.journey.set_state(resource, state, track)
    response = redirect(_where_it_was_pressed(request, resource))
    response.status_code = 303
    if former != state:
        Notice.of(resource, state, former).leave_on(response)
    return response


def _where_it_was_pressed(request: HttpRequest, resource: Resource) -> str:
    """The page that sent the mark, at its row; the resource's own when the browser is silent."""
    sender = request.headers.get("Referer", "")
    if "://" not in sender or not url_has_allowed_host_and_scheme(
        sender, {request.get_host()}, require_https=request.is_secure()
    ):
        return resource.get_absolute_url()
    page = urlsplit(sender)
    row = request.GET.get("em", "")
    place = f"#{row}" if re.fullmatch(r"[\w-]{1,200}", row) else ""
    back = page._replace(scheme="", netloc="", fragment="").geturl()
    # Without its host, `http://here//elsewhere` would name another one.
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back + place if here else resource.get_absolute_url()


@require_safe
def path(request: JourneyRequest) -> HttpResponse:
    """The person's own page: the next step first, then their tracks and what they did last."""
    outlines = Outline.citing(request.journey.states)
    walks = [request.journey.along(outline) for outline in outlines]
    return render(
        request,
        "progress/path.html",
        {
            "room": "path",
            "name": request.journey.name,
            "walks": walks,
            "latest": walks[0] if walks else None,
            "activity": request.journey.activity(8),
            "tracks": [] if walks else Track.objects.published().for_page()[:3],
        },
    )
