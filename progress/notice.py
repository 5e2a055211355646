"""What the next page says about a mark just made, with the way back: "Feito: … Desfazer".

It travels in a short-lived signed cookie and not in the session: telling must not write the row
in which a visitor's marks live.
"""

import json
from typing import NamedTuple, Self

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from catalog.models import Resource

from .models import State

COOKIE = "aviso"
SALT = "progress.notice"
SECONDS = 60


class Notice(NamedTuple):
    uid: str
    title: str
    language: str
    state: State
    former: State

    @classmethod
    def of(cls, resource: Resource, state: State, former: State) -> Self:
        return cls(resource.uid, resource.title, resource.title_language, state, former)

    @classmethod
    def read(cls, request: HttpRequest) -> Self | None:
        text = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=SECONDS)
        if not text:
            return None
        uid, title, language, state, former = json.loads(text)
        return cls(uid, title, language, State(state), State(former))

    def leave_on(self, response: HttpResponse) -> None:
        response.set_signed_cookie(
            COOKIE,
            json.dumps(self),
            salt=SALT,
            max_age=SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
