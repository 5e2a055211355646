import sys

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.models import Community, Outline, Status, Track

from .gaps import gaps


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    tracks = list(Track.objects.published().with_counts().for_page())
    outline = Outline.of(tracks[0].uid) if tracks else None
    return render(
        request,
        "home.html",
        {
            "featured": tracks[0] if tracks else None,
            "stops": [section for section in outline.sections if section.number][:7]
            if outline
            else [],
            "walk": request.journey.along(outline),  # type: ignore[attr-defined]
            "tracks": tracks,
            "communities": Community.objects.current().for_page()[:6],
        },
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return render(request, "keys.html")


@require_safe
@permission_required("catalog.change_resource", raise_exception=True)
def lacking(request: HttpRequest) -> HttpResponse:
    """What the catalog lacks, on the curators' desk."""
    tracks = Track.objects.exclude(status=Status.RETIRED)
    track = tracks.filter(uid=request.GET.get("trilha", "")).first()
    context = admin.site.each_context(request) | {
        "title": _("Lacunas"),
        "gaps": gaps(track),
        "track": track,
        "tracks": tracks,
    }
    return render(request, "admin/gaps.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return render(request, "robots.txt", {"sitemap": sitemap}, content_type="text/plain")


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Looks at nothing else, so that a sick database restarts nobody."""
    return JsonResponse({"ok": True, "revision": settings.REVISION})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """The process can serve pages: the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return JsonResponse(
            {"ok": False, "database": "away"}, status=503, headers={"Retry-After": "15"}
        )
    return JsonResponse({"ok": True, "database": "here"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    said = str(exception) if type(exception).__name__ == "BadRequest" else ""
    return render(request, "400.html", {"said": said}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", {"stale": True}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Whoever tried too often. The libraries that count ask for this by its name in `urls`."""
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = "60"
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with `Retry-After` while the database is away. Its pages look nothing up."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        away = render(request, "503.html", status=503)
        away["Retry-After"] = "15"
        return away
    return render(request, "500.html", status=500)
