"""The outline of a track: tick rows, then act on them. Every button writes at once.

It is a form of ours and no inline formset: a browser sends ticked rows only, and a whole section is
one value, so that a track of a thousand steps stays under the limit of fields.
"""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ..models import Arrangement, Resource, Section, Step, Track
from .publishing import at_the_sites_clock
from .trackpage import TrackPage
from .undo import UndoViews
from .widgets import is_key

WRITING = ("up", "down", "move", "leave")


class OutlineViews(UndoViews):
    change_form_template = "admin/catalog/track.html"

    def get_urls(self) -> list[Any]:
        act = self.admin_site.admin_view(require_POST(self.outline_view))
        name = "catalog_track_outline"
        return [path("<path:object_id>/etapas/", act, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if track := kwargs.get("obj"):
            moment = track.publish_at
            context["outline"] = TrackPage(track, request.GET.get("abrir", ""))
            context["goes_live"] = at_the_sites_clock(moment) if moment else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def outline_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        track = self.get_object(request, unquote(object_id))
        if track is None:
            raise Http404
        if not self.has_change_permission(request, track):
            raise PermissionDenied
        what, _colon, key = request.POST.get("do", "").partition(":")
        if what == "set":
            return self._set(request, Arrangement(track))
        if what not in WRITING:
            raise BadRequest(_("Esse botão não existe. Volte à página da trilha."))
        with self.create_revision(request):  # type: ignore[attr-defined]
            arrangement = Arrangement(track)
            if what in ("up", "down"):
                said, row = self._shift(request, arrangement, key, up=what == "up")
            else:
                act = self._move if what == "move" else self._let_go
                said, row = act(request, arrangement, _ticked(request, arrangement))
            if said:
                self.log_change(request, track, said)
        if said and what in ("move", "leave"):
            self.tell(request, f"{capfirst(said)}.")
        return _at(track, row)

    def _shift(
        self, request: HttpRequest, arrangement: Arrangement, key: str, *, up: bool
    ) -> tuple[str, Any]:
        row = _row(arrangement, key)
        if row is None:
            self.message_user(request, _("Esta linha não está mais na trilha."), messages.WARNING)
            return "", None
        said = _("“%s” subiu") if up else _("“%s” desceu")
        name = row.path if isinstance(row, Section) else row
        return (said % name if arrangement.shift(row, up=up) else ""), row

    def _move(
        self, request: HttpRequest, arrangement: Arrangement, steps: list[Step]
    ) -> tuple[str, Any]:
        to, place = request.POST.get("to", ""), request.POST.get("place", "").strip()
        section = arrangement.section(int(to)) if is_key(to) else None
        if section is None:
            self.message_user(request, _("Escolha uma etapa desta trilha."), messages.ERROR)
            return "", None
        if not self._any(request, steps):
            return "", None
        n = arrangement.move(steps, section, int(place) if is_key(place) else None)
        if not n:
            self.message_user(request, _("Já estava assim: nada mudou."), messages.INFO)
            return "", steps[0]
        said = ngettext("levou %(n)d passo para “%(to)s”", "levou %(n)d passos para “%(to)s”", n)
        return said % {"n": n, "to": section.path}, steps[0]

    def _let_go(
        self, request: HttpRequest, arrangement: Arrangement, steps: list[Step]
    ) -> tuple[str, Any]:
        if not self._any(request, steps):
            return "", None
        section, n = steps[0].section, arrangement.let_go(steps)
        said = ngettext(
            "tirou %(n)d passo da trilha, e o acervo continua como estava",
            "tirou %(n)d passos da trilha, e o acervo continua como estava",
            n,
        )
        return said % {"n": n}, section

    def _set(self, request: HttpRequest, arrangement: Arrangement) -> HttpResponse:
        """The page that sets kind, level and so on of the resources behind the ticked steps."""
        steps = _ticked(request, arrangement)
        found = {step.material.pk: step.material for step in steps if step.material}
        if found:
            desk: Any = self.admin_site.get_model_admin(Resource)
            answer: HttpResponse = desk.set_page(request, list(found.values()), arrangement.track)
            return answer
        if self._any(request, steps):
            said = _("Os passos marcados não apontam para recursos: não há tipo nem nível a mudar.")
            self.message_user(request, said, messages.WARNING)
        return _at(arrangement.track, steps[0] if steps else None)

    def _any(self, request: HttpRequest, steps: list[Step]) -> bool:
        if not steps:
            self.message_user(request, _("Marque ao menos um passo antes."), messages.WARNING)
        return bool(steps)


def _ticked(request: HttpRequest, arrangement: Arrangement) -> list[Step]:
    """Only steps of this track: keys of another one are nobody's here."""
    steps, sections = (
        {int(key) for key in request.POST.getlist(name) if is_key(key)}
        for name in ("step", "section")
    )
    return arrangement.ticked(steps, sections)


def _row(arrangement: Arrangement, key: str) -> Section | Step | None:
    """Named like its place on the page: p12 is a step, s3 a section."""
    find = {"p": arrangement.step, "s": arrangement.section}.get(key[:1])
    return find(int(key[1:])) if find and is_key(key[1:]) else None


def _at(track: Track, row: Section | Step | None) -> HttpResponseRedirect:
    """The page of the track, open at a row."""
    url = reverse("admin:catalog_track_change", args=[track.pk])
    if isinstance(row, Step):
        return HttpResponseRedirect(f"{url}?abrir={row.section_id}#p{row.pk}")
    if isinstance(row, Section):
        return HttpResponseRedirect(f"{url}?abrir={row.pk}#s{row.pk}")
    return HttpResponseRedirect(f"{url}#outline")
