from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Resource

from ...models import State
from ..models import Proposal
from .days import DayField


class AnswerForm(forms.Form):
    """What a learner takes of a proposal: all of it that they have not done yet, unless they say
    otherwise. `states`: how far they are with each resource."""

    steps = forms.MultipleChoiceField(
        label=_("Passos"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Escolha ao menos um passo, ou responda “Agora não”."),
            "invalid_choice": _("Um dos passos saiu da proposta. Escolha de novo."),
        },
    )
    due_on = DayField(label=_("Até quando"), help_text=_("Opcional. O dia é seu."))

    def __init__(
        self, proposal: Proposal, states: Mapping[int, State], data: QueryDict | None = None
    ) -> None:
        day, self.states = proposal.due_on, states
        self.proposal, self.gone = proposal, bool(day and day < timezone.localdate())
        uids = [row.uid for row in proposal.materials if states.get(row.pk) != State.DONE]
        said = {"steps": uids, "due_on": None if self.gone else day}
        super().__init__(data, initial=said, auto_id=f"{proposal.uid}-%s")
        field: Any = self.fields["steps"]
        field.choices = [(material.uid, material.title) for material in proposal.materials]

    @property
    def rows(self) -> list[tuple[Resource, bool, State | None]]:
        """The steps, whether each is chosen, and whether the learner is through with it."""
        chosen = self["steps"].value() or []
        return [
            (material, material.uid in chosen, self._settled(material))
            for material in self.proposal.materials
        ]

    def _settled(self, material: Resource) -> State | None:
        state = self.states.get(material.pk)
        return state if state in (State.DONE, State.SKIPPED) else None

    @property
    def keys(self) -> list[int]:
        chosen = self.cleaned_data["steps"]
        return [material.pk for material in self.proposal.materials if material.uid in chosen]
