from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from . import notice
from .journey import journey_of


class JourneyMiddleware:
    """Gives every request its sender's journey. A page that does not look pays nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said: list[str] = []

        def read() -> notice.Notice | None:
            said.append(notice.COOKIE)
            return notice.Notice.read(request)

        request.journey = SimpleLazyObject(partial(journey_of, request))  # type: ignore[attr-defined]
        request.notice = SimpleLazyObject(read)  # type: ignore[attr-defined]
        response = self.get_response(request)
        page = request.method == "GET" and response.status_code == 200
        # Said once, by a page that tells of it: a picture or a frame must not take it away.
        if page and said and notice.COOKIE in request.COOKIES:
            response.delete_cookie(notice.COOKIE, samesite="Lax")
        return response
