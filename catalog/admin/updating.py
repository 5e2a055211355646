"""Taking over what changed in the README that a track came from, and giving our edits back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from ..models import Preview, Track
from ..readme.errors import TooMany
from ..readme.merging import UndecidedError
from ..upstream import Edits, NoSourceError, OlderError, Update, update
from .importing_forms import BringForm
from .update_page import UpdatePage


class UpdateViews:
    """Hung on the admin of tracks: who may change a track may update it."""

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        at = "<int:pk>/atualizar/"
        return [
            path(at, wrap(self.update_view), name="catalog_track_update"),
            path("<int:pk>/edicoes.patch", wrap(self.patch_view), name="catalog_track_patch"),
            path(f"{at}<str:key>/", wrap(self.conflicts_view), name="catalog_track_conflicts"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def update_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Bring the text as it is now."""
        track = self._track(request, pk)
        posted = request.method == "POST"
        first = {"url": track.source_url}
        form = BringForm(request.POST, request.FILES) if posted else BringForm(initial=first)
        if posted and form.is_valid():
            made = Preview.objects.keep(request.user, form.content, form.readme, form.origin, track)
            return redirect("admin:catalog_track_conflicts", pk, made.pk)
        kept = Preview.objects.of(request.user).open().filter(track=track)
        return self._show_update(request, track, "update", {"form": form, "kept": kept})

    def conflicts_view(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """What would change, and what has to be decided first."""
        track = self._track(request, pk)
        mine = Preview.objects.of(request.user).standing()
        preview = mine.filter(pk=key, track=track).first()
        if preview is None:
            return self._show_update(request, track, "update_gone", {}, status=404)
        if preview.committed_at:
            messages.info(request, _("Esta atualização já foi aplicada."))
            return redirect("admin:catalog_track_change", pk)
        page = UpdatePage(Update(track, preview.readme), preview.decisions)
        if request.method != "POST":
            context = {"page": page, "preview": preview, "missing": "faltam" in request.GET}
            return self._show_update(request, track, "update_conflicts", context)
        return self._take_choices(request, track, preview, page)

    def _take_choices(
        self, request: HttpRequest, track: Track, preview: Preview, page: UpdatePage
    ) -> HttpResponse:
        """Everything that was chosen is kept, whatever the button."""
        preview.decide(page.read(request.POST))
        match request.POST.get("do"):
            case "apply":
                return self._apply_update(request, track, preview)
            case "later":
                text = _("Guardado até %(until)s. Nada mudou na trilha ainda.")
                until = f"{preview.kept_until:%d/%m, %H:%M}"
                messages.info(request, text % {"until": until})
                return redirect("admin:catalog_track_change", track.pk)
            case "discard":
                preview.delete()
                messages.info(request, _("Atualização descartada. Nada mudou na trilha."))
                return redirect("admin:catalog_track_change", track.pk)
            case "theirs":
                preview.decide(page.all_of_the_source())
        return HttpResponseRedirect(f"{request.path}#conflitos")

    def _apply_update(self, request: HttpRequest, track: Track, preview: Preview) -> HttpResponse:
        page = UpdatePage(Update(track, preview.readme), preview.decisions)
        if page.first_open:
            messages.error(request, _("Faltam decisões: a primeira está logo abaixo."))
            return HttpResponseRedirect(f"{request.path}?faltam=1#{page.first_open}")
        try:
            made = preview.turn_into(
                lambda it: update(
                    track,
                    it.text,
                    it.decisions,
                    read_at=it.made_at,
                    by=request.user,
                    origin=it.origin,
                )
            )
        except UndecidedError:  # somebody edited the track meanwhile
            messages.error(request, _("A trilha mudou agora há pouco e há mais o que decidir."))
            return HttpResponseRedirect(f"{request.path}?faltam=1#conflitos")
        except OlderError:
            text = _("A trilha foi atualizada depois desta leitura. Traga o texto de novo.")
            messages.error(request, text)
            return redirect("admin:catalog_track_update", track.pk)
        text = _("Trilha atualizada da fonte. No histórico é um registro só.")
        messages.success(request, text if made else _("Esta atualização já foi aplicada."))
        return redirect("admin:catalog_track_change", track.pk)

    def patch_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Our edits, as a file that the author of the source can apply."""
        track = self._track(request, pk)
        try:
            edits = Edits(track)
            text = edits.diff
        except NoSourceError:
            raise Http404 from None
        except TooMany:
            said = _("É um README grande demais para comparar aqui. Quem opera o site consegue: %s")
            messages.error(request, said % f"manage.py diff_track {track.uid}")
            return redirect("admin:catalog_track_change", pk)
        if not text:
            messages.info(request, _("A fonte já tem tudo: não há edições nossas para levar."))
            return redirect("admin:catalog_track_change", pk)
        # git passes over what stands before the first file.
        notes = [_("ficou fora deste patch: %s") % title for title in edits.missed]
        text = "".join(f"# {note}\n" for note in notes) + text
        answer = HttpResponse(text, content_type="text/x-diff; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{track.uid}.patch"'
        return answer

    def _track(self, request: HttpRequest, pk: int) -> Track:
        track: Track | None = self.get_queryset(request).filter(pk=pk).first()  # type: ignore[attr-defined]
        if track is None:
            raise Http404
        if not self.has_change_permission(request, track):  # type: ignore[attr-defined]
            raise PermissionDenied
        return track

    def _show_update(
        self,
        request: HttpRequest,
        track: Track,
        name: str,
        context: dict[str, Any],
        status: int = 200,
    ) -> HttpResponse:
        site = self.admin_site.each_context(request)  # type: ignore[attr-defined]
        given = {"opts": Track._meta, "title": _("Atualizar da fonte"), "original": track}
        given["back"] = reverse("admin:catalog_track_change", args=[track.pk])
        template = f"admin/catalog/{name}.html"
        return TemplateResponse(request, template, {**site, **given, **context}, status=status)
