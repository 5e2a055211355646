"""What is kept of every change. A track's history never reaches into the resources it shares."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import reversion
from django.db import transaction
from taggit.models import Tag

from .models import Community, Edition, Resource, Section, Skill, Step, TaggedResource, Track


def register() -> None:
    reversion.register(Tag)
    reversion.register(TaggedResource)
    reversion.register(Resource, follow=["tagged"])
    reversion.register(Skill)
    reversion.register(Community)
    reversion.register(Step)
    reversion.register(Section, follow=["steps"])
    reversion.register(Track, follow=["sections"])


@contextmanager
def changing_the_catalog(by: Any = None, why: str = "") -> Iterator[None]:
    """Around every change outside of the admin's pages: one transaction, one revision that says
    who and why, and a new edition. An exception leaves nothing of the three."""
    with transaction.atomic(), reversion.create_revision():
        if by is not None:
            reversion.set_user(by)
        reversion.set_comment(why)
        yield
        Edition.turn()
