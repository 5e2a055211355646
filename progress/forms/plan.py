import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.models import Track

from ..models import StudyPlan
from ..models.plan import Weekday

LEAST, MOST = 15, 80 * 60  # minutes a week, as the database promises too
HOURS = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?(?:h|horas?|hours?)?")
CLOCK = re.compile(r"(\d{1,4})(?:h|:)(\d{1,2})(?:m|min)?")
MINUTES = re.compile(r"(\d{1,5})(?:m|min|minutos?|minutes?)")


class HoursField(forms.CharField):
    """Hours as people write them, `3`, `2,5`, `2h30`, `1:45`, `90 min`; cleaned to minutes."""

    default_error_messages = {
        "required": _("Escreva quantas horas por semana, como 3, 2,5 ou 2h30."),
        "invalid": _("Escreva as horas em números, como 3, 2,5 ou 2h30."),
        "range": _("Entre 15 minutos e 80 horas por semana."),
    }

    def clean(self, value: Any) -> int:
        text = "".join(super().clean(value).lower().split())
        minutes = _minutes(text)
        if minutes is None:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        if not LEAST <= minutes <= MOST:
            raise ValidationError(self.error_messages["range"], "range")
        return minutes

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        hours, rest = divmod(value, 60)
        return f"{hours}h{rest:02}" if rest else str(hours)


def _minutes(text: str) -> int | None:
    if found := HOURS.fullmatch(text):
        return round(float(f"{found[1]}.{found[2] or 0}") * 60)
    if found := CLOCK.fullmatch(text):
        return int(found[1]) * 60 + int(found[2])
    if found := MINUTES.fullmatch(text):
        return int(found[1])
    return None


class PlanForm(forms.Form):
    track = forms.ModelChoiceField(
        Track.objects.none(),
        label=_("Trilha"),
        to_field_name="uid",
        empty_label=_("Escolha a trilha"),
        error_messages={
            "required": _("Escolha a trilha."),
            "invalid_choice": _("Esta trilha não está publicada. Escolha outra."),
        },
    )
    minutes = HoursField(
        label=_("Horas por semana"),
        max_length=20,
        help_text=_("Como 3, 2,5 ou 2h30."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Em que dias"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Escolha pelo menos um dia."),
            "invalid_choice": _("Escolha entre os dias da semana."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["track"].queryset = Track.objects.published().for_page()  # type: ignore[attr-defined]

    @classmethod
    def showing(cls, plan: StudyPlan | None, track: Track | None) -> "PlanForm":
        """The form of that plan, or of a new one for that track with what suits most people."""
        plan = plan or StudyPlan()
        uid = track.uid if track else None
        return cls(initial={"track": uid, "minutes": plan.minutes, "weekdays": plan.days})

    def save(self, learner: Any) -> StudyPlan:
        said = self.cleaned_data
        weekdays = sum(1 << day for day in set(said["weekdays"]))
        return StudyPlan.objects.keep(learner, said["track"], said["minutes"], weekdays)
