from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.links import host
from catalog.models import PAGE_FETCH_MODE, Status, Suggestion
from catalog.models.fields import AddressField, WebField

from .state import State

MOST = 200  # of one learner in one track


class OwnLinkQuerySet(models.QuerySet["OwnLink"]):
    def of(self, learner: Any) -> Self:
        return self.filter(learner=learner)

    def for_page(self) -> Self:
        """With all that pages say of them, in one statement."""
        named = self.select_related("track", "section", "suggestion__resource")
        return named.fetch_mode(PAGE_FETCH_MODE)

    def by_track(self) -> Self:
        """The tracks in their order, closed ones last, and in each the sections; what lost its
        section comes last."""
        closed = models.Case(models.When(track__status=Status.PUBLISHED, then=0), default=1)
        section = models.F("section__position").asc(nulls_last=True)
        track = ("track__position", "track__title", "track_id")
        return self.order_by(closed, *track, section, "created_at", "pk")


class OwnLink(models.Model):
    """A private resource that a learner adds to their copy of a section. Nobody else sees it."""

    uid = models.UUIDField(_("identificador"), default=uuid4, unique=True, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    track = models.ForeignKey("catalog.Track", models.PROTECT, related_name="+")
    # A section may leave its track: the link then stands at the end of the track.
    section = models.ForeignKey(
        "catalog.Section", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    title = models.CharField(_("título"), max_length=300)
    url = WebField(_("endereço"))
    address = AddressField()
    state = models.PositiveSmallIntegerField(_("estado"), choices=State, default=State.TODO)
    created_at = models.DateTimeField(_("desde"), default=timezone.now)
    changed_at = models.DateTimeField(_("mudou em"), default=timezone.now)
    suggestion = models.ForeignKey(
        "catalog.Suggestion", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = OwnLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("recurso próprio")
        verbose_name_plural = _("recursos próprios")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["learner", "track"], name="progress_ownlink_of_track")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="progress_ownlink_state"
            ),
            models.UniqueConstraint(
                fields=["learner", "track", "section", "address"],
                name="progress_ownlink_one_an_address",
                violation_error_message=_("Este endereço já está nesta etapa."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def host(self) -> str:
        return host(self.url)

    @property
    def mark(self) -> State:
        return State(self.state)

    def set_state(self, state: State) -> State:
        """Store a state and return the former one. Setting what holds already changes nothing."""
        former = self.mark
        if former != state:
            self.state, self.changed_at = state, timezone.now()
            self.save(update_fields=["state", "changed_at"])
        return former

    def offer(self) -> Suggestion:
        """What curators would get to see of it; not stored."""
        return Suggestion(
            by=self.learner,
            track=self.track,
            section=self.section,
            title=self.title,
            url=self.url,
        )

    def suggest(self) -> bool:
        """Offer it to the curators of its track. False when that was done already.

        Raises `ValidationError`, in words for the learner, when it may not be offered.
        """
        with transaction.atomic():
            me = self._locked()
            self.suggestion = me.suggestion  # another tab may have been here before
            if self.suggestion:
                return False
            me.suggestion = self.suggestion = me.offer().propose()
            me.save(update_fields=["suggestion"])
        return True

    def withdraw(self) -> bool:
        """Take the suggestion back while it waits. False when there is none to be taken back."""
        return self.suggestion.withdraw() if self.suggestion else False

    def remove(self) -> None:
        """Out of the learner's track, and what was offered of it out of the queue. The second time
        nothing is left to do."""
        with transaction.atomic():
            # As it is now: another tab may have offered it since this one was read.
            me = OwnLink.objects.select_for_update().filter(pk=self.pk).first()
            if me:
                me.withdraw()
                me.delete()

    def _locked(self) -> "OwnLink":
        return OwnLink.objects.select_for_update().get(pk=self.pk)
