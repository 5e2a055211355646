"""A link in the pages of others: its picture in a conversation, and a frame that shows it.

Neither knows who looks: no session is asked, and everybody gets the same bytes.
"""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.csp import CSP
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import conditional_page, require_safe

from catalog.models import Outline

from ...walk import Walk
from ..access import links_under
from ..doors import missed, missed_in_frame, unlisted
from ..models import ShareLink
from ..models.loss import Loss
from ..picture import HEIGHT, WIDTH, png_of
from ..ways import way_of

# The one page of the site that may stand inside another: it is read, and nothing else.
FRAMED: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": ["http:", "https:"],
}
FRAME = (640, 480)  # px, unless the page that asks has less room


@conditional_page
@unlisted
@require_safe
def picture(request: HttpRequest, key: str) -> HttpResponse:
    link = links_under(key).for_page().first()
    if link is None:
        return missed(request)
    answer = HttpResponse(png_of(link, way_of(link)), content_type="image/png")
    # May be kept, but not shown again without asking whether the link still opens.
    answer["Cache-Control"] = "no-cache"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@xframe_options_exempt
@csp_override(FRAMED)
@unlisted
@require_safe
def embed(request: HttpRequest, key: str) -> HttpResponse:
    link = links_under(key).embeddable().for_page().with_remains().first()
    if link is None:
        return missed_in_frame(request)
    way = way_of(link)
    track = way.track if isinstance(way, Outline) else None
    lost = link.lost or (None if way else Loss.EMPTY)
    context = {"link": link, "way": way, "track": track, "lost": lost, "walk": Walk()}
    return render(request, "mentoring/frame.html", context)


@unlisted
@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """What a site asks that wants to show a link by its address: https://oembed.com."""
    asked = request.GET
    if not asked.get("url"):
        return HttpResponse(status=400)
    if asked.get("format", "json") != "json":
        return HttpResponse(status=501)
    key, language = _key_in(asked["url"], request.get_host())
    link = links_under(key).embeddable().for_page().with_remains().first()
    if link is None:
        return missed(request)
    with override(language):
        return JsonResponse(_told(request, link))


def _key_in(address: str, host: str) -> tuple[str, str]:
    """The key in an address of our own, and the language of that; no other address has one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", settings.LANGUAGE_CODE
    ours = parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()
    path = unquote(parts.path).rstrip("/") + "/"
    for language, _ in settings.LANGUAGES if ours else []:
        with override(language):
            try:
                found = resolve(path)
            except Resolver404:
                continue
        if found.view_name == "mentoring:shared":
            return found.kwargs["key"], language
    return "", settings.LANGUAGE_CODE


def _told(request: HttpRequest, link: ShareLink) -> dict[str, Any]:
    """A frame no larger than the page that asks has room for."""
    width, height = (
        min(most, _room(request.GET.get(f"max{side}", "")) or most)
        for side, most in zip(("width", "height"), FRAME, strict=True)
    )
    site = request.build_absolute_uri("/").rstrip("/")
    code = {"link": link, "site": site, "width": width, "height": height}
    told = {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Trilha",
        "provider_url": request.build_absolute_uri(reverse("home")),
        "title": link.name,
        "author_name": link.signature,
        "width": width,
        "height": height,
        "html": render_to_string("mentoring/frame_code.html", code).strip(),
    }
    return told | _thumbnail(request, link)


def _thumbnail(request: HttpRequest, link: ShareLink) -> dict[str, Any]:
    """The picture, where there is room for it."""
    rooms = _room(request.GET.get("maxwidth", "")), _room(request.GET.get("maxheight", ""))
    if any(room and room < size for room, size in zip(rooms, (WIDTH, HEIGHT), strict=True)):
        return {}
    address = request.build_absolute_uri(reverse("mentoring:picture", args=[link.key]))
    return {"thumbnail_url": address, "thumbnail_width": WIDTH, "thumbnail_height": HEIGHT}


def _room(said: str) -> int:
    """A number of pixels; 0 where none that makes sense was said."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0
