"""What every door under a key has in common: who comes in leaves no trace, and a wrong key opens
nothing, in the same words whatever was wrong with it."""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return answer


def missed(request: HttpRequest) -> HttpResponse:
    """Expired, revoked and never made look the same, byte for byte."""
    # Without an address of its own the page repeats nothing of what was asked.
    gone = "mentoring/gone.html", {"address": None}
    return _too_many(request) or render(request, *gone, status=404)


def missed_in_frame(request: HttpRequest) -> HttpResponse:
    """The same inside a page of somebody else, where nothing says who looks at it."""
    status = 429 if _too_many(request) else 404
    return render(request, "mentoring/frame_gone.html", status=status)


def _too_many(request: HttpRequest) -> HttpResponse | None:
    return ratelimit.consume_or_429(  # type: ignore[no-any-return]
        request, action="share_link_missed", config=MISSES, limit_get=True
    )
