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
        response["Cache-Control"] = "no-store, private"
        return response

    return answer


def missed(request: HttpRequest) -> HttpResponse:
    """Expired, revoked and never made look the same, byte for byte."""
    many = ratelimit.consume_or_429(
        request, action="share_link_missed", config=MISSES, limit_get=True
    )
    # Without an address of its own the page repeats nothing of what was asked.
    return many or render(request, "mentoring/gone.html", {"address": None}, status=404)
