"""What a learner adds to their own copy of a track, and its way to a suggestion."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Status, Track
from catalog.origin import from_this_site

from ..forms.ownlink import OwnLinkForm
from ..models import OwnLink
from ..notice import Notice
from ..origin import where_it_was_pressed
from .learner import LearnerRequest, signed_in_for
from .marks import posted_state

A_PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])
signed_in = signed_in_for("progress:own_links")


@login_required
@require_safe
def links(request: LearnerRequest) -> HttpResponse:
    own = OwnLink.objects.of(request.user).for_page().by_track()
    page = Paginator(own, A_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "progress/own_links.html", {"room": "path", "page": page})


@login_required
@form_page
def new(request: LearnerRequest) -> HttpResponse:
    asked = request.GET
    track = get_object_or_404(Track.objects.published(), uid=asked.get("trilha", ""))
    section = track.sections.filter(uid=asked.get("etapa", "")).first()
    link = OwnLink(learner=request.user, track=track)
    form = OwnLinkForm(request.POST or None, instance=link, initial={"section": section})
    return _answer(request, form)


@login_required
@form_page
def edit(request: LearnerRequest, uid: UUID) -> HttpResponse:
    link = _own_or_404(request, uid)
    return _answer(request, OwnLinkForm(request.POST or None, instance=link))


@require_POST
@signed_in
def remove(request: LearnerRequest, uid: UUID) -> HttpResponse:
    link = _own_or_404(request, uid)
    link.remove()
    messages.success(request, _("“%s” saiu da sua trilha.") % link.title)
    return redirect("progress:own_links")


@from_this_site
@require_POST
@signed_in
def mark(request: LearnerRequest, uid: UUID) -> HttpResponse:
    link = _own_or_404(request, uid)
    state = posted_state(request)
    former = link.set_state(state)
    response = redirect(where_it_was_pressed(request, reverse("progress:own_links")))
    response.status_code = 303
    if former != state:
        Notice.of_own(link, state, former).leave_on(response)
    return response


@login_required
@form_page
def suggest(request: LearnerRequest, uid: UUID) -> HttpResponse:
    """Say what becomes visible and to whom; with a post, let it."""
    link, problem = _own_or_404(request, uid), ""
    try:
        if request.method == "POST" and link.suggest():
            messages.success(request, _("Sugestão enviada. A resposta aparece junto do recurso."))
        if link.suggestion:
            return redirect("progress:own", link.uid)
        link.offer().full_clean()
    except ValidationError as error:
        problem = " ".join(error.messages)
    context = {"room": "path", "link": link, "problem": problem}
    return render(request, "progress/own_suggest.html", context)


@require_POST
@signed_in
def withdraw(request: LearnerRequest, uid: UUID) -> HttpResponse:
    link = _own_or_404(request, uid)
    if link.withdraw():
        messages.success(request, _("Sugestão retirada. Só você vê este recurso de novo."))
    else:
        messages.info(request, _("Não há sugestão esperando."))
    return redirect("progress:own", link.uid)


def _own_or_404(request: LearnerRequest, uid: UUID) -> OwnLink:
    own = OwnLink.objects.of(request.user).select_related("track", "section", "suggestion")
    return get_object_or_404(own, uid=uid)


def _answer(request: LearnerRequest, form: OwnLinkForm) -> HttpResponse:
    link: OwnLink = form.instance
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:
            # The same form, sent twice at once: its twin has stored the link.
            twin = OwnLink.objects.of(request.user).filter(
                track=link.track, section=link.section, address=link.address
            )
            link = twin.get()
        messages.success(request, _("Pronto. Só você vê este recurso."))
        return redirect(_where_it_stands(link))
    context = {"room": "path", "form": form, "link": link, "track": link.track}
    return render(request, "progress/own_form.html", context)


def _where_it_stands(link: OwnLink) -> str:
    drawn = link.track.status == Status.PUBLISHED
    page = link.track.get_absolute_url() if drawn else reverse("progress:own_links")
    return f"{page}#meu-{link.uid}"
