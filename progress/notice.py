"""What the next page says about a mark just made, with the way back: "Feito: … Desfazer".

It travels in a short-lived signed cookie and not in the session: telling must not write the row
in which a visitor's marks live.
"""

import json
from datetime import date
from typing import NamedTuple, Self

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from catalog.models import Resource, Track

from .models import OwnLink, State, Thing

COOKIE = "aviso"
SALT = "progress.notice.said"
SECONDS = 60
LONGEST = 100  # letters of a title: of the longest ones browsers would refuse the whole cookie


class Notice(NamedTuple):
    said: str
    title: str
    language: str
    # The way back: what is posted where. Without an address there is none.
    way: str
    name: str
    value: str

    @classmethod
    def of(cls, resource: Resource, state: State, former: State) -> Self:
        way = reverse("progress:mark", args=[resource.uid])
        return cls._marked(resource.title, resource.title_language, way, state, former)

    @classmethod
    def of_own(cls, link: OwnLink, state: State, former: State) -> Self:
        way = reverse("progress:mark_own", args=[link.uid])
        return cls._marked(link.title, "", way, state, former)

    @classmethod
    def of_kept(cls, thing: Thing, kept: bool, way: str) -> Self:
        said = gettext("Guardado") if kept else gettext("Tirado dos guardados")
        language = thing.language if isinstance(thing, Track) else thing.title_language
        return cls(said, thing.title, language, way, "keep", "0" if kept else "1")

    @classmethod
    def of_agreed(cls, resource: Resource, due_on: date | None) -> Self:
        """Undone, it has its day again."""
        said, day = gettext("Tirado dos combinados"), due_on.isoformat() if due_on else ""
        way = reverse("progress:agree_again", args=[resource.uid])
        return cls(said, resource.title, resource.title_language, way, "due_on", day)

    @classmethod
    def _marked(cls, title: str, language: str, way: str, state: State, former: State) -> Self:
        return cls(capfirst(str(state.label)), title, language, way, "state", former.word)

    @classmethod
    def read(cls, request: HttpRequest) -> Self | None:
        text = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=SECONDS)
        return cls(*json.loads(text)) if text else None

    def leave_on(self, response: HttpResponse) -> None:
        long = len(self.title) > LONGEST
        told = self._replace(title=f"{self.title[: LONGEST - 1]}…") if long else self
        response.set_signed_cookie(
            COOKIE,
            json.dumps(told),
            salt=SALT,
            max_age=SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
