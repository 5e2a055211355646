"""A person's cohorts, and the form that begins and changes one."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...views.learner import LearnerRequest, signed_in_for
from ..access import cohorts_guided_by, cohorts_owned_by, memberships_of
from ..forms.cohort import CohortForm
from ..models import Cohort


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cohorts(request: LearnerRequest) -> HttpResponse:
    if request.method == "POST":
        return _save(request, _uid_of(request))
    guided = cohorts_guided_by(request.user).for_page().with_size()
    mine = memberships_of(request.user).for_page()
    places = list(mine.select_related("cohort__track", "cohort__list"))
    ended = [cohort for cohort in guided if not cohort.is_going]
    learned = [place for place in places if not place.cohort.is_going]
    context = {
        "guided": [cohort for cohort in guided if cohort.is_going],
        "learning": [place for place in places if place.cohort.is_going],
        "ended": ended,
        "learned": learned,
        "closed": len(ended) + len(learned),
        "room": "cohorts",
    }
    return render(request, "mentoring/cohorts.html", context)


@login_required
@require_safe
def new_cohort(request: LearnerRequest) -> HttpResponse:
    """An empty form, or one that begins with what the page before was about."""
    asked = [f"{kind}:{request.GET[kind]}" for kind in ("trilha", "lista") if kind in request.GET]
    said = {"subject": "".join(asked[:1])}
    return _form_page(request, CohortForm(instance=Cohort(owner=request.user), initial=said))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_cohort(request: LearnerRequest, uid: UUID) -> HttpResponse:
    cohort = get_object_or_404(cohorts_owned_by(request.user).for_page(), uid=uid)
    if request.method == "POST":
        return _save(request, cohort.uid)
    return _form_page(request, CohortForm(instance=cohort))


@require_POST
@signed_in_for("mentoring:cohorts")
def archive_cohort(request: LearnerRequest, uid: UUID) -> HttpResponse:
    cohort = get_object_or_404(cohorts_owned_by(request.user), uid=uid)
    if request.POST.get("do") == "archive":
        cohort.put_away()
        messages.success(request, _("Turma arquivada. Ninguém mostra mais nada nela."))
    elif request.POST.get("do") == "unarchive":
        _take_out(request, cohort)
    return redirect("mentoring:cohorts")


def _take_out(request: LearnerRequest, cohort: Cohort) -> None:
    try:
        cohort.take_out()
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(
            request, _("A turma voltou. Cada pessoa escolhe de novo o que mostra nela.")
        )


def _save(request: LearnerRequest, uid: UUID) -> HttpResponse:
    """One post of the form, with the row locked meanwhile: what another tab stored stays."""
    try:
        with transaction.atomic():
            form = CohortForm(request.POST, instance=Cohort.objects.begun(request.user, uid))
            cohort = form.save() if form.is_valid() else None
    except IntegrityError:
        # The same form, sent twice at once: its twin has begun the cohort.
        cohort = get_object_or_404(cohorts_owned_by(request.user), uid=uid)
    if cohort is None:
        return _form_page(request, form)
    messages.success(request, _said(form))
    return redirect(cohort)


def _said(form: CohortForm) -> str:
    if form.turned:
        return _(
            "A turma estuda outra coisa agora. Nela, ninguém mostra nada até dizer sim de novo."
        )
    return (
        _("Turma salva.") if form.instance.pk else _("Turma pronta. Agora é só chamar as pessoas.")
    )


def _uid_of(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("uid", ""))
    except ValueError:
        return uuid4()


def _form_page(request: LearnerRequest, form: CohortForm) -> HttpResponse:
    cohort = form.instance
    here = "edit_cohort" if cohort.pk else "cohorts"
    action = reverse(f"mentoring:{here}", args=[cohort.uid] if cohort.pk else [])
    context = {"form": form, "cohort": cohort, "action": action, "room": "cohorts"}
    return render(request, "mentoring/cohort_form.html", context)
