"""The page behind a key. It opens without an account and says nothing about whoever opens it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.models import Outline

from . import brought
from .access import links_under, received_by
from .doors import missed, unlisted
from .models import ShareLink
from .models.loss import Loss
from .ways import Picked, way_of


@unlisted
@require_safe
def shared(request: HttpRequest, key: str) -> HttpResponse:
    link = links_under(key).for_page().with_remains().first()
    if link is None:
        return missed(request)
    said = _said_of(request, link) | {"kept": _is_kept(request, link)}
    answer = render(request, "mentoring/shared.html", said)
    if _is_a_visit(request, link):
        link.open_once(timezone.localdate())
        if request.user.pk is None:
            brought.carry(request, answer, link)
    return answer


@unlisted
@require_safe
def study_sheet(request: HttpRequest, key: str) -> HttpResponse:
    """The same for paper. No opening: whoever is here opened the page before."""
    link = links_under(key).for_page().with_remains().first()
    if link is None:
        return missed(request)
    short = f"{request.get_host()}{link.get_absolute_url()}"
    return render(request, "mentoring/sheet.html", _said_of(request, link) | {"short": short})


@unlisted
@require_safe
def without_slash(request: HttpRequest) -> HttpResponse:
    """Django would lead there too, but let the address be kept on the way."""
    return redirect(request.get_full_path(force_append_slash=True), permanent=True)


def _is_a_visit(request: HttpRequest, link: ShareLink) -> bool:
    """Not its owner looking, nor a mark made here that comes back, nor a browser looking ahead, nor
    another site that tries to show it in a frame."""
    return (
        request.method == "GET"
        and request.user.pk != link.owner_id
        and link.key not in request.headers.get("Referer", "")
        and "prefetch" not in request.headers.get("Sec-Purpose", "")
        and request.headers.get("Sec-Fetch-Dest", "document") == "document"
    )


def _is_kept(request: HttpRequest, link: ShareLink) -> bool:
    mine = request.user.pk is not None and request.user.pk != link.owner_id
    return mine and received_by(request.user).filter(link=link).exists()


def _said_of(request: HttpRequest, link: ShareLink) -> dict[str, Any]:
    """What both pages say. When the content left, that is an answer like any other, not an error:
    the link is right, says who shared what, and what a draft hides may come back."""
    way = way_of(link)
    track = way.track if isinstance(way, Outline) else None
    return {
        "link": link,
        "own": request.user.pk == link.owner_id,
        "lost": link.lost or (None if way else Loss.EMPTY),
        "way": way,
        "track": track,
        "sources": way.tracks if isinstance(way, Picked) else [track] if track else [],
        "walk": request.journey.along(way),  # type: ignore[attr-defined]
        "rel": "noopener noreferrer",
    }
