"""The weekly mail's switch, and the way out of it that needs no session."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ..letter import learner_of
from ..models import StudyPlan
from .learner import LearnerRequest, signed_in_for


@require_POST
@signed_in_for("progress:plan")
def turn(request: LearnerRequest) -> HttpResponse:
    """Turn the weekly mail of one's plan on or off."""
    mine = get_object_or_404(StudyPlan.objects.of(request.user))
    wanted = request.POST.get("do", "")
    said = {
        "on": _("E-mail semanal ligado. O primeiro chega na próxima segunda-feira."),
        "off": _("E-mail semanal desligado."),
    }
    if wanted not in said:
        raise BadRequest(_("Use ligar ou desligar."))
    mine.turn_mail(wanted == "on")
    messages.success(request, said[wanted])
    return redirect(f"{reverse('progress:plan')}#email")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """End the weekly mail of whoever the key was made for; repeating it changes nothing.

    A mail program posts here by itself (RFC 8058), without session or token, and follows no
    redirect. Programs that look at every address of a mail only get the page with its button.
    """
    learner = learner_of(key)
    if learner is None:
        raise Http404
    plan = StudyPlan.objects.filter(learner=learner, mail_since__isnull=False).first()
    if plan and request.method == "POST":
        plan.turn_mail(False)
        plan = None
    answer = render(request, "progress/unsubscribe.html", {"asked": plan is not None})
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "same-origin"  # the key is told to nobody else
    return answer
