"""What was shared with a learner and they keep: the button on the page of a link, and all of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.origin import from_this_site

from ...views.learner import LearnerRequest, signed_in_for
from .. import brought
from ..access import links_under, received_by
from ..doors import missed, unlisted
from ..models import Received

A_PAGE = 20


@unlisted
@from_this_site
@require_POST
def keep(request: LearnerRequest, key: str) -> HttpResponse:
    """Keep a link. A visitor takes it along to where an account is made."""
    link = links_under(key).first()
    if link is None:
        return missed(request)
    response: HttpResponse = redirect(link)
    response.status_code = 303
    if request.user.pk is None:
        door = redirect_to_login(link.get_absolute_url(), reverse("account_signup"))
        response["Location"] = door.url
        brought.carry(request, response, link)
    elif Received.objects.keep(request.user.pk, link):
        messages.success(request, _("Guardado em “Compartilhado comigo”."))
    return response


@login_required
@require_safe
def received(request: LearnerRequest) -> HttpResponse:
    page = Paginator(received_by(request.user).for_page(), A_PAGE)
    shown = page.get_page(request.GET.get("pagina"))
    return render(request, "mentoring/received.html", {"room": "received", "page": shown})


@require_POST
@signed_in_for("mentoring:received")
def let_go(request: LearnerRequest, uid: UUID) -> HttpResponse:
    """Keep a link no longer. Whoever shared it learns nothing of it."""
    get_object_or_404(received_by(request.user), link__uid=uid).delete()
    messages.success(request, _("Tirado de “Compartilhado comigo”."))
    return redirect("mentoring:received")
