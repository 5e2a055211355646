"""Posts without a token in the page: a page made once for all strangers cannot hold one."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


def from_this_site(view: View) -> View:
    """Let a POST in on the browser's own proof that a page of this site sent it.

    Browsers send `Origin` with every POST and `Sec-Fetch-Site` wherever they can; neither can be
    set by another site. Whoever sends no proof needs Django's token. Only for marks, for what is
    kept for later, and for saying that a link does not open.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        own = f"{request.scheme}://{request.get_host()}"
        same_site = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        if request.headers.get("Origin") == own and same_site:
            return view(request, *args, **kwargs)
        return csrf_protect(view)(request, *args, **kwargs)

    return guarded
