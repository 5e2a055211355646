"""A track as files for those who curate it. The public pages give them out only once it is there
for everybody."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from ..exporter import MARKDOWN, text_of
from ..models import Track
from ..trackfile import document


class DownloadViews:
    """For the admin of tracks: who may see one may take it."""

    def get_urls(self) -> list[Any]:
        made = {"readme": ("README.md", _readme), "json": ("trilha.json", _json)}
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        mine = [
            path(
                f"<int:pk>/{name}",
                wrap(require_safe(self._download(write))),
                name=f"catalog_track_{word}",
            )
            for word, (name, write) in made.items()
        ]
        return [*mine, *super().get_urls()]  # type: ignore[misc]

    def _download(self, write: Callable[[Track], HttpResponse]) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            track: Track | None = self.get_queryset(request).filter(pk=pk).first()  # type: ignore[attr-defined]
            if track is None:
                raise Http404
            if not self.has_view_permission(request, track):  # type: ignore[attr-defined]
                raise PermissionDenied
            return write(track)

        return view


def _readme(track: Track) -> HttpResponse:
    return HttpResponse(text_of(track), MARKDOWN, headers=_named(f"{track.uid}.md"))


def _json(track: Track) -> HttpResponse:
    shape = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(
        document(track), json_dumps_params=shape, headers=_named(f"{track.uid}.json")
    )


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
