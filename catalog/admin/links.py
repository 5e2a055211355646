from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reversion.revisions import set_comment

from ..health import FAILURES, PATIENCE
from ..history import changing_the_catalog
from ..models import Care, LinkHealth
from .linkpage import LinkPage
from .widgets import is_key

# What a button does, and how the page tells of it.
VERBS: dict[str, Callable[[LinkHealth, Any, str], bool]] = {
    "aceitar": lambda link, by, seen: link.accept_move(by, seen),
    "unir": lambda link, by, seen: link.accept_move(by, seen, merging=True),
    "vivo": lambda link, _by, _seen: link.found_alive(),
    "retirar": lambda link, by, _seen: link.retire(by),
}
MOST = 200  # decisions at once: they are one transaction, and others wait for it
FEW = 5  # reasons why some could not be, in words; the others are counted
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


class _NothingDoneError(Exception):
    """Takes back an entry of the history and an edition that nobody needs."""


@contextmanager
def _together(verb: str, by: Any) -> Iterator[None]:
    """Several decisions in one transaction; with one entry of the history, if they have one."""
    with suppress(_NothingDoneError):
        if verb in OF_THE_CATALOG:
            with changing_the_catalog(by):
                yield
        else:
            with transaction.atomic():
                yield


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
        rows (`no`) and for whole groups (`grupo`) that are ticked. The new addresses that the page
        showed come with all of them (`novo-key`)."""
        verb, _colon, key = request.POST.get("fazer", "").partition(":")
        verb = verb or request.POST.get("acao", "")
        keys = [key] if key else request.POST.getlist("no")
        if (verb and verb not in {*VERBS, "verificar"}) or not all(map(is_key, keys)):
            raise BadRequest(_("Essa escolha não existe. Volte à lista e marque de novo."))
        if not self._may(request, verb):
            raise PermissionDenied
        chosen = page.links.filter(pk__in=keys)
        if not key:
            chosen = chosen | page.links.filter(care__in=_groups(request))
        links = list(chosen) if verb else []
        if verb != "verificar" and len(links) > MOST:
            text = _("São até %(n)d links de cada vez. Marque menos e repita.")
            self.message_user(request, text % {"n": MOST}, messages.WARNING)
        else:
            self._apply(request, verb, links)
        # Back to the row, or to its group when it may have left.
        place = f"#l{key}" if verb == "verificar" else f"#{links[0].care}" if links else ""
        return HttpResponseRedirect(request.get_full_path() + (place if key else ""))

    def _may(self, request: HttpRequest, verb: str) -> bool:
        own = self.has_change_permission(request)
        edits = request.user.has_perm("catalog.change_resource")
        return own and (edits or verb not in OF_THE_CATALOG)

    def _apply(self, request: HttpRequest, verb: str, links: list[LinkHealth]) -> None:
        refused: list[str] = []
        if verb == "verificar":
            done = LinkHealth.objects.filter(pk__in=[link.pk for link in links]).visit_soon()
        elif len(links) == 1:
            done = self._decide(request, verb, links, refused)
        else:
            done = self._decide_together(request, verb, links, refused)
        self._tell_refused(request, refused)
        if done:
            self.message_user(request, _said(verb, done) % {"n": done}, messages.SUCCESS)
        elif not links:
            self.message_user(request, _("Marque ao menos um link."), messages.WARNING)
        elif not refused:
            self.message_user(request, _("Já estava assim: nada mudou."), messages.INFO)

    def _tell_refused(self, request: HttpRequest, refused: list[str]) -> None:
        for text in refused[:FEW]:
            self.message_user(request, text, messages.ERROR)
        if (more := len(refused) - FEW) > 0:
            said = ngettext("Outro não pôde ser.", "Outros %(n)d não puderam ser.", more)
            self.message_user(request, said % {"n": more}, messages.ERROR)

    def _decide_together(
        self, request: HttpRequest, verb: str, links: list[LinkHealth], refused: list[str]
    ) -> int:
        done = 0
        with _together(verb, request.user):
            done = self._decide(request, verb, links, refused)
            if not done:
                raise _NothingDoneError
            if verb in OF_THE_CATALOG:
                set_comment((_said(verb, done) % {"n": done}).rstrip("."))
        return done

    def _decide(
        self, request: HttpRequest, verb: str, links: list[LinkHealth], refused: list[str]
    ) -> int:
        """How many changed. One that cannot be does not stop the others."""
        done = 0
        for link in links:
            try:
                seen = request.POST.get(f"novo-{link.pk}", "")
                done += VERBS[verb](link, request.user, seen)
            except ValidationError as error:
                refused.append(" ".join(error.messages))
        return done


def _groups(request: HttpRequest) -> list[str]:
    return [care for care in Care if care in request.POST.getlist("grupo")]
