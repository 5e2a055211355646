"""When a draft goes live: the field of the form, and the words about it."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms import CatalogForm


def at_the_sites_clock(moment: datetime, shape: str = "j \\d\\e F \\d\\e Y, H\\hi") -> str:
    return formats.date_format(timezone.localtime(moment, timezone.get_default_timezone()), shape)


class _Widget(forms.SplitDateTimeWidget):
    """The browser's own calendar and clock, which need no script."""

    def __init__(self) -> None:
        day: Any = {"type": "date", "aria-label": gettext_lazy("Dia")}
        hour: Any = {"type": "time", "aria-label": gettext_lazy("Hora")}
        super().__init__(None, "%Y-%m-%d", "%H:%M", day, hour)

    def decompress(self, value: Any) -> Any:
        with timezone.override(timezone.get_default_timezone()):
            return super().decompress(value)


class _Moment(forms.SplitDateTimeField):
    """By the site's clock, whatever zone the curator lives in: all of them read the same hour."""

    widget = _Widget

    def compress(self, data_list: Any) -> Any:
        with timezone.override(timezone.get_default_timezone()):
            return super().compress(data_list)


def moment_field(db_field: Any) -> forms.Field:
    zone = timezone.get_default_timezone_name()
    said = _("O rascunho entra no ar sozinho nessa hora, pelo relógio do site (%(zone)s).")
    help_text = said % {"zone": zone}
    return _Moment(label=capfirst(db_field.verbose_name), help_text=help_text, required=False)


class TrackForm(CatalogForm):
    def clean_publish_at(self) -> Any:
        moment = self.cleaned_data["publish_at"]
        if moment and "publish_at" in self.changed_data and moment <= timezone.now():
            raise ValidationError(_("Essa hora já passou. Escolha uma que ainda vem."))
        return moment
