from datetime import date
from typing import Any, Self

from django import forms
from django.db import transaction
from django.http import QueryDict

from catalog.models import Outline, Section

from ..models import Cohort
from ..spread import spread
from ..ways import stages_of
from .cohort import Steps
from .days import AnyDay


class GoalsForm(forms.Form):
    """A rhythm, and a day for each stage. Only what was changed in the page is stored, so that of
    two tabs each keeps its own."""

    steps_a_week = Steps()

    def __init__(
        self, cohort: Cohort, outline: Outline | None, data: QueryDict | None = None
    ) -> None:
        known = {_name(goal.section_id): goal.due_on for goal in cohort.goals.all()}
        super().__init__(data, initial=known | {"steps_a_week": cohort.steps_a_week})
        self.cohort, self.stages = cohort, stages_of(outline)
        for stage in self.stages:
            self.fields[_name(stage.pk)] = AnyDay(label=f"{stage.number}. {stage.title}")
        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def days(self) -> list[tuple[Section, forms.BoundField]]:
        return [(stage, self[_name(stage.pk)]) for stage in self.stages]

    @classmethod
    def spread(cls, cohort: Cohort, outline: Outline | None, data: QueryDict) -> Self:
        """The form as it was posted, with a day proposed for each stage. Nothing is stored."""
        form, proposed = cls(cohort, outline), data.copy()
        if cohort.starts_on and cohort.ends_on:
            sizes = [len({s.material.pk for s in st.walk() if s.material}) for st in form.stages]
            days = spread(sizes, cohort.starts_on, cohort.ends_on)
            for stage, day in zip(form.stages, days, strict=True):
                proposed[_name(stage.pk)] = day.isoformat()
        return cls(cohort, outline, proposed)

    def save(self) -> None:
        said: dict[str, Any] = self.cleaned_data
        days: dict[int, date | None] = {
            stage.pk: said[_name(stage.pk)]
            for stage in self.stages
            if _name(stage.pk) in self.changed_data
        }
        with transaction.atomic():
            self.cohort.set_goals(days)
            if "steps_a_week" in self.changed_data:
                self.cohort.steps_a_week = said["steps_a_week"]
                self.cohort.save(update_fields=["steps_a_week"])


def _name(section: int) -> str:
    return f"s-{section}"
