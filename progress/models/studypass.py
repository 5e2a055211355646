from datetime import datetime
from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Resource, Status

from .state import State


class PassQuerySet(models.QuerySet["Pass"]):
    def of(self, learner_id: int) -> Self:
        return self.filter(learner=learner_id)

    def for_page(self) -> Self:
        """With their marks, in two statements."""
        marks = models.Prefetch("marks", PassMark.objects.for_page())
        return self.select_related("track", "section__track").prefetch_related(marks)


class Pass(models.Model):
    """An earlier time that a learner went over a track or a section, kept when a new one began."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    track = models.ForeignKey("catalog.Track", models.PROTECT, related_name="+")
    section = models.ForeignKey(
        "catalog.Section", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # As the track or the section was called then; its words may change later.
    title = models.CharField(_("título"), max_length=300)
    began_at = models.DateTimeField(_("primeira marca"))
    ended_at = models.DateTimeField(_("guardada em"), default=timezone.now)

    objects = PassQuerySet.as_manager()

    class Meta:
        verbose_name = _("passada")
        verbose_name_plural = _("passadas")
        ordering = ["-ended_at", "-pk"]
        indexes = [models.Index(fields=["learner", "-ended_at"], name="progress_pass_latest")]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def kept(self) -> "list[PassMark]":
        """Its marks by date, each resource once: of several that became one the furthest counts."""
        furthest: dict[int, PassMark] = {}
        for mark in sorted(self.marks.all(), key=lambda mark: -mark.state):
            furthest.setdefault(mark.resource.merged_into_id or mark.resource_id, mark)
        return sorted(furthest.values(), key=lambda mark: (mark.at, mark.pk))

    @property
    def done(self) -> int:
        return sum(mark.state == State.DONE for mark in self.kept)

    @property
    def last_at(self) -> datetime:
        """Its latest mark."""
        return max(mark.at for mark in self.kept) if self.kept else self.began_at

    @property
    def language(self) -> str:
        """Of the title."""
        return self.section.heading_language if self.section else self.track.language

    @property
    def opens(self) -> bool:
        """The track has a page today."""
        return self.track.status == Status.PUBLISHED


class PassMarkQuerySet(models.QuerySet["PassMark"]):
    def for_page(self) -> Self:
        """With resources; `opens`: the resource has a page."""
        opens = Resource.objects.has_page("resource")
        return self.annotate(opens=opens).select_related("resource")


class PassMark(models.Model):
    """The state of one resource when its pass ended."""

    of = models.ForeignKey(Pass, models.CASCADE, related_name="marks", db_index=False)
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    state = models.PositiveSmallIntegerField(_("estado"), choices=State)
    at = models.DateTimeField(_("quando"))

    objects = PassMarkQuerySet.as_manager()

    opens: bool  # said by `for_page`

    class Meta:
        verbose_name = _("marca de uma passada")
        verbose_name_plural = _("marcas de passadas")
        constraints = [
            models.UniqueConstraint(fields=["of", "resource"], name="progress_passmark_one"),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="progress_passmark_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_id} · {self.resource_id} · {self.get_state_display()}"

    @property
    def word(self) -> str:
        return State(self.state).word
