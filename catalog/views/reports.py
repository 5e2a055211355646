from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..models import LinkHealth, Resource
from ..origin import from_this_site

# Of one person, or of one address when nobody is signed in.
MANY = "20/h"
ONCE = "1/d"  # of one link: the second time says nothing new


@from_this_site
@require_POST
def report(request: HttpRequest, uid: str) -> HttpResponse:
    """Somebody says that a link does not open: it is visited soon, and curators see it."""
    try:
        resource = Resource.objects.survivor(uid)
    except Resource.DoesNotExist:
        raise Http404 from None
    if resource.retired_at:
        raise Http404  # nobody visits what stands on no page
    many = _past(request, "links_reported", MANY)
    if many:
        return many
    if not _past(request, f"link_reported_{resource.pk}", ONCE):
        LinkHealth.objects.report(resource.url)
    said = _("Obrigado por avisar! Vamos visitar este link de novo daqui a pouco.")
    messages.success(request, said)
    response = redirect(resource)
    response.status_code = 303
    return response


def _past(request: HttpRequest, action: str, rate: str) -> HttpResponse | None:
    """The calm answer to whoever did it more often than that; nothing for all others."""
    config = {action: f"{rate}/{'user' if request.user.pk else 'ip'}"}
    many: HttpResponse | None = ratelimit.consume_or_429(request, action=action, config=config)
    return many
