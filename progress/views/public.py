"""What a stranger opens: a page that somebody switched on, and its badges.

Nobody is asked who they are, so that everybody gets the same bytes; and what is switched off,
was never there, or belongs to somebody who is leaving, looks the same as well.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import conditional_page, require_safe

from ..badge import Badge
from ..models import PublicPage
from ..showcase import Showcase
from ..walk import Walk

View = Callable[..., HttpResponse]
# A picture that stands in pages of others: it shows, and does nothing else.
STILL = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.NONE],
    "style-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}


def unasked(view: View) -> View:
    """Keep out of search engines, and let nobody show an answer again without asking us."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return answer


@conditional_page
@unasked
@require_safe
def page(request: HttpRequest, handle: str) -> HttpResponse:
    found = PublicPage.objects.open().under(handle).select_related("learner").first()
    return shown(request, found) if found else _missing(request)


@conditional_page
@csp_override(STILL)
@unasked
@require_safe
def badge(request: HttpRequest, handle: str, uid: str) -> HttpResponse:
    """A track of the page for a README elsewhere. Kept for five minutes, then asked for again."""
    found = PublicPage.objects.open().under(handle).select_related("learner").first()
    told = Showcase.ring(found, uid) if found else None
    if told is None:
        return _missing(request)
    track, ring = told
    said = _("%(done)s de %(total)s") % ring._asdict()
    context = {"badge": Badge(track.title, said, ring.done, ring.total), "track": track}
    answer = render(request, "progress/badge.svg", context, content_type="image/svg+xml")
    answer["Cache-Control"] = "public, max-age=300"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def shown(request: HttpRequest, page: PublicPage, *, preview: bool = False) -> HttpResponse:
    """The page with a stranger's eyes; as a preview also for its owner, who is told so."""
    with timezone.override(page.learner.zone):
        context = {"showcase": Showcase(page), "walk": Walk(), "preview": preview}
        return render(request, "progress/public.html", context)


def _missing(request: HttpRequest) -> HttpResponse:
    # Without an address of its own the page repeats nothing of what was asked.
    context = {"address": None, "walk": Walk()}
    return render(request, "progress/public_missing.html", context, status=404)
