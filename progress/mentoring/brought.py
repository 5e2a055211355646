"""What a visitor brings along: the share links they opened, until there is an account to keep them
in. A small signed cookie holds them, so that no row is made for every robot; keys are not in it.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .access import links_brought
from .models import Received, ShareLink

COOKIE = "recebidos"
SALT = "progress.mentoring.brought"
AGE = timedelta(days=30)
MOST = 5


def carry(request: HttpRequest, response: HttpResponse, link: ShareLink) -> None:
    """Let a visitor take this link along, and the last ones before it."""
    before = [uid for uid in carried(request) if uid != link.uid]
    response.set_signed_cookie(
        COOKIE,
        ".".join(uid.hex for uid in [link.uid, *before][:MOST]),
        salt=SALT,
        max_age=AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def carried(request: HttpRequest) -> list[UUID]:
    """The links a visitor carries, the latest first. What we did not sign is nothing."""
    text = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=AGE) or ""
    return [UUID(part) for part in text.split(".") if part]


def hand_over(request: HttpRequest, response: HttpResponse, learner_id: int) -> int:
    """Keep for a learner what they carried, as far as it still opens; how many links are new to
    them. Safe to repeat."""
    if COOKIE not in request.COOKIES:
        return 0
    response.delete_cookie(COOKIE, samesite="Lax")
    links = links_brought(carried(request))
    return sum(Received.objects.keep(learner_id, link) for link in links)
