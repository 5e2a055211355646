from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..coverage import Coverage, Group, Line
from ..models import Assessment, Mastery


class JudgementForm(forms.Form):
    """A person's own judgement of every skill of a track, saved all at once or not at all."""

    def __init__(self, coverage: Coverage, data: Any = None) -> None:
        super().__init__(data)
        self.coverage = coverage
        for line in coverage.lines:
            held = line.judgement
            self.fields[_name(line)] = forms.ChoiceField(
                label=line.step.heading,
                required=False,
                choices=[("", _("sem resposta")), *Mastery.choices],
                initial=held.mastery if held else "",
                error_messages={"invalid_choice": _("Escolha uma das respostas da lista.")},
            )

    def groups(self) -> Iterator[tuple[Group, list[tuple[Line, forms.BoundField]]]]:
        """The skills as the page shows them, each with its field."""
        for group in self.coverage.groups:
            yield group, [(line, self[_name(line)]) for line in group.lines]

    def clean(self) -> dict[str, Any]:
        asked = {name for name in self.data if name.startswith("s-")}
        if asked - self.fields.keys():
            raise ValidationError(
                _(
                    "Uma destas habilidades não está mais na trilha. Nada foi salvo: "
                    "confira e salve de novo."
                )
            )
        return self.cleaned_data

    def save(self, learner_id: int) -> int:
        """Store what was answered; what the form did not ask stays as it was."""
        said = {
            line.skill.pk: Mastery(int(answer)) if (answer := self.cleaned_data[name]) else None
            for line in self.coverage.lines
            if (name := _name(line)) in self.data
        }
        return Assessment.objects.judge(learner_id, said)


def _name(line: Line) -> str:
    return f"s-{line.skill.uid}"
