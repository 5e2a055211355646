"""A person's way through the catalog: one interface, two homes.

A learner's marks live in the database, a visitor's in the session. Pages, marks and tests speak
to both in the same words; nobody asks who is signed in.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from catalog.models import Outline, Resource, Skill, Track

from .activity import Deed, latest
from .agreed import Agreed
from .history import History
from .models import (
    Assessment,
    Bookmark,
    Completion,
    Following,
    News,
    Note,
    OwnLink,
    State,
    StudyEvent,
)
from .models.bookmark import Key
from .planning import PlannedWeek, week_of
from .rhythm import Rhythm, first_day
from .sessions import MARKS, Marks, SessionStore
from .walk import Look, Walk, Way


class Journey(ABC):
    """What both homes answer alike, given their states."""

    name = ""
    look = Look()

    @property
    @abstractmethod
    def states(self) -> dict[int, State]:
        """State by resource, the latest mark last; what is still to do is left out. A duplicate's
        mark counts for the resource that survived it, and of several the furthest holds."""

    @abstractmethod
    def set_state(self, resource: Resource, state: State, track: Track | None = None) -> State:
        """Store a state and return the former one. Setting what holds already changes nothing."""

    @abstractmethod
    def activity(self, limit: int) -> list[Deed]:
        """What was done lately, latest first. Of a visitor nothing is kept."""

    @abstractmethod
    def news(self, outlines: Iterable[Outline]) -> dict[int, News]:
        """What changed in followed tracks since the last look, by track. A visitor follows none."""

    @abstractmethod
    def rhythm(self) -> Rhythm:
        """The year of study that ends today. A visitor's is empty: their marks have no days."""

    @abstractmethod
    def plan_week(self) -> PlannedWeek | None:
        """This week of the person's plan, if there is something in it. A visitor has none."""

    @abstractmethod
    def agreed(self) -> Agreed:
        """What the person took into their plan of what a mentor proposed. Nothing is proposed to
        a visitor."""

    @abstractmethod
    def history(self, resource: Resource) -> History | None:
        """All that was done with one resource. Of a visitor none is kept."""

    @abstractmethod
    def judgements(self, skills: Iterable[Skill]) -> dict[int, Assessment]:
        """How the person judges their own hold of these skills, by skill. Of a visitor none are
        kept."""

    @abstractmethod
    def own_links(self, track: Track) -> list[OwnLink] | None:
        """What the person added to their copy of a track. Nothing for a visitor, who cannot add."""

    @abstractmethod
    def notes(self, resource: Resource) -> list[Note] | None:
        """What the person wrote beside a resource and its duplicates, its own note first. Nothing
        for a visitor, who cannot write."""

    @abstractmethod
    def kept(self) -> frozenset[Key] | None:
        """What the person keeps for later. Nothing for a visitor, who cannot keep."""

    def along(self, outline: Way | None = None) -> Walk:
        return Walk(self, outline)

    def state_of(self, resource: Resource) -> State:
        return self.states.get(resource.pk, State.TODO)

    def keys_by_word(self) -> dict[str, list[int]]:
        """The marked resources by the word of their state: how the catalog asks, which knows no
        states."""
        keys: dict[str, list[int]] = {}
        for key, state in self.states.items():
            keys.setdefault(state.word, []).append(key)
        return keys

    @property
    def count(self) -> int:
        return len(self.states)

    def marked(self, limit: int) -> list[tuple[Resource, State]]:
        """The latest marks with their resources, latest first."""
        keys = list(reversed(self.states))[:limit]
        rows = Resource.objects.for_page().in_bulk(keys)
        return [(rows[key], self.states[key]) for key in keys if key in rows]


