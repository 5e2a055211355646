"""A track brought in as a JSON document: looked at first, then loaded."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..fixture import BrokenFileError
from ..loader import Report, bring
from ..models import Track
from .looked_at import LookedAtForm


class TrackFileForm(LookedAtForm):
    """A JSON document; when it is one of a track, `document` is there."""

    file = forms.FileField(
        label=gettext_lazy("Arquivo JSON de uma trilha"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".json,application/json"}),
        help_text=gettext_lazy("Até 900 kB, como o que se baixa na página de uma trilha."),
    )
    document: Any = None

    def look(self, given: str | bytes) -> str:
        try:
            text = given if isinstance(given, str) else given.decode("utf-8-sig")
            self.document = json.loads(text)
        except (ValueError, RecursionError):
            raise ValidationError(_("Isto não é um arquivo JSON que dê para ler.")) from None
        if not isinstance(self.document, dict) or "format" not in self.document:
            raise ValidationError(_("É JSON, mas não é o de uma trilha: falta o campo “format”."))
        return text


class TrackFileViews:
    """For the admin of tracks."""

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        mine = path("arquivo/", wrap(self.track_file), name="catalog_track_file")
        return [mine, *super().get_urls()]  # type: ignore[misc]

    def track_file(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):  # type: ignore[attr-defined]
            raise PermissionDenied
        form = TrackFileForm(request.POST or None, request.FILES or None)
        report = None
        if form.is_bound and form.is_valid():
            looking = "go" not in request.POST
            report = self._brought(request, form, looking)
            if report is not None and not looking:
                return self._told(request, form.document["uid"], report)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": _("Trazer trilha de um arquivo"),
            "form": form,
            "report": report,
        }
        return TemplateResponse(request, "admin/catalog/track_file.html", context)

    def _brought(self, request: HttpRequest, form: TrackFileForm, looking: bool) -> Report | None:
        why = _("trouxe a trilha de um arquivo")
        try:
            return bring(form.document, why=why, by=request.user, dry_run=looking)
        except BrokenFileError as error:
            text = _("O arquivo tem um problema, e nada mudou: %(why)s")
            form.add_error("file", text % {"why": error})
            return None

    def _told(self, request: HttpRequest, uid: str, report: Report) -> HttpResponse:
        if report:
            messages.success(request, _("A trilha chegou. Confira e publique quando quiser."))
        else:
            messages.info(request, _("Já estava assim: nada mudou."))
        track = Track.objects.get(uid=uid)
        return HttpResponseRedirect(reverse("admin:catalog_track_change", args=[track.pk]))
