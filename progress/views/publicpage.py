"""A learner's own public page: what it shows, how it will look, and its switch."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Track

from ..badge import markdown
from ..forms.publicpage import PublicPageForm
from ..models import PublicPage
from . import public
from .learner import LearnerRequest, signed_in_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: LearnerRequest) -> HttpResponse:
    page = PublicPage.objects.of(request.user)
    form = PublicPageForm(request.POST or None, page=page, journey=request.journey)
    if request.method == "POST" and form.is_valid() and (saved := form.save()):
        if saved.on_since:
            messages.success(request, _("Salvo. A página já mostra o que você escolheu."))
            return redirect("progress:public_settings")
        return redirect("progress:public_preview")
    site = request.build_absolute_uri("/").rstrip("/")
    context = {"form": form, "page": page, "site": site, "badges": _badges(page, site)}
    return render(request, "progress/public_settings.html", context)


def _badges(page: PublicPage, site: str) -> list[tuple[Track, str, str]]:
    """Each track with the address of its badge and the Markdown that shows it."""
    tracks = page.chosen() if page.on_since and page.shows_percent else []
    own = site + page.get_absolute_url() if tracks else ""
    places = [(track, reverse("progress:public_badge", args=[page, track.uid])) for track in tracks]
    return [(track, place, markdown(track.title, site + place, own)) for track, place in places]


@login_required
@require_safe
def preview(request: LearnerRequest) -> HttpResponse:
    """The very page that a stranger would see, with a word on top."""
    own = PublicPage.objects.select_related("learner")
    return public.shown(request, get_object_or_404(own, learner=request.user), preview=True)


@require_POST
@signed_in_for("progress:public_settings")
def switch(request: LearnerRequest) -> HttpResponse:
    on = request.POST.get("on") == "1"
    get_object_or_404(PublicPage, learner=request.user).switch(on=on)
    said = (
        _("No ar. Quem tiver o endereço já pode ver.") if on else _("Fora do ar. Ninguém mais vê.")
    )
    messages.success(request, said)
    return redirect("progress:public_settings")
