"""Importing a README: bring it, look through the preview, make a draft of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..importer import Plan, commit, plan
from ..models import Preview, Track
from ..readme.decisions import decide
from .gestures import Gesture
from .importing_forms import BringForm
from .preview_context import context_of, form_for
from .preview_page import Page
from .widgets import is_key


class ImportViews:
    """Hung on the admin of tracks: who may add a track may import one."""

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("importar/", wrap(self.bring_view), name="catalog_import"),
            path("importar/<str:key>/", wrap(self.preview_view), name="catalog_import_preview"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def bring_view(self, request: HttpRequest) -> HttpResponse:
        self._may_import(request)
        posted = request.method == "POST"
        form = BringForm(request.POST, request.FILES) if posted else BringForm()
        if posted and form.is_valid():
            preview = Preview.objects.keep(request.user, form.content, form.readme, form.origin)
            return redirect("admin:catalog_import_preview", preview.pk)
        kept = Preview.objects.of(request.user).open().filter(track=None)
        return self._show(request, "import", {"form": form, "kept": kept})

    def preview_view(self, request: HttpRequest, key: str) -> HttpResponse:
        self._may_import(request)
        preview = Preview.objects.of(request.user).standing().filter(pk=key).first()
        if preview is None:
            return self._show(request, "import_gone", {}, status=404)
        if preview.committed_at:
            return self._to_draft(request, preview, made=False)
        if preview.track_id:  # an update, which has pages of its own
            return redirect("admin:catalog_track_conflicts", preview.track_id, preview.pk)
        if request.method != "POST":
            return self._show_preview(request, preview, page_of(preview))
        match request.POST.get("do", "").split():
            case ["commit"]:
                made = preview.turn_into(lambda it: draft(it, by=request.user))
                return self._to_draft(request, preview, made)
            case ["discard"]:
                preview.delete()
                messages.info(request, _("Prévia descartada. Nada foi gravado."))
                return redirect("admin:catalog_import")
            case ["save", number] if is_key(number):
                return self._save(request, preview, page_of(preview), int(number))
        return self._decide(request, preview, Gesture(page_of(preview), request.POST))

    def _decide(self, request: HttpRequest, preview: Preview, gesture: Gesture) -> HttpResponse:
        said, told = gesture.read()
        if said:
            preview.decide(said)
            messages.success(request, told)
        elif gesture.verb:
            messages.info(request, _("Nada mudou: marque antes as linhas."))
        if "decidir" in request.GET:
            return HttpResponseRedirect(f"{request.path}{gesture.next_question}")
        return _back(request, gesture.at if said else None)

    def _save(
        self, request: HttpRequest, preview: Preview, page: Page, number: int
    ) -> HttpResponse:
        form = form_for(page, number, request.POST)
        if form is None:
            return _back(request, None)
        if not form.is_valid():
            return self._show_preview(request, preview, page, number, form)
        preview.decide({page.key(number): form.cleaned_data})
        messages.success(request, _("Gravado: %s") % form.cleaned_data["title"])
        return _back(request, number)

    def _show_preview(
        self, request: HttpRequest, preview: Preview, page: Page, editing: int = 0, form: Any = None
    ) -> HttpResponse:
        context = context_of(request, preview, page, editing, form)
        return self._show(request, "import_preview", context)

    def _to_draft(self, request: HttpRequest, preview: Preview, made: bool) -> HttpResponse:
        track = preview.track
        assert track  # a preview that was taken over has one  # noqa: S101
        if made:
            n = track.steps.count()
            text = ngettext(
                "Rascunho criado com %(n)d passo. Só a curadoria vê, até você publicar.",
                "Rascunho criado com %(n)d passos. Só a curadoria vê, até você publicar.",
                n,
            )
            messages.success(request, text % {"n": n})
        else:
            messages.info(request, _("Esta prévia já virou o rascunho abaixo."))
        return redirect("admin:catalog_track_change", track.pk)

    def _may_import(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied

    def _show(
        self, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        site = self.admin_site.each_context(request)  # type: ignore[attr-defined]
        given = {**site, "opts": Track._meta, "title": _("Importar README"), **context}
        return TemplateResponse(request, f"admin/catalog/{name}.html", given, status=status)


def page_of(preview: Preview) -> Page:
    readme = preview.readme
    return Page(readme, preview.decisions, plan(decide(readme, preview.decisions)))


def draft(preview: Preview, by: Any) -> Track:
    """What was read is remembered, and not what was decided: the next update then knows what
    curators left out or called otherwise."""
    return commit(
        Plan.of_draft(decide(preview.readme, preview.decisions)),
        by=by,
        why=_("importou o README"),
        text=preview.text,
        origin=preview.origin,
        remember=decide(preview.readme, {}),
    )


def _back(request: HttpRequest, number: int | None) -> HttpResponse:
    """To the line it was about, with the same lines shown."""
    query = request.GET.copy()
    for name in ("editar", "em"):
        query.pop(name, None)
    if number:
        query["em"] = str(number)
    # An empty place is the top, where the message stands; none at all would be the former one.
    place = f"n{number}" if number else ""
    return HttpResponseRedirect(f"{request.path}?{query.urlencode()}#{place}")