class LearnerJourney(Journey):
    def __init__(self, learner_id: int, name: str = "", look: Look = Look()) -> None:  # noqa: B008
        self.learner_id, self.name, self.look = learner_id, name, look

    @cached_property
    def _rows(self) -> list[tuple[str, int, int, datetime]]:
        """Marks and, named by what they are, things kept: a page of rows shows both, so both come
        in one statement. The latest stands last; of one moment, always in the same order."""
        marks = Completion.objects.annotate(key=Coalesce("resource__merged_into", "resource"))
        marks = marks.filter(learner=self.learner_id, state__gt=State.TODO)
        marked = marks.values_list(Value("", CharField()), "key", "state", "changed_at")
        kept = Bookmark.objects.of(self.learner_id).pairs(Value(0), "created_at")
        return list(marked.union(kept, all=True).order_by("changed_at", "key"))

    @cached_property
    def states(self) -> dict[int, State]:
        return _furthest((key, state) for name, key, state, _at in self._rows if not name)

    def set_state(self, resource: Resource, state: State, track: Track | None = None) -> State:
        # A duplicate's mark must not hold a state up that the learner now takes back, and what
        # was never marked needs no row to be still to do.
        with transaction.atomic():
            rows = Completion.objects.counting_for(self.learner_id, [resource.pk])
            held = {row.resource_id: row.state for row in rows.select_for_update(of=("self",))}
            former = State(max(held.values(), default=State.TODO))
            keys = {*held, *([resource.pk] if state else [])}
            changed = Completion.objects.record(self.learner_id, dict.fromkeys(keys, state))
            if changed and former != state:
                StudyEvent.objects.remember(self.learner_id, {resource.pk: state}, track)
            if changed and track:
                Following.objects.begin(self.learner_id, track)
        self.__dict__.pop("states", None)
        self.__dict__.pop("_rows", None)
        return former

    def activity(self, limit: int) -> list[Deed]:
        return latest(self.learner_id, limit)

    def news(self, outlines: Iterable[Outline]) -> dict[int, News]:
        return Following.objects.news(self.learner_id, outlines)

    def rhythm(self) -> Rhythm:
        today = timezone.localdate()
        days = StudyEvent.objects.days_of_study(self.learner_id, first_day(today))
        return Rhythm(days, today)

    def plan_week(self) -> PlannedWeek | None:
        return week_of(self.learner_id)

    def agreed(self) -> Agreed:
        return Agreed.of(self.learner_id, self.states, timezone.localdate())

    def history(self, resource: Resource) -> History | None:
        return History.of(self.learner_id, resource)

    def judgements(self, skills: Iterable[Skill]) -> dict[int, Assessment]:
        said = Assessment.objects.filter(learner=self.learner_id, skill__in=skills)
        return {assessment.skill_id: assessment for assessment in said}

    def own_links(self, track: Track) -> list[OwnLink] | None:
        return list(OwnLink.objects.of(self.learner_id).filter(track=track).for_page())

    def notes(self, resource: Resource) -> list[Note] | None:
        return list(Note.objects.of(self.learner_id).on(resource).for_page())

    def kept(self) -> frozenset[Key] | None:
        return frozenset((name, key) for name, key, _state, _at in self._rows if name)


class VisitorJourney(Journey):
    def __init__(self, session: SessionStore) -> None:
        self.session = session

    @cached_property
    def states(self) -> dict[int, State]:
        marks = {int(key): state for key, state in self.session.get(MARKS, {}).items()}
        if not marks:
            return {}
        merged = Resource.objects.filter(pk__in=marks, merged_into__isnull=False)
        survivor = dict(merged.values_list("pk", "merged_into"))
        return _furthest((survivor.get(key, key), state) for key, state in marks.items())

    def set_state(self, resource: Resource, state: State, track: Track | None = None) -> State:
        aliases = Resource.objects.filter(merged_into=resource).values_list("pk", flat=True)
        keys = {str(key) for key in (resource.pk, *aliases)}
        held: Marks = {}

        def change(marks: Marks) -> Marks:
            held.update((key, mark) for key, mark in marks.items() if key in keys)
            rest = {key: mark for key, mark in marks.items() if key not in keys}
            # As a learner's: a duplicate's mark follows, should it be a thing of its own again.
            return rest | (dict.fromkeys({*held, str(resource.pk)}, int(state)) if state else {})

        self.session.change_marks(change)
        self.__dict__.pop("states", None)
        return State(max(held.values(), default=State.TODO))

    def activity(self, limit: int) -> list[Deed]:
        return []

    def news(self, outlines: Iterable[Outline]) -> dict[int, News]:
        return {}

    def rhythm(self) -> Rhythm:
        return Rhythm({}, timezone.localdate())

    def plan_week(self) -> PlannedWeek | None:
        return None

    def agreed(self) -> Agreed:
        return Agreed([], {}, timezone.localdate())

    def history(self, resource: Resource) -> History | None:
        return None

    def judgements(self, skills: Iterable[Skill]) -> dict[int, Assessment]:
        return {}

    def own_links(self, track: Track) -> list[OwnLink] | None:
        return None

    def notes(self, resource: Resource) -> list[Note] | None:
        return None

    def kept(self) -> frozenset[Key] | None:
        return None


class JourneyRequest(HttpRequest):
    journey: Journey


def journey_of(request: HttpRequest) -> Journey:
    if request.user.is_authenticated:
        user = request.user
        look = Look(user.theme, "on" if user.shortcuts else "off")
        return LearnerJourney(user.pk, user.get_short_name(), look)
    return VisitorJourney(request.session)  # type: ignore[arg-type]


def adopt(request: HttpRequest, learner_id: int) -> int:
    """Bring the marks of the visitor who just signed in to their account; how many came. Where they
    were made is not known, so that all tracks that show them are followed from now on.

    The furthest state wins and nothing moves back, so it is safe to repeat. Marks on resources
    that are gone meanwhile are left out: the database would refuse them amid the signing in.
    """
    taken = request.session.take_marks()  # type: ignore[attr-defined]
    marks = {int(key): state for key, state in taken.items()}
    known = Resource.objects.filter(pk__in=marks).values_list("pk", flat=True)
    kept = {key: marks[key] for key in known}
    with transaction.atomic():
        StudyEvent.objects.remember(learner_id, Completion.objects.advance(learner_id, kept))
        Following.objects.begin_all(learner_id, Outline.citing(kept))
    return len(kept)


def _furthest(marks: Iterable[tuple[int, int]]) -> dict[int, State]:
    states: dict[int, State] = {}
    for key, state in marks:
        states[key] = State(max(state, states.pop(key, State.TODO)))  # the latest stands last
    return states
