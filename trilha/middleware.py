"""What holds for every request and every answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

Answer = Callable[[HttpRequest], HttpResponse]

UNREADABLE = "%EF%BF%BD"
PERMISSIONS = ", ".join(
    f"{name}=()" for name in ("camera", "geolocation", "microphone", "payment", "usb")
)


class NoNulBytes:
    """A query is searched for in the database, and PostgreSQL refuses to look for a NUL. Like a
    byte that is no UTF-8, it becomes the character that stands for what cannot be read."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        request.META["QUERY_STRING"] = query.replace("%00", UNREADABLE).replace("\0", UNREADABLE)
        return self.get_response(request)


class AnswerHeaders:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        # The language stands in the address; LocaleMiddleware names the header all the same, and
        # shared caches would keep a copy for every browser.
        vary = [word for word in response.get("Vary", "").split(", ") if word]
        if "Accept-Language" in vary:
            vary.remove("Accept-Language")
            if vary:
                response["Vary"] = ", ".join(vary)
            else:
                del response["Vary"]
        if _is_personal(request, response):
            patch_cache_control(response, no_store=True, private=True)
        return response


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Answers to people with a session, and all pages of accounts, are kept nowhere."""
    if request.path_info.startswith(settings.STATIC_URL) and response.status_code < 400:
        return False
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "/conta/" in request.path_info
