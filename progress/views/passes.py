from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Outline, Section, Track

from ..models import Pass, State
from ..passes import begin_again, resources_of, touched_elsewhere, undo
from .learner import LearnerRequest, signed_in_for

A_PAGE = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def passes(request: LearnerRequest) -> HttpResponse:
    """Earlier passes with their marks; a post begins a new one."""
    if request.method == "POST":
        return _begin(request)
    own = Pass.objects.of(request.user.pk).for_page()
    page = Paginator(own, A_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "progress/passes.html", {"room": "path", "page": page})


@login_required
@require_safe
def new(request: LearnerRequest) -> HttpResponse:
    """What a new pass would set aside, and where else that shows, before it begins."""
    outline, section = _found(request.GET)
    states = request.journey.states
    marks = [states[key] for key in resources_of(outline, section) if key in states]
    context = {
        "room": "path",
        "track": outline.track,
        "section": section,
        "marks": len(marks),
        "done": marks.count(State.DONE),
        "others": touched_elsewhere(outline, section, states),
    }
    return render(request, "progress/pass_new.html", context)


@require_POST
@signed_in_for("progress:passes")
def bring_back(request: LearnerRequest, number: int) -> HttpResponse:
    kept = get_object_or_404(Pass.objects.of(request.user.pk), pk=number)
    back = undo(kept)
    said = ngettext("%(n)d marca voltou.", "%(n)d marcas voltaram.", back) % {"n": back}
    messages.success(request, said)
    return redirect("progress:passes")


def _begin(request: LearnerRequest) -> HttpResponse:
    outline, section = _found(request.GET)
    kept = begin_again(request.user.pk, outline, section)
    if kept:
        messages.success(request, _("Nova passada. As marcas de antes estão guardadas aqui."))
    else:
        messages.info(request, _("Nada está marcado agora: não há o que guardar."))
    return redirect("progress:passes")


def _found(asked: QueryDict) -> tuple[Outline, Section | None]:
    """The published track that a page was about, and its section if there was one."""
    try:
        outline = Outline.of(asked.get("trilha", ""))
    except Track.DoesNotExist:
        raise Http404 from None
    uid = asked.get("etapa", "")
    section = next((row for row in outline.sections if row.uid == uid), None)
    if uid and section is None:
        raise Http404
    return outline, section
