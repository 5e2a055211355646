"""How a mentor calls people into a cohort, and takes invitations back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ...views.learner import LearnerRequest, signed_in_for
from ..access import cohorts_guided_by, cohorts_owned_by, invitations_by
from ..forms.invitation import InviteForm
from ..models import Cohort, Invitation, Role
from ..tasks import mail_invitation


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: LearnerRequest, uid: UUID) -> HttpResponse:
    cohort = _cohort(request, uid)
    guides = request.GET.get("para") == "guiar" and cohort.owner_id == request.user.pk
    initial = {"role": Role.GUIDE} if guides else {}
    form = InviteForm(request.POST or None, initial=initial, cohort=cohort, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return _invited(request, form)
        except ValidationError as problem:
            form.add_error("emails", problem)
    its = invitations_by(request.user).filter(cohort=cohort).open(timezone.now())
    context = {
        "cohort": cohort,
        "room": "cohorts",
        "invite": form,
        "site": request.build_absolute_uri("/").rstrip("/"),
        "open": its.select_related("made_by"),
    }
    return render(request, "mentoring/invitations.html", context)


@require_POST
@signed_in_for("mentoring:cohorts")
def revoke_invitation(request: LearnerRequest, uid: UUID, invitation: UUID) -> HttpResponse:
    its = invitations_by(request.user).filter(cohort__uid=uid, uid=invitation)
    get_object_or_404(its)
    its.revoke(timezone.now())
    messages.success(request, _("Convite revogado. Ninguém mais entra por ele."))
    return redirect("mentoring:invitations", uid)


def _invited(request: LearnerRequest, form: InviteForm) -> HttpResponse:
    with transaction.atomic():  # the invitations and their mails, or neither
        made = form.save()
        if form.by_mail:
            for invitation in made:
                mail_invitation.enqueue(invitation.pk)
    messages.success(request, _said(form, made))
    there = reverse("mentoring:invitations", args=[form.cohort.uid])
    return redirect(there if form.by_mail else f"{there}#c-{made[0].uid}")


def _cohort(request: LearnerRequest, uid: UUID) -> Cohort:
    """Further mentors are called by the one whose cohort it is."""
    guides = request.POST.get("role") == Role.GUIDE
    mine = cohorts_owned_by(request.user) if guides else cohorts_guided_by(request.user)
    return get_object_or_404(mine.going().for_page(), uid=uid)


def _said(form: InviteForm, made: list[Invitation]) -> str:
    if not form.by_mail:
        return _("Link de convite pronto. Copie o endereço e envie a quem quiser.")
    old = len(form.cleaned_data["emails"]) - len(made)
    said = ngettext("%(n)d convite a caminho.", "%(n)d convites a caminho.", len(made))
    text = said % {"n": len(made)}
    if old:
        more = ngettext("%(n)d já tinha convite aberto.", "%(n)d já tinham convite aberto.", old)
        text = f"{text} {more % {'n': old}}"
    return text
