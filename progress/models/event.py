from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import Coalesce, Lag, Lead, TruncDate
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Resource, Track

from .state import State
from .studypass import Pass


class StudyEventQuerySet(models.QuerySet["StudyEvent"]):
    def remember(
        self,
        learner_id: int,
        changed: Mapping[int, int],
        track: Track | None = None,
        at: datetime | None = None,
    ) -> None:
        """Append the states that began to hold, by resource. Those of one act share its moment."""
        at = at or timezone.now()
        self.bulk_create(
            StudyEvent(learner_id=learner_id, resource_id=key, state=state, track=track, at=at)
            for key, state in changed.items()
        )

    def of(self, learner_id: int) -> Self:
        """What one learner did, latest first; what was done at once stands together."""
        return self.filter(learner=learner_id).order_by("-at", "-state", "-pk")

    def for_page(self) -> Self:
        """With resources and tracks; `opens`: the resource has a page."""
        opens = Resource.objects.has_page("resource")
        return self.annotate(opens=opens).select_related("resource", "track")

    def without_turns(self) -> Self:
        """Leave out what only set resources back for a new pass: that takes no study away."""
        return self.exclude(_turned())

    def days_of_study(self, learner_id: int, since: date) -> dict[date, int]:
        """Steps by day, days being those of the time zone that is active now: who moves to
        another one sees the whole past in it.

        A resource counts once a day, and only if the day leaves it in another state than it found
        it, not to do: a mark and its undoing are no study, nor is a pass begun and brought back.
        """
        zone = timezone.get_current_timezone()
        begin = datetime.combine(since, time.min, tzinfo=zone)
        events, day = self.filter(learner=learner_id, at__gte=begin), TruncDate("at", tzinfo=zone)
        # By their dates and not by their keys: what a copy brought was stored last.
        later = Window(Lead("pk"), ["resource", "day", "turned"], ["at", "pk"])
        of_a_day = events.annotate(day=day, turned=_turned()).annotate(later=later)
        ends = self.filter(pk__in=of_a_day.filter(later=None).values("pk"))
        former = Window(Lag("state", default=State.TODO), "resource", ["at", "pk"])
        moved = ends.annotate(former=former).exclude(state=F("former"))
        studied = self.filter(pk__in=moved.values("pk"), state__gt=State.TODO)
        return dict(studied.values(day=day).annotate(steps=Count("pk")).values_list("day", "steps"))

    def marks_since(self, since: datetime) -> models.QuerySet["StudyEvent", tuple[Any, ...]]:
        """Learner, resource, state, moment of what changed since then, in order; whether it only
        began a new pass; and the state that the resource had before."""
        earlier = StudyEvent.objects.filter(
            learner=OuterRef("learner"), resource=OuterRef("resource"), at__lt=since
        ).order_by("-at", "-pk")
        former = Coalesce(Subquery(earlier.values("state")[:1]), Value(State.TODO))
        rows = self.filter(at__gte=since).annotate(turned=_turned(), former=former)
        return rows.order_by("at", "pk").values_list(
            "learner_id", "resource_id", "state", "at", "turned", "former"
        )


def _turned() -> Q:
    turned = Pass.objects.filter(learner=OuterRef("learner"), ended_at=OuterRef("at"))
    return Q(state=State.TODO) & Q(Exists(turned))


class StudyEvent(models.Model):
    """A state that began to hold. Never edited: undoing is a new event with the former state."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    track = models.ForeignKey(
        "catalog.Track", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.PositiveSmallIntegerField(_("estado"), choices=State)
    at = models.DateTimeField(_("quando"), default=timezone.now)

    objects = StudyEventQuerySet.as_manager()

    opens: bool  # said by `for_page`

    class Meta:
        verbose_name = _("atividade")
        verbose_name_plural = _("atividades")
        indexes = [
            models.Index(fields=["learner", "-at"], name="progress_event_by_learner"),
            # What a resource was before: asked by `marks_since` of every mark of many people.
            models.Index(fields=["learner", "resource", "-at"], name="progress_event_of_resource"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="progress_studyevent_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.resource_id} · {self.get_state_display()}"

    @property
    def word(self) -> str:
        return State(self.state).word

    @property
    def said(self) -> str:
        """What the history calls it."""
        return {
            State.TODO: gettext("Voltou para a fazer"),
            State.DOING: gettext("Começou"),
            State.SKIPPED: gettext("Pulou"),
            State.DONE: gettext("Concluiu"),
        }[State(self.state)]
