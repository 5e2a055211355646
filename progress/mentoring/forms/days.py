from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FARTHEST = 3653  # days; who wants more wants no end


class DayField(forms.DateField):
    """A day from today on, or none."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        wrong = {"invalid": _("Escreva uma data, como 31/12/2026.")}
        super().__init__(required=False, widget=widget, error_messages=wrong, **kwargs)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        today = timezone.localdate()
        if day and not today <= day <= today + timedelta(days=FARTHEST):
            raise ValidationError(_("Escolha um dia entre hoje e daqui a dez anos."))
        return day
