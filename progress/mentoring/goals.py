"""What a cohort agreed on, as pages tell it."""

from ..walk import Walk, Way
from .models import Cohort, Goal
from .ways import stages_of


class Goals(list[Goal]):
    """The goals of a cohort for the stages of its track, the nearest day first. With a walk
    each goal knows how far that person is (`ring`): for the person's own eyes."""

    def __init__(self, cohort: Cohort, way: Way | None, walk: Walk | None = None) -> None:
        super().__init__()
        drawn = {stage.pk: stage for stage in stages_of(way)}
        for goal in cohort.goals.all():
            if stage := drawn.get(goal.section_id):
                goal.section, goal.ring = stage, walk.ring(stage) if walk else None
                self.append(goal)

    @property
    def ahead(self) -> list[Goal]:
        return [goal for goal in self if not goal.is_past]

    @property
    def past(self) -> list[Goal]:
        return [goal for goal in self if goal.is_past]
