"""What became of what a link opens, when there is nothing left of it in the catalog."""

from enum import StrEnum
from functools import cache, reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from catalog.models import Step

from .item import ShareItem

DEEPEST = 6  # levels of sections inside each other; a README knows five


class Loss(StrEnum):
    RETIRED = "retired"  # the track is out of use
    DRAFT = "draft"  # the track is worked on again, and may come back
    GONE = "gone"  # the section or the track was deleted
    EMPTY = "empty"  # the section or the track is there, with nothing in it
    LEFT = "left"  # a list of which nothing is in the catalog any more


@cache  # to build it takes as long as to ask it, and every link's page does
def remains() -> Exists:
    """Of links: whether something of what they open is there to study, if it may be seen."""
    steps = Step.objects.standing()
    levels = ["section" + "__parent" * level for level in range(DEEPEST)]
    inside = reduce(or_, (Q((level, OuterRef("section"))) for level in levels))
    items = ShareItem.objects.standing().filter(link=OuterRef("pk"))
    whole = steps.filter(track=OuterRef("track"))
    return Exists(items) | Exists(whole) | Exists(steps.filter(inside))  # type: ignore[return-value]
