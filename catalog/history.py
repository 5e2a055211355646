"""What is kept of every change. A track's history never reaches into the resources it shares."""

import reversion
from django.db.models import Prefetch, QuerySet
from taggit.models import Tag

from .models import Community, Resource, Section, Skill, Step, TaggedResource, Track
from .models.edition import changing_the_catalog

__all__ = ["changing_the_catalog", "keep_track", "register", "with_pieces"]


def register() -> None:
    reversion.register(Tag)
    reversion.register(TaggedResource)
    reversion.register(Resource, follow=["tagged"])
    reversion.register(Skill)
    reversion.register(Community)
    reversion.register(Step)
    reversion.register(Section, follow=["steps"])
    reversion.register(Track, follow=["sections"])


def with_pieces(tracks: QuerySet[Track]) -> QuerySet[Track]:
    """With all that a version of a track writes down: one by one it is statements a section."""
    named = Step.objects.select_related("resource__merged_into", "skill", "community")
    return tracks.prefetch_related("sections", Prefetch("sections__steps", named))


def keep_track(track: Track) -> None:
    """In the revision that is open, with its sections and steps, so that the history of each tells
    of it."""
    reversion.add_to_revision(with_pieces(Track.objects.all()).get(pk=track.pk))
