"""The pages of one thing's history: what changed, by whom, when; and the way back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from reversion.models import Revision

from .differences import Difference, Names, differences
from .moments import Moment, NoWayBackError, go_back, moments, now

A_PAGE = 25


@dataclass
class Entry:
    revision: Revision
    differences: list[Difference]
    url: str
    is_now: bool

    @property
    def at(self) -> datetime:
        return timezone.localtime(self.revision.date_created)

    @property
    def day(self) -> date:
        return self.at.date()


class HistoryViews(admin.ModelAdmin):  # type: ignore[type-arg]
    """Two pages in the place of django-reversion's. Reading needs the permission to view, going
    back the one to change. What was removed for good by hand has no page, so nothing is recovered
    here: no `recover` routes."""

    def get_urls(self) -> list[Any]:
        from django.urls import path

        back = path(
            "<path:object_id>/history/<int:revision_id>/",
            self.admin_site.admin_view(self.back_view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_revision",
        )
        return [back, *admin.ModelAdmin.get_urls(self)]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            raise Http404
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        kept = [m for n, m in enumerate(moments(thing)) if n == 0 or m.before != m.after]
        page = Paginator(kept[::-1], A_PAGE).get_page(request.GET.get("pagina"))
        return self._answer(
            request,
            "admin/catalog/history.html",
            thing,
            entries=self._entries(thing, page.object_list, kept[-1:]),
            page=page,
            title=_("Histórico: %s") % thing,
            may_go_back=self.has_change_permission(request, thing),
        )

    def _entries(self, thing: Any, shown: Any, last: list[Moment]) -> list[Entry]:
        stands = now(thing)
        names = Names([state for moment in shown for state in (moment.before, moment.after)])
        return [
            Entry(
                moment.revision,
                differences(thing, moment.before, moment.after, names),
                self._url("revision", thing, moment.revision.pk),
                is_now=moment in last and moment.after == stands,
            )
            for moment in shown
        ]

    def back_view(self, request: HttpRequest, object_id: str, revision_id: int) -> HttpResponse:
        """What would change, and the button that does it."""
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            raise Http404
        if not self.has_change_permission(request, thing):
            raise PermissionDenied
        moment = next((m for m in moments(thing) if m.revision.pk == revision_id), None)
        if moment is None:
            raise Http404
        if request.method == "POST" and self._went_back(request, thing, moment):
            return HttpResponseRedirect(self._url("history", thing))
        stands = now(thing)
        changes = differences(thing, stands, moment.after, Names([stands, moment.after]))
        when = _when(moment.revision)
        return self._answer(
            request,
            "admin/catalog/back.html",
            thing,
            differences=changes,
            history_url=self._url("history", thing),
            title=_("Voltar à versão de %s?") % when,
            revision=moment.revision,
        )

    def _went_back(self, request: HttpRequest, thing: Any, moment: Moment) -> bool:
        if now(thing) == moment.after:
            self.message_user(request, _("Já estava assim: nada mudou."), messages.INFO)
            return True
        said = _("voltou à versão de %s") % _when(moment.revision)
        if why := request.POST.get("why", "").replace("\0", "").strip()[:300]:
            said = f"{said}: {why}"
        try:
            with self.create_revision(request):  # type: ignore[attr-defined]
                go_back(thing, moment.after)
                self.log_change(request, thing, said)
        except NoWayBackError as error:
            self.message_user(request, _("Não deu para voltar. %s") % error, messages.ERROR)
            return False
        self.message_user(request, _("Pronto: “%s” voltou.") % thing, messages.SUCCESS)
        return True

    def _url(self, name: str, thing: Any, *args: Any) -> str:
        route = f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}"
        return reverse(route, args=[quote(thing.pk), *args])

    def _answer(
        self, request: HttpRequest, template: str, thing: Any, **context: Any
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "object": thing}
        return TemplateResponse(request, template, context)


def _when(revision: Revision) -> str:
    at = timezone.localtime(revision.date_created)
    return formats.date_format(at, "j \\d\\e F, H\\hi")
