"""What strangers see of a person: exactly what was chosen for the public page, and nothing else."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, Min
from django.db.models.functions import Coalesce

from catalog.models import Outline, Track

from .journey import LearnerJourney
from .models import PublicPage, State, StudyEvent
from .rhythm import Rhythm
from .walk import Ring


class Shown(NamedTuple):
    """A track with what is told of it: nothing that was not chosen."""

    track: Track
    ring: Ring | None
    first: datetime | None
    last: datetime | None


class Showcase:
    """Days are counted in the time zone that is active: activate that of the page's person."""

    def __init__(self, page: PublicPage) -> None:
        self.page, self.title = page, page.title
        journey = LearnerJourney(page.learner_id)
        outlines = Outline.many(page.chosen())
        dates = _dates(page.learner_id) if page.shows_dates and outlines else {}
        self.tracks = [_shown(page, journey, outline, dates) for outline in outlines]
        shown = page.shows_rhythm and page.learner.rhythm
        self.rhythm: Rhythm | None = journey.rhythm() if shown else None

    @classmethod
    def ring(cls, page: PublicPage, uid: str) -> tuple[Track, Ring] | None:
        """One track of the page and how far its person is on it; None when that is not shown."""
        outlines = Outline.many(page.chosen().filter(uid=uid)) if page.shows_percent else []
        if not outlines:
            return None
        journey = LearnerJourney(page.learner_id)
        return outlines[0].track, journey.along(outlines[0]).head().ring


Dates = dict[int, tuple[datetime, datetime]]


def _shown(page: PublicPage, journey: LearnerJourney, outline: Outline, dates: Dates) -> Shown:
    ring = journey.along(outline).head().ring if page.shows_percent else None
    its = [dates[key] for key in outline.resources if key in dates]
    first = min((first for first, _ in its), default=None)
    return Shown(outline.track, ring, first, max((last for _, last in its), default=None))


def _dates(learner_id: int) -> Dates:
    """When each resource was first and last worked on."""
    done = StudyEvent.objects.filter(learner=learner_id, state__gt=State.TODO)
    key = Coalesce("resource__merged_into", "resource")
    rows = done.order_by().values_list(key).annotate(Min("at"), Max("at"))
    return {resource: (first, last) for resource, first, last in rows}
