"""What one person sees of themself on a page: the answers to the page's slots."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from catalog.models import Resource, Section, Skill, Step

from .models import State
from .next_step import next_step


class Way(Protocol):
    """What one walks along: the outline of a track, or a list that somebody picked."""

    taught: dict[int, set[int]]  # skill → resources that teach it

    @property
    def resources(self) -> Mapping[int, Any]:
        """Each resource once, in reading order, with the step or item that names it."""


class Row(NamedTuple):
    state: State
    next: bool

    @property
    def word(self) -> str:
        return self.state.word

    @property
    def tap(self) -> str:
        """What one tap on the mark sets: done, or back to do."""
        return State.TODO.word if self.state == State.DONE else State.DONE.word

    @property
    def pressed(self) -> str:
        return {State.DONE: "true", State.DOING: "mixed"}.get(self.state, "false")


class Ring(NamedTuple):
    done: int
    total: int

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0

    @property
    def full(self) -> bool:
        return 0 < self.total == self.done


class Head(NamedTuple):
    ring: Ring
    begun: bool
    next: Any  # the step or item that names it


class Walk:
    """One person's way along an outline, or along loose rows when there is none."""

    def __init__(
        self,
        states: Mapping[int, State],
        name: str = "",
        outline: Way | None = None,
        history: Callable[[Resource], Any] = lambda resource: None,
    ) -> None:
        self.states, self.name, self.outline, self._history = states, name, outline, history

    def person(self) -> str:
        """What the navigation calls a learner; empty for a visitor."""
        return self.name

    def row(self, resource: Resource) -> Row:
        state = self.states.get(resource.pk, State.TODO)
        return Row(state, resource.pk == self._next)

    def ring(self, section: Section) -> Ring:
        return self._ring({step.material.pk for step in section.walk() if step.material})

    def skill(self, skill: Skill) -> Ring:
        return self._ring(self.outline.taught.get(skill.pk, set()) if self.outline else set())

    def head(self) -> Head:
        keys = set(self._first)
        return Head(
            self._ring(keys),
            any(self.states.get(key) for key in keys),
            self._first[self._next] if self._next else None,
        )

    def dates(self, resource: Resource) -> Any:
        """What a learner did with a resource and when; nothing for a visitor."""
        return self._history(resource)

    def again(self, section: Section | None = None) -> int:
        """How many marks a learner could set aside to go over it all again."""
        if not self.name:
            return 0
        steps = section.walk_all() if section else self._first.values()
        return sum(
            bool(self.states.get(key)) for key in {s.material.pk for s in steps if s.material}
        )

    def around(self) -> list[Step]:
        """The next step between its neighbours: where one is, drawn in three rows."""
        row = list(self._first.values())
        here = next((n for n, key in enumerate(self._first) if key == self._next), 0)
        start = max(0, min(here - 1, len(row) - 3))
        return row[start : start + 3]

    @cached_property
    def _first(self) -> Mapping[int, Any]:
        return self.outline.resources if self.outline else {}

    @cached_property
    def _next(self) -> int | None:
        return next_step(self._first, self.states)

    def _ring(self, keys: set[int]) -> Ring:
        return Ring(sum(self.states.get(key) == State.DONE for key in keys), len(keys))
