"""What there is to walk along behind a link or in a cohort: an outline, or a hand-picked list."""

from functools import cached_property

from django.db.models import Q

from catalog.models import Outline, Section, Step, Track

from ..walk import Way
from .models import Cohort, ShareItem, ShareLink

SOURCES = 3


class Picked:
    """A hand-picked list, to be walked along like the outline of a track."""

    def __init__(self, link: ShareLink) -> None:
        self.taught: dict[int, set[int]] = {}
        self.resources: dict[int, ShareItem] = link.picked()

    @cached_property
    def tracks(self) -> list[Track]:
        """The first few published tracks that these things come from."""
        cited = Q(resource__in=self.resources) | Q(resource__merged_into__in=self.resources)
        steps = Step.objects.standing().filter(cited)
        published = Track.objects.published().filter(pk__in=steps.values("track"))
        return list(published.for_page()[:SOURCES])


def way_of(link: ShareLink) -> Way | None:
    """Nothing when what the link opens left the catalog, and the page says so."""
    section = link.section
    track = section.track if section else link.track
    if track is None:
        picked = Picked(link)
        return picked if picked.resources else None
    outline = _outline(track)
    if outline and section:  # of the outline only what stands in it
        here = next((row for row in outline.sections if row.pk == section.pk), None)
        outline.sections = list(here.with_inner(depth=0)) if here else []
    return outline if outline and outline.sections else None


def way_along(cohort: Cohort) -> Way | None:
    """What a cohort studies; nothing when it left the catalog."""
    if cohort.list:
        picked = Picked(cohort.list)
        return picked if picked.resources else None
    return _outline(cohort.track) if cohort.track else None


def stages_of(way: Way | None) -> list[Section]:
    """The stages to be through with: those with something to mark. A list has none."""
    sections = way.sections if isinstance(way, Outline) else []
    return [stage for stage in sections if any(step.material for step in stage.walk())]


def _outline(track: Track) -> Outline | None:
    try:
        return Outline.of(track.uid)
    except Track.DoesNotExist:
        return None
