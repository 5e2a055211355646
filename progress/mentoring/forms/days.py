from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FARTHEST = 3653  # days; who wants more wants no end


class AnyDay(forms.DateField):
    """A day within ten years of today, or none; picked or typed."""

    back = FARTHEST  # how many days of the past
    outside = _("Escolha um dia a menos de dez anos de hoje.")

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        wrong = {"invalid": _("Escreva uma data, como 31/12/2026.")}
        super().__init__(required=False, widget=widget, error_messages=wrong, **kwargs)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not -self.back <= (day - timezone.localdate()).days <= FARTHEST:
            raise ValidationError(self.outside)
        return day


class DayField(AnyDay):
    """A day from today on, or none."""

    back = 0
    outside = _("Escolha um dia entre hoje e daqui a dez anos.")
