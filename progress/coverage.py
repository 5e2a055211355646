"""How far the finished resources of a track cover its skills. Only counting: no statement here.

The rule, in the words of the page: a skill is covered when at least one resource of the track that
teaches it is done.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from catalog.models import Outline, Requirement, Skill, Step

from .models import Assessment, State
from .next_step import next_step


class Line(NamedTuple):
    """One skill of a track: how many of the resources that teach it there are done."""

    step: Step
    skill: Skill
    done: int
    total: int
    judgement: Assessment | None = None

    @property
    def covered(self) -> bool:
        return self.done > 0


class Group(NamedTuple):
    """The skills that a track asks for alike."""

    requirement: str  # of `Requirement`, or empty where the track does not say
    lines: list[Line]

    @property
    def covered(self) -> int:
        return sum(line.covered for line in self.lines)

    @property
    def total(self) -> int:
        return len(self.lines)


class Coverage:
    def __init__(
        self,
        outline: Outline,
        states: Mapping[int, int],
        judgements: Mapping[int, Assessment] | None = None,
    ) -> None:
        self.outline, self.track, self.states = outline, outline.track, states
        self.judgements = judgements or {}

    @cached_property
    def lines(self) -> list[Line]:
        """Each skill once, in the order of the track; named twice, it is what is asked most."""
        asked = [*Requirement, ""]
        steps: dict[int, Step] = {}
        for step in self.outline.steps():
            if step.skill:
                first = steps.setdefault(step.skill.pk, step)
                steps[step.skill.pk] = min(first, step, key=lambda s: asked.index(s.requirement))
        return [self._line(step, step.skill) for step in steps.values() if step.skill]

    def _line(self, step: Step, skill: Skill) -> Line:
        taught = self.outline.taught.get(skill.pk, set())
        done = sum(self.states.get(key) == State.DONE for key in taught)
        return Line(step, skill, done, len(taught), self.judgements.get(skill.pk))

    @cached_property
    def groups(self) -> list[Group]:
        found = [
            Group(asked, [line for line in self.lines if line.step.requirement == asked])
            for asked in (*Requirement.values, "")
        ]
        return [group for group in found if group.lines]

    @property
    def untaught(self) -> list[Line]:
        """Skills that no resource of the track teaches."""
        return [line for line in self.lines if not line.total]

    @cached_property
    def next(self) -> Step | None:
        """The next step towards a skill that is not covered yet, the required ones first. The
        order is that of the track."""
        for group in self.groups:
            missing = [
                self.outline.taught[line.skill.pk]
                for line in group.lines
                if line.total and not line.covered
            ]
            key = next_step(self.outline.resources, self.states, missing)
            if key:
                return self.outline.resources[key]
        return None

    @property
    def next_teaches(self) -> list[Line]:
        """The skills not covered yet that the next step towards one teaches."""
        key = self.next.material.pk if self.next and self.next.material else None
        taught = self.outline.taught
        return [
            line for line in self.lines if not line.covered and key in taught.get(line.skill.pk, ())
        ]
