from collections.abc import Callable

from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from .models import User


class TimeZoneMiddleware:
    """Days and hours of an answer are those of the person who asked.

    The zone comes with the person, the first time that somebody looks who it is: a page that asks
    nobody pays no statement, and a check of health needs no database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def person() -> User | AnonymousUser:
            user = get_user(request)
            if isinstance(user, User):
                timezone.activate(user.zone)
            return user

        request.user = SimpleLazyObject(person)  # type: ignore[assignment]
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()
