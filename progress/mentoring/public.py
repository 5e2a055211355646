"""The page behind a key. It opens without an account and says nothing about whoever opens it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.models import Outline

from .access import links_under
from .doors import missed, unlisted
from .models import ShareLink
from .ways import way_of


@unlisted
@require_safe
def shared(request: HttpRequest, key: str) -> HttpResponse:
    link = links_under(key).for_page().first()
    if link is None:
        return missed(request)
    if _is_a_visit(request, link):
        link.open_once(timezone.localdate())
    way = way_of(link)
    return render(
        request,
        "mentoring/shared.html",
        {
            "link": link,
            "own": request.user.pk == link.owner_id,
            "way": way,
            "track": way.track if isinstance(way, Outline) else None,
            "walk": request.journey.along(way),  # type: ignore[attr-defined]
            "rel": "noopener noreferrer",
        },
    )


@unlisted
@require_safe
def without_slash(request: HttpRequest, key: str) -> HttpResponse:
    """Django would lead there too, but let the address be kept on the way."""
    return redirect("mentoring:shared", key, permanent=True)


def _is_a_visit(request: HttpRequest, link: ShareLink) -> bool:
    """Not its owner looking, nor a mark made here that comes back, nor a browser looking ahead."""
    return (
        request.method == "GET"
        and request.user.pk != link.owner_id
        and link.key not in request.headers.get("Referer", "")
        and "prefetch" not in request.headers.get("Sec-Purpose", "")
    )


def study_sheet(request: HttpRequest, key: str) -> HttpResponse:
    raise Http404  # being built
