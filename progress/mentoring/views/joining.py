"""From an invitation into a cohort: what would be seen by whom, and the yes or no to it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ...journey import JourneyRequest
from ..access import cohorts_guided_by, guides_of, invitation_to, invitations_open, memberships_of
from ..doors import missed, unlisted
from ..forms.joining import GuideForm, JoinForm
from ..giving import Guides, giving_of
from ..invited import ask_guardian, asked_too_often
from ..models import Changed, Full, Invitation, Role, Shut
from ..sample import Sample

# A small signed cookie holds what one was invited to, so that no row is made for every robot.
INVITED, SALT = "convite", "progress.mentoring.joining"
AGE = timedelta(days=1)


class JoinRequest(JourneyRequest):
    user: Any
    outbox: list[Any]


@unlisted
@require_safe
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Uses nothing up, so that a preview of the link takes nobody's place."""
    invitation = invitations_open(timezone.now()).under(token).first()
    if invitation is None:
        return missed(request)
    answer = redirect("mentoring:join")
    if request.method == "GET":
        answer.set_signed_cookie(
            INVITED,
            str(invitation.uid),
            salt=SALT,
            max_age=AGE,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return answer


@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: JoinRequest) -> HttpResponse:
    invitation = _held(request)
    if invitation is None:
        return missed(request)
    cohort, person = invitation.cohort, request.user
    if person.is_authenticated:
        if cohorts_guided_by(person).filter(pk=cohort.pk).exists():
            messages.success(request, _("Você guia esta turma."))
            return redirect(cohort)
        if memberships_of(person).filter(cohort=cohort).exists():
            return _welcome_back(request, invitation)
    if not invitations_open(timezone.now()).filter(pk=invitation.pk).exists():
        return missed(request)
    if not person.is_authenticated:
        return _at_the_door(request, invitation)
    return (_guide if invitation.role == Role.GUIDE else _study)(request, invitation)


def _study(request: JoinRequest, invitation: Invitation) -> HttpResponse:
    guides = Guides(guides_of(invitation.cohort))
    said = request.POST if request.method == "POST" else None
    form = JoinForm(said, person=request.user, cohort=invitation.cohort, guides=guides)
    full = invitation.cohort.is_full
    if form.is_valid():
        try:
            return _joined(request, invitation, form)
        except Shut:
            return missed(request)
        except Full:
            full = True
        except Changed:
            guides = Guides(guides_of(invitation.cohort))
            form.say_changed(guides)
    context = {
        "invitation": invitation,
        "guides": guides,
        "taken": invitation.cohort.taken,
        "form": form,
        "full": full,
        "sample": Sample(request.journey, request.user, invitation.cohort),
    }
    return render(request, "mentoring/join.html", context)


def _joined(request: JoinRequest, invitation: Invitation, form: JoinForm) -> HttpResponse:
    asks = form.shows and form.is_minor
    if asks and (many := asked_too_often(request, form.cleaned_data["guardian"])):
        return many
    member = form.save(invitation)
    said = _("Você entrou na turma %(name)s.") % {"name": invitation.cohort.name}
    messages.success(request, said)
    giving = giving_of(member)
    if giving.waits:
        address = form.cleaned_data["guardian"]
        ask_guardian(request, address, member, giving.open)
        messages.success(request, _("Pedimos o sim de quem é responsável por você."))
    return _through(redirect("mentoring:membership", invitation.cohort.uid))


def _guide(request: JoinRequest, invitation: Invitation) -> HttpResponse:
    if not invitation.is_for(request.user):
        return render(request, "mentoring/join_other.html")
    form = GuideForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid():
        try:
            form.save(invitation)
        except Shut:
            return missed(request)
        said = _("Agora você também guia a turma %(name)s.") % {"name": invitation.cohort.name}
        messages.success(request, said)
        return _through(redirect(invitation.cohort))
    guides = Guides(guides_of(invitation.cohort))
    context = {"invitation": invitation, "guides": guides, "form": form}
    return render(request, "mentoring/join_guide.html", context)


def _at_the_door(request: JoinRequest, invitation: Invitation) -> HttpResponse:
    """Whoever is not signed in reads who calls to what; the cookie keeps it on the way."""
    here = reverse("mentoring:join")
    if request.method == "POST":
        return redirect_to_login(here)
    guides = Guides(guides_of(invitation.cohort))
    context = {"invitation": invitation, "guides": guides, "here": here}
    return render(request, "mentoring/join_door.html", context)


def _welcome_back(request: JoinRequest, invitation: Invitation) -> HttpResponse:
    if invitation.role == Role.GUIDE:
        said = _("Você estuda nesta turma. Para guiar junto, saia dela primeiro e abra o convite.")
        messages.error(request, said)
    return redirect("mentoring:membership", invitation.cohort.uid)


def _held(request: JoinRequest) -> Invitation | None:
    try:
        uid = UUID(request.get_signed_cookie(INVITED, default="", salt=SALT, max_age=AGE))
    except ValueError:
        return None
    return invitation_to(uid).first()


def _through(answer: HttpResponse) -> HttpResponse:
    """Who is in needs the invitation no more."""
    answer.delete_cookie(INVITED, samesite="Lax")
    return answer
