"""What is kept of every change. A track's history never reaches into the resources it shares."""

import reversion
from django.db.models import Prefetch
from taggit.models import Tag

from .models import Community, Resource, Section, Skill, Step, TaggedResource, Track
from .models.edition import changing_the_catalog

__all__ = ["changing_the_catalog", "keep_track", "register"]


def register() -> None:
    reversion.register(Tag)
    reversion.register(TaggedResource)
    reversion.register(Resource, follow=["tagged"])
    reversion.register(Skill)
    reversion.register(Community)
    reversion.register(Step)
    reversion.register(Section, follow=["steps"])
    reversion.register(Track, follow=["sections"])


def keep_track(track: Track) -> None:
    """In the revision that is open, with its sections and steps, so that the history of each tells
    of it; with what they are called looked up at once."""
    named = Step.objects.select_related("resource__merged_into", "skill", "community")
    whole = Track.objects.prefetch_related("sections", Prefetch("sections__steps", named))
    reversion.add_to_revision(whole.get(pk=track.pk))
