from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.models import Resource, Track
from catalog.origin import from_this_site

from ..journey import JourneyRequest
from ..models import State
from ..notice import Notice
from ..origin import not_too_many_beginnings, where_it_was_pressed


@from_this_site
@require_POST
@not_too_many_beginnings
def mark(request: JourneyRequest, uid: str) -> HttpResponse:
    """Set a person's state on a resource and go back to the page it was pressed on."""
    try:
        resource = Resource.objects.survivor(uid)
    except Resource.DoesNotExist:
        raise Http404 from None
    state = posted_state(request)
    track = Track.objects.published().filter(uid=request.GET.get("trilha", "")).first()
    former = request.journey.set_state(resource, state, track)
    response = redirect(where_it_was_pressed(request, resource.get_absolute_url()))
    response.status_code = 303
    if former != state:
        Notice.of(resource, state, former).leave_on(response)
    return response


def posted_state(request: JourneyRequest) -> State:
    """The state that a mark sets. Raises `BadRequest` for a word that names none."""
    state = State.from_word(request.POST.get("state", ""))
    if state is None:
        raise BadRequest(_("Esse andamento não existe. Use a fazer, fazendo, feito ou pulado."))
    return state
