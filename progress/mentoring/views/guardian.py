"""Where somebody who is responsible for a minor says yes or no in their place."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access import asked_of_guardian, guides_of, may_agree_for
from ..doors import missed, unlisted
from ..giving import Giving, Guides


@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def guardian(request: HttpRequest, token: str) -> HttpResponse:
    asked = asked_of_guardian(token)
    consents = list(asked.for_page())
    if not consents:
        return missed(request)
    member = consents[0].membership
    may_agree = may_agree_for(member, request.user)
    if request.method == "POST":
        if request.POST.get("do") == "agree" and may_agree:
            asked.agree(timezone.now())
            messages.success(request, _("Pronto, você disse sim."))
        elif request.POST.get("do") == "decline":
            asked.take_back(timezone.now())
            messages.success(request, _("Pronto: nada disso é mostrado."))
        return redirect("mentoring:guardian", token)
    # A yes reaches who guided the cohort when the learner said it, and nobody else.
    then = guides_of(member.cohort).filter(since__lte=min(row.given_at for row in consents))
    giving = Giving(member, consents, Guides(then))
    context = {"giving": giving, "member": member, "may_agree": may_agree}
    return render(request, "mentoring/guardian.html", context)
