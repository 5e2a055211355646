"""Steps that mentors propose, and what learners make of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...views.learner import LearnerRequest, signed_in_for
from ..access import cohorts_guided_by, members_for, proposals_by, proposals_to
from ..forms.answer import AnswerForm
from ..forms.proposal import ProposalForm
from ..models import Cohort, Proposal
from ..ways import way_along

A_PAGE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: LearnerRequest, uid: UUID) -> HttpResponse:
    """Propose steps to members of a cohort, and see what became of earlier proposals."""
    going = cohorts_guided_by(request.user).going().for_page()
    cohort: Cohort = get_object_or_404(going, uid=uid)
    members = members_for(request.user).filter(cohort=cohort).order_by("learner__name", "pk")
    about = {"mentor": request.user, "members": members.for_page(), "way": way_along(cohort)}
    if request.method == "POST":
        form = ProposalForm(request.POST, **about)
        if form.is_valid():
            _say_to_how_many(request, form.propose())
            return redirect(f"{request.path}#feitas")
    else:
        asked = request.GET
        form = ProposalForm.begun(asked.getlist("para"), asked.get("recurso", ""), **about)
    made = proposals_by(request.user).filter(membership__cohort=cohort)
    page = Paginator(made.batches(), A_PAGE).get_page(request.GET.get("pagina"))
    context = {"room": "cohorts", "cohort": cohort, "form": form, "page": page}
    context |= {"alone": not members.exists(), "batches": _told(page, made.for_page())}
    return render(request, "mentoring/propose.html", context)


@require_POST
def withdraw_proposal(request: LearnerRequest, uid: UUID, proposal: UUID) -> HttpResponse:
    """Take a proposal back from all who got it in the same batch and have not answered it."""
    back = reverse("mentoring:propose", args=[uid])
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    made = proposals_by(request.user).filter(membership__cohort__uid=uid)
    if made.filter(batch=get_object_or_404(made, uid=proposal).batch).withdraw():
        messages.success(request, _("Proposta retirada de quem ainda não tinha respondido."))
    else:
        messages.info(request, _("Não há mais resposta por vir: nada para retirar."))
    return redirect(f"{back}#feitas")


@login_required
@require_safe
def proposals(request: LearnerRequest) -> HttpResponse:
    return _proposals_page(request)


@require_POST
@signed_in_for("mentoring:proposals")
def answer(request: LearnerRequest, uid: UUID) -> HttpResponse:
    """Take a proposal into one's plan, all or some of it, or leave it."""
    proposal: Proposal = get_object_or_404(proposals_to(request.user).for_page(), uid=uid)
    said = request.POST.get("do", "")
    if said not in ("accept", "decline"):
        raise BadRequest(_("Responda com aceitar ou agora não."))
    if proposal.answered_at:
        done = False
    elif said == "decline":
        done = proposal.decline()
    else:
        form = AnswerForm(proposal, request.journey.states, request.POST)
        if not form.is_valid():
            return _proposals_page(request, form)
        done = proposal.accept(form.keys, form.cleaned_data["due_on"])
    messages.success(request, _what_holds(proposal, done))
    return redirect("mentoring:proposals")


def _what_holds(proposal: Proposal, done: bool) -> str:
    if not proposal.answered_at:
        return _("Quem propôs retirou a proposta antes da sua resposta. Nada mudou.")
    if proposal.accepted:
        return (
            _("Combinado! Está no seu plano.")
            if done
            else _("Você já tinha aceitado esta proposta. Está no seu plano.")
        )
    return (
        _("Tudo bem, fica para outra hora. Nada mudou no seu plano.")
        if done
        else _("Você já tinha respondido “agora não” a esta proposta.")
    )


def _proposals_page(request: LearnerRequest, said: AnswerForm | None = None) -> HttpResponse:
    """All that was proposed to the person, with the answer that cannot be taken as it was said."""
    mine = proposals_to(request.user).waiting_first().for_page()
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("pagina"))
    waiting = [row for row in page if not row.answered_at]
    states = request.journey.states if waiting else {}
    forms = [said if said and said.proposal == row else AnswerForm(row, states) for row in waiting]
    answered = [row for row in page if row.answered_at]
    guided = cohorts_guided_by(request.user).going().for_page()
    context = {"room": "proposals", "page": page, "forms": forms, "answered": answered}
    return render(request, "mentoring/proposals.html", context | {"guided": guided})


def _told(page: Page[Any], made: Any) -> list[dict[str, Any]]:
    """The batches of a page with what those of each have in common."""
    firsts = made.in_bulk([batch["first"] for batch in page])
    return [batch | {"proposal": firsts[batch["first"]]} for batch in page]


def _say_to_how_many(request: LearnerRequest, number: int) -> None:
    if not number:
        messages.info(request, _("Esta proposta já tinha sido feita."))
        return
    text = ngettext("Proposta feita a %(n)d pessoa.", "Proposta feita a %(n)d pessoas.", number)
    messages.success(request, text % {"n": number})
