"""How long a link may last: some days, until a cohort ends, until a day, or for ever."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ..access import cohorts_guided_by
from ..models import Cohort
from .days import FARTHEST


class Lasts(models.TextChoices):
    WEEK = "7", _("7 dias")
    MONTH = "30", _("30 dias")
    QUARTER = "90", _("90 dias")
    NEVER = "never", _("sem prazo")
    DATE = "date", _("até um dia certo")

    @classmethod
    def beside(cls, ends: dict[str, Cohort]) -> list[tuple[str, Any]]:
        """The choices with the ends of cohorts among them, after what is counted in days."""
        said, named = _("até o fim de “%(name)s”, %(day)s"), []
        for key, cohort in ends.items():
            day = date_format(cohort.ends_on or "", "j N Y")
            named.append((key, said % {"name": cohort.name, "day": day}))
        return [*cls.choices[:3], *named, *cls.choices[3:]]


def ends_of_cohorts(person: Any) -> dict[str, Cohort]:
    """The cohorts that a person guides and that end some day, by what the form calls each."""
    today = timezone.localdate()
    soon = (today + timedelta(days=1), today + timedelta(days=FARTHEST))
    going = cohorts_guided_by(person).going().filter(ends_on__range=soon)
    return {f"turma-{row.uid}": row for row in going.order_by("ends_on", "name", "pk")}
