"""Resources as a spreadsheet: taken away, edited there, looked at and brought in again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..exchange import Incoming, table
from ..readme.errors import ReadmeError
from ..readme.parse import decode
from ..spreadsheet import BrokenTableError, one_end
from .looked_at import LookedAtForm

SHOWN = 200  # lines of a list


class SheetForm(LookedAtForm):
    """A table; when it can be read, `incoming` is there."""

    file = forms.FileField(
        label=gettext_lazy("Planilha em CSV"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        help_text=gettext_lazy(
            "Até 900 kB. A primeira linha tem os nomes das colunas, como na planilha que você "
            "baixa aqui. Coluna que falta não muda nada; linha sem uid é um recurso novo."
        ),
    )
    too_big = gettext_lazy("É grande demais: envie até 900 kB de cada vez, em partes.")
    incoming: Incoming

    def look(self, given: str | bytes) -> str:
        try:
            # Browsers send every end of a line of a field in one way, whatever it was in the file.
            text = one_end(given if isinstance(given, str) else decode(given))
            self.incoming = Incoming(text)
        except (ReadmeError, BrokenTableError) as error:
            said = _("Isto não é uma planilha em CSV que dê para ler: %(why)s.")
            raise ValidationError(said % {"why": _why(error)}) from None
        return text


def _why(error: Exception) -> str:
    if isinstance(error, ReadmeError):
        return _("o arquivo não é texto")
    return str(error).rstrip(".")


class SheetViews:
    """For the admin of resources."""

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("planilha.csv", wrap(self.download), name="catalog_resource_csv"),
            path("planilha/", wrap(self.sheet), name="catalog_resource_sheet"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def download(self, request: HttpRequest) -> HttpResponse:
        """What the list shows, with its filters and its search."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        listed = self.get_changelist_instance(request)  # type: ignore[attr-defined]
        found = self.model.objects.filter(  # type: ignore[attr-defined]
            pk__in=listed.get_queryset(request).order_by().values("pk")
        )
        return HttpResponse(
            table(found),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="recursos.csv"'},
        )

    def sheet(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_change_permission(request) and self.has_add_permission(request)):  # type: ignore[attr-defined]
            raise PermissionDenied
        form = SheetForm(request.POST or None, request.FILES or None)
        looked_at = form.is_bound and form.is_valid()
        if looked_at and (seal := request.POST.get("seal")):
            brought = Incoming.bring(form.cleaned_data["text"], seal, request.user)
            if brought is not None:
                return self._told(request, brought)
            text = _("Alguém mudou um destes recursos enquanto você olhava. Confira de novo.")
            messages.warning(request, text)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": _("Planilha de recursos"),
            "form": form,
            "incoming": form.incoming if looked_at else None,
            "shown": SHOWN,
        }
        return TemplateResponse(request, "admin/catalog/sheet.html", context)

    def _told(self, request: HttpRequest, brought: int) -> HttpResponse:
        text = ngettext("%(n)d recurso mudou.", "%(n)d recursos mudaram.", brought)
        messages.success(request, text % {"n": brought})
        return HttpResponseRedirect(reverse("admin:catalog_resource_changelist"))
