"""Many resources at once: one form, one entry of the history, one way back."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from reversion.revisions import add_to_revision, set_comment

from ..models import Resource, Track
from .bulkform import BulkForm
from .undo import UndoViews
from .widgets import is_key

LONG = 1_000  # letters of a question to the list
MOST = 500  # at once: undoing them must end within one request


class BulkViews(UndoViews):
    """Actions of the list that ask something first."""

    def get_urls(self) -> list[Any]:
        named = {"em-lote": self.set_view, "uniao": self.merge_view}
        return [
            path(
                f"{word}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"catalog_resource_{view.__name__.removesuffix('_view')}",
            )
            for word, view in named.items()
        ] + super().get_urls()

    @admin.action(
        permissions=["change"],
        description=gettext_lazy("Tipo, nível, idioma, custo, assuntos…"),
    )
    def set_many(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return self.set_page(request, queryset)

    @admin.action(permissions=["change"], description=gettext_lazy("Unir duplicatas…"))
    def merge(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return self.merge_page(request, queryset)

    def set_page(
        self,
        request: HttpRequest,
        resources: Iterable[Resource],
        track: Track | None = None,
        form: BulkForm | None = None,
    ) -> HttpResponse:
        rows = list(resources)
        if len(rows) > MOST:
            text = _("São até %(n)d recursos de cada vez. Marque menos e repita.")
            self.message_user(request, text % {"n": MOST}, messages.WARNING)
            return _back(request, track)
        said = ngettext("Mudar %(n)d recurso", "Mudar %(n)d recursos de uma vez", len(rows))
        title, form = said % {"n": len(rows)}, form or BulkForm(rows)
        return self._page(request, "bulk", rows, track, title=title, form=form)

    def set_view(self, request: HttpRequest) -> HttpResponse:
        rows, track = self._chosen(request)
        form = BulkForm(rows, request.POST)
        if not form.is_valid():
            return self.set_page(request, rows, track, form)
        said = _("mudou em lote")
        with self.create_revision(request):  # type: ignore[attr-defined]
            changed = form.change(rows)
            for row in changed:
                add_to_revision(row)  # with its tags: its history tells what went
            self._log(request, changed, said)
        told = ngettext("%(n)d recurso mudou.", "%(n)d recursos mudaram.", len(changed))
        return self._done(request, changed, told % {"n": len(changed)}, track)

    def merge_page(self, request: HttpRequest, resources: Any, error: str = "") -> HttpResponse:
        rows = list(resources)
        loose = [row for row in rows if not row.merged_into_id]
        return self._page(
            request,
            "merge",
            loose,
            None,
            title=_("Unir duplicatas"),
            error=error,
            offered=sum(not row.retired_at for row in loose),
            already=[row for row in rows if row.merged_into_id],
        )

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        rows, _track = self._chosen(request)
        stays = next((row for row in rows if str(row.pk) == request.POST.get("stays")), None)
        if stays is None:
            return self.merge_page(request, rows, _("Escolha o recurso que fica."))
        try:
            with self.create_revision(request):  # type: ignore[attr-defined]
                others = (row for row in rows if row != stays)
                merged = [row for row in others if row.merge_into(stays)]
                self._log(request, merged, _("uniu a “%s”") % stays)
        except ValidationError as error:
            return self.merge_page(request, rows, " ".join(error.messages))
        told = ngettext(
            "%(n)d duplicata agora aponta para “%(title)s”.",
            "%(n)d duplicatas agora apontam para “%(title)s”.",
            len(merged),
        )
        return self._done(request, merged, told % {"n": len(merged), "title": stays}, None)

    def about_to_change(self, request: HttpRequest) -> list[Any]:
        """Of a bulk what was ticked, and the duplicates that may be led to another survivor."""
        if "resources" not in request.POST:
            return super().about_to_change(request)  # type: ignore[misc, no-any-return]
        rows, _track = self._chosen(request)
        led_on = Resource.objects.filter(merged_into__in=rows)
        return [*{row.pk: row for row in (*rows, *led_on)}.values()]

    def _chosen(self, request: HttpRequest) -> tuple[list[Any], Track | None]:
        """The resources that the page was made for, and the track it was opened from."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        keys = [key for key in request.POST.get("resources", "").split(",") if is_key(key)]
        track = request.POST.get("track", "")
        found = self.get_queryset(request).filter(pk__in=map(int, keys[:MOST]))
        came_from = Track.objects.filter(pk=track).first() if is_key(track) else None
        return list(found.order_by("title", "pk")), came_from

    def _log(self, request: HttpRequest, changed: list[Any], said: str) -> None:
        if changed:
            # One statement for all of them; its words are the comment of the revision.
            LogEntry.objects.log_actions(request.user.pk, changed, CHANGE, said)  # type: ignore[arg-type]
            set_comment(said)

    def _done(
        self, request: HttpRequest, changed: list[Any], told: str, track: Track | None
    ) -> HttpResponse:
        if changed:
            self.tell(request, capfirst(told))
        else:
            self.message_user(request, _("Já estava assim: nada mudou."), messages.INFO)
        return _back(request, track)

    def _page(
        self,
        request: HttpRequest,
        name: str,
        rows: list[Any],
        track: Track | None,
        **context: Any,
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "rows": rows,
            "keys": ",".join(str(row.pk) for row in rows),
            "track": track,
            "list": _list(request),
        }
        return TemplateResponse(request, f"admin/catalog/{name}.html", context)


def _list(request: HttpRequest) -> str:
    """What the list was asked for that the resources were ticked in."""
    return QueryDict(request.POST.get("list", request.GET.urlencode())[:LONG]).urlencode()


def _back(request: HttpRequest, track: Track | None) -> HttpResponse:
    if track is None:
        asked = _list(request)
        url = reverse("admin:catalog_resource_changelist")
        return HttpResponseRedirect(f"{url}?{asked}" if asked else url)
    url = reverse("admin:catalog_track_change", args=[track.pk])
    return HttpResponseRedirect(f"{url}#outline")
