"""Where a mark comes from: how many begin at one address, and the page it was pressed on."""

import re
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

View = Callable[..., HttpResponse]
# Enough for a class behind one address that begins at once.
BEGINNINGS = {"visitor_began": "120/m/ip"}


def not_too_many_beginnings(view: View) -> View:
    """Hold back an address whose marks would fill the database with sessions of new visitors.

    Whoever is signed in or has a session, and so may have marked before, is never held back.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.session.keys()  # looks it up: a key that opens nothing is forgotten
        known = request.session.session_key
        many = not known and ratelimit.consume_or_429(
            request, action="visitor_began", config=BEGINNINGS
        )
        return many or view(request, *args, **kwargs)

    return guarded


def where_it_was_pressed(request: HttpRequest, fallback: str) -> str:
    """The page that sent a post, at its row; the fallback when the browser is silent."""
    sender = request.headers.get("Referer", "")
    if "://" not in sender or not url_has_allowed_host_and_scheme(
        sender, {request.get_host()}, require_https=request.is_secure()
    ):
        return fallback
    page = urlsplit(sender)
    row = request.GET.get("em", "")
    place = f"#{row}" if re.fullmatch(r"[\w-]{1,200}", row) else ""
    back = page._replace(scheme="", netloc="", fragment="").geturl()
    # Without its host, `http://here//elsewhere` would name another one.
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back + place if here else fallback
