from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Resource

from ..models import Proposal
from .days import DayField


class AnswerForm(forms.Form):
    """What a learner takes of a proposal: all of it, unless they say otherwise."""

    steps = forms.MultipleChoiceField(
        label=_("Passos"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Escolha ao menos um passo, ou responda “Agora não”."),
            "invalid_choice": _("Um dos passos saiu da proposta. Escolha de novo."),
        },
    )
    due_on = DayField(label=_("Até quando"), help_text=_("Opcional. O dia é seu."))

    def __init__(self, proposal: Proposal, data: QueryDict | None = None) -> None:
        day = proposal.due_on
        self.proposal, self.gone = proposal, bool(day and day < timezone.localdate())
        uids = [material.uid for material in proposal.materials]
        said = {"steps": uids, "due_on": None if self.gone else day}
        super().__init__(data, initial=said, auto_id=f"{proposal.uid}-%s")
        field: Any = self.fields["steps"]
        field.choices = [(material.uid, material.title) for material in proposal.materials]

    @property
    def rows(self) -> list[tuple[Resource, bool]]:
        """The steps, and whether each is chosen."""
        chosen = self["steps"].value() or []
        return [(material, material.uid in chosen) for material in self.proposal.materials]

    @property
    def keys(self) -> list[int]:
        chosen = self.cleaned_data["steps"]
        return [material.pk for material in self.proposal.materials if material.uid in chosen]
