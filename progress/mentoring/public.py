"""The page behind a key. It opens without an account and says nothing about whoever opens it."""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.models import Outline

from .models import ShareLink
from .ways import way_of

View = Callable[..., HttpResponse]
# Only misses count, and a right key always opens: a class behind one address that mistyped a link
# must not lose the next one. What holds guessing back is the length of the key.
MISSES = {"share_link_missed": "30/m/ip"}


def unlisted(view: View) -> View:
    """Keep every answer, whatever it is, out of search engines, caches and other sites' logs."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        # Not `no-referrer`: browsers would then post marks with `Origin: null`, which we refuse.
        response["Referrer-Policy"] = "same-origin"
        response["Cache-Control"] = "no-store, private"
        return response

    return answer


@unlisted
@require_safe
def shared(request: HttpRequest, key: str) -> HttpResponse:
    link = ShareLink.objects.open(timezone.now()).under(key).for_page().first()
    if link is None:
        return _missed(request)
    if _is_a_visit(request, link):
        link.open_once(timezone.localdate())
    way = way_of(link)
    return render(
        request,
        "mentoring/shared.html",
        {
            "link": link,
            "own": request.user.pk == link.owner_id,
            "way": way,
            "track": way.track if isinstance(way, Outline) else None,
            "walk": request.journey.along(way),  # type: ignore[attr-defined]
            "rel": "noopener noreferrer",
        },
    )


@unlisted
@require_safe
def without_slash(request: HttpRequest, key: str) -> HttpResponse:
    """Django would lead there too, but let the address be kept on the way."""
    return redirect("mentoring:shared", key, permanent=True)


def _missed(request: HttpRequest) -> HttpResponse:
    """Expired, revoked and never made look the same, byte for byte."""
    many = ratelimit.consume_or_429(
        request, action="share_link_missed", config=MISSES, limit_get=True
    )
    # Without an address of its own the page repeats nothing of what was asked.
    return many or render(request, "mentoring/gone.html", {"address": None}, status=404)


def _is_a_visit(request: HttpRequest, link: ShareLink) -> bool:
    """Not its owner looking, nor a mark made here that comes back, nor a browser looking ahead."""
    return (
        request.method == "GET"
        and request.user.pk != link.owner_id
        and link.key not in request.headers.get("Referer", "")
        and "prefetch" not in request.headers.get("Sec-Purpose", "")
    )


def study_sheet(request: HttpRequest, key: str) -> HttpResponse:
    raise Http404  # being built
