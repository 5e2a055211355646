"""What is kept of every change. A track's history never reaches into the resources it shares."""

import reversion

from .models import Community, Resource, Section, Skill, Step, TaggedResource, Track


def register() -> None:
    reversion.register(TaggedResource)
    reversion.register(Resource, follow=["tagged"])
    reversion.register(Skill)
    reversion.register(Community)
    reversion.register(Step)
    reversion.register(Section, follow=["steps"])
    reversion.register(Track, follow=["sections"])
