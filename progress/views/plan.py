"""The plan of a learner's weeks, and the switches of its calendar."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.models import Outline, Resource, Track
from catalog.origin import from_this_site

from ..forms.plan import PlanForm
from ..models import Due, StudyPlan
from ..notice import Notice
from ..origin import where_it_was_pressed
from ..planning import Planned
from .learner import LearnerRequest, signed_in_for

SHOWN = 8  # weeks; what comes after them will be worked out anew many times until then


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def plan(request: LearnerRequest) -> HttpResponse:
    form = PlanForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        form.save(request.user)
        messages.success(request, _("Plano pronto. Ele se refaz sozinho com o que você marcar."))
        # To the top, where that is said: the form stands further down.
        return redirect(f"{reverse('progress:plan')}#conteudo")
    mine = StudyPlan.objects.of(request.user).first()
    context: dict[str, Any] = _shown(request, Planned(mine)) if mine else {"plan": None}
    track = mine.track if mine else form is None and _likely(request)
    context |= {"room": "path", "form": form or PlanForm.showing(mine, track or None)}
    context["agreed"] = request.journey.agreed()
    return render(request, "progress/plan.html", context)


@require_POST
@signed_in_for("progress:plan")
def stop(request: LearnerRequest) -> HttpResponse:
    """No plan any more, and no calendar. All marks stay."""
    if StudyPlan.objects.of(request.user).delete()[0]:
        messages.success(request, _("Plano parado. Suas marcas continuam como estavam."))
    return redirect("progress:plan")


@from_this_site
@require_POST
@signed_in_for("progress:plan")
def remove_agreed(request: LearnerRequest, pk: int) -> HttpResponse:
    """Take a step out that was agreed on. Its mark stays."""
    taken = Due.objects.take_out(request.user.pk, pk)
    if taken is None:
        raise Http404
    response = redirect(where_it_was_pressed(request, f"{reverse('progress:plan')}#combinados"))
    response.status_code = 303
    Notice.of_agreed(taken.material, taken.due_on).leave_on(response)
    return response


@from_this_site
@require_POST
@signed_in_for("progress:plan")
def agree_again(request: LearnerRequest, uid: str) -> HttpResponse:
    """Undo taking a step out: it stands in the learner's own plan again, with the day it had."""
    try:
        day = parse_date(request.POST.get("due_on", ""))
    except ValueError:
        raise BadRequest(_("Esse dia não existe.")) from None
    try:
        resource = Resource.objects.survivor(uid)
    except Resource.DoesNotExist:
        raise Http404 from None
    Due.objects.agree(request.user.pk, [resource.pk], day)
    response = redirect(where_it_was_pressed(request, f"{reverse('progress:plan')}#combinados"))
    response.status_code = 303
    return response


@require_POST
@signed_in_for("progress:plan")
def calendar(request: LearnerRequest) -> HttpResponse:
    """Turn the calendar on or off, or give it a new address."""
    mine = get_object_or_404(StudyPlan.objects.of(request.user))
    turns = {
        "on": (mine.open_calendar, _("Calendário ligado. Copie o endereço para o seu.")),
        "new": (mine.renew_calendar, _("Endereço novo. O antigo já não abre.")),
        "off": (mine.close_calendar, _("Calendário desligado. O endereço já não abre.")),
    }
    wanted = request.POST.get("do", "")
    if wanted not in turns:
        raise BadRequest(_("Use ligar, endereço novo ou desligar."))
    turn, said = turns[wanted]
    turn()
    messages.success(request, said)
    return redirect(f"{reverse('progress:plan')}#calendario")


def _shown(request: LearnerRequest, planned: Planned) -> dict[str, Any]:
    address, later = "", planned.later
    if planned.plan.key:
        address = request.build_absolute_uri(reverse("calendar", args=[planned.plan.key]))
    return {
        "plan": planned.plan,
        "planned": planned,
        "track": planned.plan.track,
        "walk": request.journey.along(planned.outline),
        "later": later[:SHOWN],
        "beyond": len(later[SHOWN:]),
        "calendar": address,
        "subscribe": address.replace("https:", "webcal:").replace("http:", "webcal:"),
    }


def _likely(request: LearnerRequest) -> Track | None:
    """The track that a first plan is most likely for: the one studied last, else the first."""
    outlines = Outline.citing(request.journey.states)
    return outlines[0].track if outlines else Track.objects.published().first()
