"""A learner's own page of a cohort: what it is, what of theirs is open there, and the way out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...views.learner import LearnerRequest, signed_in_for
from .. import access
from ..forms.joining import ShowForm
from ..giving import FIELDS, Giving, giving_of
from ..goals import Goals
from ..invited import ask_guardian, asked_too_often
from ..models import Changed, Membership, Shown
from ..ways import way_along


class MemberRequest(LearnerRequest):
    outbox: list[Any]


@login_required
@require_safe
def membership(request: MemberRequest, uid: UUID) -> HttpResponse:
    member = get_object_or_404(access.places_of(request.user).for_page(), cohort__uid=uid)
    if member.left_at or member.cohort.archived_at:
        return render(request, "mentoring/membership_over.html", {"member": member})
    way, giving = way_along(member.cohort), giving_of(member)
    notes = access.notes_of(request.user, set(way.resources if way else ())).for_page()
    talks = access.threads_of(request.user).filter(membership=member)
    context = {
        "member": member,
        "cohort": member.cohort,
        "track": member.cohort.track if way else None,
        "giving": giving,
        "notes": [(note, giving.of_note(note.pk)) for note in notes.order_by("-changed_at")],
        "goals": Goals(member.cohort, way, request.journey.along(way)),
        "threads": talks.for_page(request.user)[:3],
        "write_url": reverse("mentoring:write", args=[uid]),
    }
    return render(request, "mentoring/membership.html", context)


@require_POST
@signed_in_for("mentoring:cohorts")
def consent(request: MemberRequest, uid: UUID) -> HttpResponse:
    """`give` or `take` one field, `note-` and its number, or `again` and `all`."""
    going = access.memberships_of(request.user).filter(cohort__archived_at=None)
    member = get_object_or_404(going.for_page(), cohort__uid=uid)
    if "take" in request.POST:
        _take(request, member, request.POST["take"])
    elif "give" in request.POST:
        giving = giving_of(member)
        field, note = _meant(request, member, request.POST["give"])
        form = ShowForm(request.POST, giving=giving, field=field, note=note)
        if form.is_valid():
            try:
                return _give(request, giving, form)
            except Changed:
                giving = giving_of(member)
                form.say_changed(giving.guides)
        context = {"form": form, "giving": giving, "member": member, "note": note}
        return render(request, "mentoring/show.html", context)
    return redirect(_back(request, uid))


@require_POST
@signed_in_for("mentoring:cohorts")
def leave(request: MemberRequest, uid: UUID) -> HttpResponse:
    member = get_object_or_404(access.places_of(request.user).for_page(), cohort__uid=uid)
    member.leave()
    return redirect("mentoring:membership", uid)


@require_POST
@signed_in_for("mentoring:cohorts")
def remove_member(request: MemberRequest, uid: UUID, member: UUID) -> HttpResponse:
    """Any mentor of the cohort may; what the learner marked stays theirs."""
    places = access.places_in_cohorts_of(request.user).filter(cohort__uid=uid)
    found = get_object_or_404(places.for_page(), uid=member)
    said = _("%(name)s não está mais na turma.")
    if not found.leave(removed=True) and not found.removed:
        said = _("%(name)s já tinha saído, e só volta por um convite novo.")
    messages.success(request, said % {"name": found.learner.name})
    return redirect(found.cohort)


def _meant(request: MemberRequest, member: Membership, said: str) -> tuple[str, Any]:
    """What is to be shown, with the note if it is one; what cannot be shown is not found."""
    if said in (*FIELDS, ShowForm.AGAIN):
        return said, None
    field, note = _parts(said)
    if field != Shown.NOTE:
        raise Http404
    way = way_along(member.cohort)
    own = access.notes_of(request.user, set(way.resources if way else ()))
    return field, get_object_or_404(own.for_page(), pk=note)


def _give(request: MemberRequest, giving: Giving, form: ShowForm) -> HttpResponse:
    if form.is_minor and (many := asked_too_often(request, form.cleaned_data["guardian"])):
        return many
    given = form.save()
    if form.is_minor and given:
        address = form.cleaned_data["guardian"]
        ask_guardian(request, address, giving.member, given)
        messages.success(request, _("Pedimos o sim de quem é responsável por você."))
    elif given:
        who = {"who": giving.guides.firsts}
        messages.success(request, _("Pronto. Já aparece para %(who)s.") % who)
    return redirect(_back(request, giving.member.cohort.uid))


def _take(request: MemberRequest, member: Membership, said: str) -> None:
    mine = access.consents_of(request.user).filter(membership=member)
    if said != "all":
        field, note = _parts(said)
        mine = mine.filter(field=field, note=note) if field in Shown else mine.none()
    if mine.take_back(timezone.now()):
        messages.success(request, _("Tirado. Não aparece mais para ninguém da turma."))


def _parts(said: str) -> tuple[str, int | None]:
    """A field, and the number of a note where one follows it."""
    field, _between, key = said.partition("-")
    return field, int(key) if key.isascii() and key.isdigit() and len(key) < 19 else None


def _back(request: MemberRequest, uid: UUID) -> str:
    if request.POST.get("back") == "looks":
        return reverse("mentoring:looks")
    return reverse("mentoring:membership", args=[uid])
