from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..health import FAILURES, PATIENCE
from ..models import Care, LinkHealth
from .linkpage import LinkPage
from .widgets import is_key

# What a button does, and how the page tells of it.
VERBS: dict[str, Callable[[LinkHealth, Any], bool]] = {
    "aceitar": lambda link, by: link.accept_move(by),
    "unir": lambda link, by: link.accept_move(by, merging=True),
    "vivo": lambda link, _by: link.found_alive(),
    "retirar": lambda link, by: link.retire(by),
    "verificar": lambda link, _by: bool(LinkHealth.objects.filter(pk=link.pk).visit_soon()),
}
OF_THE_CATALOG = {"aceitar", "unir", "retirar"}  # they change more than the link


def _said(verb: str, n: int) -> str:
    match verb:
        case "aceitar":
            return ngettext("%(n)d link com endereço novo.", "%(n)d links com endereço novo.", n)
        case "unir":
            return ngettext("%(n)d duplicata unida.", "%(n)d duplicatas unidas.", n)
        case "vivo":
            return ngettext("%(n)d link dado como vivo.", "%(n)d links dados como vivos.", n)
        case "retirar":
            return ngettext("%(n)d link retirado.", "%(n)d links retirados.", n)
    return ngettext("%(n)d link vai ser visitado logo.", "%(n)d links vão ser visitados logo.", n)


@admin.register(LinkHealth)
class LinkHealthAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """One page: what each link asks of a curator. A link has no page of its own."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # links come with what cites them

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        link = self.get_object(request, object_id)
        query = f"?{urlencode({'q': link.url})}" if link else ""
        return HttpResponseRedirect(reverse("admin:catalog_linkhealth_changelist") + query)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        page = LinkPage(request.GET)
        if request.method == "POST":
            return self._do(request, page)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Saúde dos links"),
            "page": page,
            "failures": FAILURES,
            "days": PATIENCE.days,
            "may_change": self.has_change_permission(request),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/catalog/links.html", context)

    def _do(self, request: HttpRequest, page: LinkPage) -> HttpResponse:
        """One button of a row sends `fazer=verb:key`; one of the bar sends `acao=verb`, for the
        rows (`no`) and for whole groups (`grupo`) that are ticked."""
        verb, _colon, key = request.POST.get("fazer", "").partition(":")
        verb = verb or request.POST.get("acao", "")
        keys = [key] if key else request.POST.getlist("no")
        if (verb and verb not in VERBS) or not all(map(is_key, keys)):
            raise BadRequest(_("Essa escolha não existe. Volte à lista e marque de novo."))
        if not self._may(request, verb):
            raise PermissionDenied
        chosen = page.links.filter(pk__in=keys)
        if not key:
            chosen = chosen | page.links.filter(care__in=_groups(request))
        links = list(chosen) if verb else []
        self._apply(request, verb, links)
        # Back to the row, or to its group when it may have left.
        place = f"#l{key}" if verb == "verificar" else f"#{links[0].care}" if links else ""
        return HttpResponseRedirect(request.get_full_path() + (place if key else ""))

    def _may(self, request: HttpRequest, verb: str) -> bool:
        own = self.has_change_permission(request)
        edits = request.user.has_perm("catalog.change_resource")
        return own and (edits or verb not in OF_THE_CATALOG)

    def _apply(self, request: HttpRequest, verb: str, links: Iterable[LinkHealth]) -> None:
        """Each one is a change of its own: one that cannot be does not stop the others."""
        done, refused = 0, False
        for link in links:
            try:
                done += VERBS[verb](link, request.user)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
                refused = True
        if done:
            self.message_user(request, _said(verb, done) % {"n": done}, messages.SUCCESS)
        elif not verb or not links:
            self.message_user(request, _("Marque ao menos um link."), messages.WARNING)
        elif not refused:
            self.message_user(request, _("Já estava assim: nada mudou."), messages.INFO)


def _groups(request: HttpRequest) -> list[str]:
    return [care for care in Care if care in request.POST.getlist("grupo")]
