"""What is kept of every change. A track's history never reaches into the resources it shares."""

import reversion
from taggit.models import Tag

from .models import Community, Resource, Section, Skill, Step, TaggedResource, Track
from .models.edition import changing_the_catalog

__all__ = ["changing_the_catalog", "register"]


def register() -> None:
    reversion.register(Tag)
    reversion.register(TaggedResource)
    reversion.register(Resource, follow=["tagged"])
    reversion.register(Skill)
    reversion.register(Community)
    reversion.register(Step)
    reversion.register(Section, follow=["steps"])
    reversion.register(Track, follow=["sections"])
