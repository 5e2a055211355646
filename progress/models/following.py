from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Outline, Resource, Step, Track


class News(NamedTuple):
    """What changed in a track since its learner last looked."""

    new: list[Step]
    gone: list[Resource]


class FollowingQuerySet(models.QuerySet["Following"]):
    def begin(self, learner_id: int, track: Track) -> None:
        """Follow a track from what stands in it now on. Following it already changes nothing."""
        self.get_or_create(
            learner_id=learner_id, track=track, defaults={"seen": lambda: _standing(track)}
        )

    def begin_all(self, learner_id: int, outlines: Iterable[Outline]) -> None:
        """Like `begin`, in one statement for many tracks."""
        self.bulk_create(
            (
                Following(learner_id=learner_id, track=o.track, seen=sorted(o.resources))
                for o in outlines
            ),
            ignore_conflicts=True,
        )

    def news(self, learner_id: int, outlines: Iterable[Outline]) -> dict[int, News]:
        """By track, of those that are followed and have changed: in two statements at most."""
        rows = self.filter(learner=learner_id).values_list("track_id", "seen")
        seen = {track: set(keys) for track, keys in rows}
        now = {o.track.pk: o.resources for o in outlines if o.track.pk in seen}
        left = {key for track, first in now.items() for key in seen[track] - first.keys()}
        missing = Resource.objects.in_bulk(left) if left else {}
        news: dict[int, News] = {}
        for track, first in now.items():
            away = [missing[key] for key in sorted(seen[track] - first.keys()) if key in missing]
            # What survived a merged duplicate is neither new, nor did the duplicate leave.
            known = seen[track] | {resource.merged_into_id for resource in away}
            new = [step for key, step in first.items() if key not in known]
            gone = [resource for resource in away if resource.merged_into_id not in first]
            if new or gone:
                news[track] = News(new, gone)
        return news


class Following(models.Model):
    """A track that a learner follows, with what stood in it when they last looked."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    track = models.ForeignKey("catalog.Track", models.PROTECT, related_name="+")
    # The keys of the resources that were seen: what is new and what left is the difference.
    seen = models.JSONField(_("visto"), default=list)
    seen_at = models.DateTimeField(_("visto em"), default=timezone.now)

    objects = FollowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("trilha seguida")
        verbose_name_plural = _("trilhas seguidas")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "track"], name="progress_following_one_a_track"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.track_id}"

    def look(self) -> None:
        """What stands in the track now has been seen: no news until it changes again."""
        self.seen, self.seen_at = _standing(self.track), timezone.now()
        self.save(update_fields=["seen", "seen_at"])


def _standing(track: Track) -> list[int]:
    outlines = Outline.many(Track.objects.filter(pk=track.pk))
    return sorted(key for outline in outlines for key in outline.resources)
