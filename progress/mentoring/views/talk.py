"""Conversations of one mentor and one learner about a step: both sides use the same pages."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...views.learner import LearnerRequest, signed_in_for
from .. import access
from ..forms.message import BeginForm, MessageForm
from ..models import Closed, Membership, Message, Thread
from ..tasks import tell
from ..ways import way_along

A_PAGE, MESSAGES_A_PAGE = 20, 50
ROOM = "threads"  # which of the rooms of mentoring is open


@login_required
@require_safe
def threads(request: LearnerRequest) -> HttpResponse:
    mine, ended = access.threads_of(request.user), request.GET.get("ver") == "encerradas"
    here, there = mine.open(), mine.exclude(pk__in=mine.open().values("pk"))
    found = (there if ended else here).for_page(request.user).unread_first()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("pagina"))
    other = (here if ended else there).count()
    return render(
        request,
        "mentoring/threads.html",
        {
            "room": ROOM,
            "page": page,
            "ended": ended,
            "any": bool(page.paginator.count or other),
            "other": other,
            "cohorts": access.cohorts_with(request.user),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: LearnerRequest, uid: UUID) -> HttpResponse:
    """Reading marks as read what is new on the page; posting adds a message, and `do=open` opens
    the conversation again for it."""
    found = get_object_or_404(access.threads_of(request.user).for_page(request.user), uid=uid)
    if request.method != "POST":
        return _page(request, found, MessageForm())
    form = MessageForm(request.POST)
    if form.is_valid() and _send(request, form, lambda: found):
        return redirect(f"{found.get_absolute_url()}#fim")
    found.refresh_from_db(fields=["closed_at", "closed_by"])
    return _page(request, found, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_to(request: LearnerRequest, uid: UUID, member: UUID) -> HttpResponse:
    """A mentor begins: `?recurso=` names the step."""
    guided = access.members_for(request.user).exclude(learner=request.user).for_page()
    found = get_object_or_404(guided, cohort__uid=uid, uid=member)
    return _begin(request, found, request.user)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: LearnerRequest, uid: UUID) -> HttpResponse:
    """A learner begins."""
    mine = access.memberships_of(request.user).filter(cohort__archived_at=None).for_page()
    found = get_object_or_404(mine, cohort__uid=uid)
    guides = access.mentors_of(found)[:2]
    if not guides:
        return render(request, "mentoring/thread_new.html", {"room": ROOM, "member": found})
    return _begin(request, found, guides[0].person if len(guides) == 1 else None)


@require_POST
@signed_in_for("mentoring:threads")
def close_thread(request: LearnerRequest, uid: UUID) -> HttpResponse:
    found = get_object_or_404(access.threads_of(request.user), uid=uid)
    match request.POST.get("do"):
        case "close":
            found.close(request.user)
            said = _("Conversa encerrada. Dá para reabrir quando quiser.")
        case "open":
            found.reopen()
            said = _("Conversa aberta de novo.")
        case _:
            raise BadRequest(_("Use encerrar ou reabrir."))
    if found.is_alive:
        messages.success(request, said)
    return redirect(found)


def _begin(request: LearnerRequest, member: Membership, mentor: Any) -> HttpResponse:
    """The form of a first message; a pair and step that talk already go on where they are."""
    asked, said = request.GET.get("recurso", ""), request.POST if request.method == "POST" else None
    way = way_along(member.cohort)
    form = BeginForm(said, member=member, mentor=mentor, way=way, initial={"step": asked})
    step = form.steps.get(asked)
    mine = access.threads_of(request.user).filter(membership=member).for_page(request.user)
    if said and form.is_valid():
        if begun := _send(request, form, form.begun):
            return redirect(f"{begun.get_absolute_url()}#fim")
        if known := mine.between(member, *form.pair).first():  # which is closed, or takes no more
            return _page(request, known, form)
    elif mentor and step and (known := mine.between(member, mentor, step).first()):
        return redirect(known)
    to = member.learner if mentor == request.user else mentor
    told = {"form": form, "member": member, "to": to, "threads": mine.unread_first()[:3]}
    return render(request, "mentoring/thread_new.html", {"room": ROOM, **told})


def _send(request: LearnerRequest, form: MessageForm, begun: Callable[[], Thread]) -> Thread | None:
    """The conversation that has the message now; None when it does not, and the form says why."""
    me, text, uid = request.user, form.cleaned_data["text"], form.cleaned_data["uid"]
    try:
        with transaction.atomic():
            thread = begun()
            if request.POST.get("do") == "open":
                thread.reopen()
            if thread.say(me, text, uid):
                tell(thread, thread.side_of(me).other)
            return thread
    except Closed:
        form.add_error("text", _("A conversa não está mais aberta. Seu texto continua aqui."))
    except ValidationError as refused:
        form.add_error("text", refused)
    return None


def _page(request: LearnerRequest, thread: Thread, form: MessageForm) -> HttpResponse:
    """The newest messages, unless older ones are asked for."""
    pages = Paginator(thread.messages.all(), MESSAGES_A_PAGE)
    page = pages.get_page(request.GET.get("pagina", pages.num_pages))
    side = thread.side_of(request.user)
    told = {
        "room": ROOM,
        "thread": thread,
        "form": form,
        "page": page,
        "side": side,
        "alive": thread.is_alive,
        "news": _news(page, getattr(thread, f"{side}_saw_at"), request.user),
    }
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.method == "GET" and not page.has_next() and not ahead:
        thread.see(request.user)
    return render(request, "mentoring/thread.html", told)


def _news(page: "Page[Message]", saw: datetime | None, me: Any) -> set[int]:
    """The messages of this page that are new to that person."""
    theirs = [message for message in page if message.by_id != me.pk]
    return {message.pk for message in theirs if saw is None or saw < message.at}
