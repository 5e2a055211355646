"""What one person sees of themself on a page: the answers to the page's slots."""

from collections.abc import Collection, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from catalog.models import Outline, Resource, Section, Skill, Step, Track

from .models import Note, OwnLink, State, Thing
from .models.bookmark import Key, key_of
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
    kept: bool | None = None

    @property
    def word(self) -> str:
        return self.state.word

    @property
    def tap(self) -> str:
        return self.state.tap

    @property
    def pressed(self) -> str:
        return self.state.pressed


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


class Own(NamedTuple):
    """What a learner added to one section; counted apart, so that a track's numbers stay
    comparable."""

    links: list[OwnLink]

    @property
    def done(self) -> int:
        return sum(link.state == State.DONE for link in self.links)


class Look(NamedTuple):
    """How pages look and listen for a learner; a visitor's own device decides."""

    theme: str = ""  # `light`, `dark`, or as the device
    keys: str = ""  # `on`, `off`, or as the device


class Person(Protocol):
    """Who walks, as far as pages ask. Both kinds of journey answer. Of somebody unknown nothing is
    kept, so that there is nothing to answer: None."""

    @property
    def name(self) -> str: ...

    @property
    def look(self) -> Look: ...

    @property
    def states(self) -> Mapping[int, State]: ...

    def history(self, resource: Resource) -> Any: ...

    def own_links(self, track: Track) -> list[OwnLink] | None: ...

    def notes(self, resource: Resource) -> list[Note] | None: ...

    def kept(self) -> Collection[Key] | None: ...


class Nobody:
    """Whom pages are drawn for that ask nobody who they are."""

    name, look = "", Look()
    states: Mapping[int, State] = MappingProxyType({})

    def history(self, resource: Resource) -> None:
        return None

    def own_links(self, track: Track) -> None:
        return None

    def notes(self, resource: Resource) -> None:
        return None

    def kept(self) -> None:
        return None


NOBODY = Nobody()


class Walk:
    """One person's way along an outline, or along loose rows when there is none."""

    def __init__(self, person: Person = NOBODY, outline: Way | None = None) -> None:
        self._person, self.outline, self.name = person, outline, person.name

    @property
    def states(self) -> Mapping[int, State]:
        """Asked for only where a page shows steps: most show none."""
        return self._person.states

    def person(self) -> str:
        """What the navigation calls a learner; empty for a visitor."""
        return self.name

    def look(self) -> Look:
        return self._person.look

    def row(self, resource: Resource) -> Row:
        state = self.states.get(resource.pk, State.TODO)
        return Row(state, resource.pk == self._next, self.kept(resource))

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
        return self._person.history(resource)

    def again(self, section: Section | None = None) -> int:
        """How many marks a learner could set aside to go over it all again."""
        if not self.name:
            return 0
        steps = section.walk_all() if section else self._first.values()
        return sum(
            bool(self.states.get(key)) for key in {s.material.pk for s in steps if s.material}
        )

    def own(self, section: Section | None = None) -> Own | None:
        """What a learner added to a section, or to none that is drawn: its section left the
        track. Nothing for a visitor, who cannot add."""
        if self._own_links is None:
            return None
        return Own(self._own_links.get(section.pk if section else None, []))

    def notes(self, resource: Resource) -> list[Note] | None:
        """What a learner wrote beside a resource. Nothing for a visitor, who cannot write."""
        return self._person.notes(resource)

    def kept(self, thing: Thing) -> bool | None:
        """Whether a thing is kept for later. Nothing for a visitor, who cannot keep."""
        kept = self._kept_keys
        return None if kept is None else key_of(thing) in kept

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
    def _kept_keys(self) -> Collection[Key] | None:
        return self._person.kept()

    @cached_property
    def _own_links(self) -> dict[int | None, list[OwnLink]] | None:
        """All of a track at once, by section."""
        outline = self.outline
        if not isinstance(outline, Outline):
            return None
        links = self._person.own_links(outline.track)
        if links is None:
            return None
        drawn = {section.pk for section in outline.sections if section.number}
        found: dict[int | None, list[OwnLink]] = {}
        for link in links:
            key = link.section_id if link.section_id in drawn else None
            found.setdefault(key, []).append(link)
        return found

    @cached_property
    def _next(self) -> int | None:
        return next_step(self._first, self.states)

    def _ring(self, keys: set[int]) -> Ring:
        return Ring(sum(self.states.get(key) == State.DONE for key in keys), len(keys))
