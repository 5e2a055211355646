from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE, Resource

from .cohort import Cohort
from .guide import Guide
from .membership import Membership
from .message import Message

# What the other side may have changed meanwhile.
HELD = ("latest_at", "closed_at", "closed_by", "learner_saw_at", "mentor_saw_at")


class Side(models.TextChoices):
    """The two of a conversation; fields of a side begin with its word."""

    LEARNER = "learner", _("quem aprende")
    MENTOR = "mentor", _("quem guia")

    @property
    def other(self) -> "Side":
        return Side.LEARNER if self == Side.MENTOR else Side.MENTOR


class Closed(Exception):  # noqa: N818 — it is no error: the other side may close at any moment
    """Somebody wrote to a conversation that takes no message now."""


class ThreadQuerySet(models.QuerySet["Thread"]):
    def for_page(self, person: Any) -> Self:
        """With everything it names, as that person sees it. `other_name`: who talks with them,
        `unread`: something in it is new to them, `opens`: the step has a page."""
        learner = When(mentor=person, then="membership__learner__name")
        new = models.ExpressionWrapper(_unread(person), models.BooleanField())
        rows = self.annotate(survivor=Coalesce("resource__merged_into", "resource"))
        rows = rows.annotate(opens=Resource.objects.has_page("survivor"))
        return (
            rows.annotate(other_name=Case(learner, default="mentor__name"), unread=new)
            .select_related("membership__cohort", "resource__merged_into")
            .fetch_mode(PAGE_FETCH_MODE)
        )

    def with_people(self) -> Self:
        people = ("membership__cohort", "membership__learner", "mentor")
        return self.select_related(*people, "resource__merged_into")

    def unread_first(self) -> Self:
        """To be asked of rows for a page."""
        return self.order_by("-unread", "-latest_at", "-pk")

    def between(self, member: Membership, mentor: Any, step: Resource) -> Self:
        """The one of these two about a step, also under the name it had before it was merged."""
        about = Q(resource=step) | Q(resource__merged_into=step)
        return self.filter(about, membership=member, mentor=mentor)

    def alive(self) -> Self:
        """Those whose two people are both in the cohort still: in others nobody writes."""
        return self.filter(
            Exists(_guiding()),
            membership__in=Membership.objects.standing(),
            membership__cohort__archived_at=None,
        )

    def unread_by(self, person: Any) -> Self:
        return self.filter(_unread(person))

    def open(self) -> Self:
        return self.alive().filter(closed_at=None)

    def begin(self, member: Membership, mentor: Any, step: Resource) -> "Thread":
        """The conversation of these two about a step, which may have begun long ago."""
        known: Thread | None = self.between(member, mentor, step).first()
        return known or self.get_or_create(membership=member, mentor=mentor, resource=step)[0]


def _guiding() -> Any:
    here = Guide.objects.standing()
    return here.filter(cohort=OuterRef("membership__cohort"), person=OuterRef("mentor"))


def _unread(person: Any) -> Q:
    mine = Q(membership__learner=person) & _news(Side.LEARNER)
    return mine | Q(mentor=person) & _news(Side.MENTOR)


def _news(side: Side) -> Q:
    return Q((f"{side}_saw_at", None)) | Q((f"{side}_saw_at__lt", F("latest_at")))


class Thread(models.Model):
    """What one mentor and one learner of a cohort say to each other about one step. Theirs alone:
    other mentors of the cohort do not read it."""

    uid = models.UUIDField(_("identificador"), default=uuid4, editable=False, unique=True)
    membership = models.ForeignKey(
        "mentoring.Membership", models.CASCADE, related_name="threads", db_index=False
    )
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    began_at = models.DateTimeField(_("começou em"), default=timezone.now)
    latest_at = models.DateTimeField(_("última mensagem"), default=timezone.now)
    closed_at = models.DateTimeField(_("encerrada em"), null=True, blank=True)
    closed_by = models.CharField(_("encerrada por"), max_length=7, choices=Side, blank=True)
    # Up to which moment each side has read, and was told by mail that there is something to read.
    learner_saw_at = models.DateTimeField(null=True, blank=True)
    mentor_saw_at = models.DateTimeField(null=True, blank=True)
    learner_told_at = models.DateTimeField(null=True, blank=True)
    mentor_told_at = models.DateTimeField(null=True, blank=True)

    objects = ThreadQuerySet.as_manager()

    other_name: str  # said by `for_page`, as the next two
    unread: bool
    opens: bool

    class Meta:
        verbose_name = _("conversa")
        verbose_name_plural = _("conversas")
        ordering = ["-latest_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "mentor", "resource"], name="mentoring_thread_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} · {self.resource_id}"

    def get_absolute_url(self) -> str:
        return reverse("mentoring:thread", args=[self.uid])

    @property
    def material(self) -> Resource:
        """What it is about: the survivor, when the step was merged as a duplicate."""
        return self.resource.merged_into or self.resource

    def side_of(self, person: Any) -> Side:
        return Side.MENTOR if person.pk == self.mentor_id else Side.LEARNER

    def wants_mail(self, side: Side) -> bool:
        """Whether that side asked to be told by mail what is said in this cohort."""
        if side == Side.LEARNER:
            return self.membership.mails
        mine = Guide.objects.filter(cohort=self.membership.cohort_id, person=self.mentor_id)
        return mine.filter(mails=True).exists()

    @transaction.atomic
    def say(self, by: Any, text: str, uid: UUID) -> bool:
        """Add a message; False when that very one was said already, by the same form.

        Raises `Closed` when it takes none now, ValidationError when the person says too much.
        """
        self._hold()
        if self.messages.filter(uid=uid, by=by).exists():
            return False
        if self.closed_at or not self.is_alive:
            raise Closed
        now = timezone.now()
        Message.objects.check_pace(by, now)
        # A uid that somebody else has used names nothing of this person's.
        used = Message.objects.filter(uid=uid).exists()
        Message.objects.create(thread=self, by=by, text=text, at=now, uid=uuid4() if used else uid)
        saw = f"{self.side_of(by)}_saw_at"
        if not self._said_since(getattr(self, saw), by):
            setattr(self, saw, now)
        self.latest_at = now
        self.save(update_fields=["latest_at", saw])
        return True

    @transaction.atomic
    def close(self, by: Any) -> bool:
        """Take no more messages until either side opens it again. Closed, it stays as it is."""
        self._hold()
        if self.closed_at or not self.is_alive:
            return False
        self.closed_at, self.closed_by = timezone.now(), self.side_of(by)
        self.save(update_fields=["closed_at", "closed_by"])
        return True

    @transaction.atomic
    def reopen(self) -> bool:
        self._hold()
        if not (self.closed_at and self.is_alive):
            return False
        self.closed_at, self.closed_by = None, ""
        self.save(update_fields=["closed_at", "closed_by"])
        return True

    def see(self, person: Any) -> None:
        """Remember that a person has read all that was there when this row was read."""
        saw = f"{self.side_of(person)}_saw_at"
        before = getattr(self, saw)
        if before is None or before < self.latest_at:
            Thread.objects.filter(pk=self.pk).update(**{saw: self.latest_at})

    def take_news(self, side: Side) -> bool:
        """Whether there is something to tell that side by mail, which then counts as told: once,
        until that side has read."""
        told, saw = f"{side}_told_at", f"{side}_saw_at"
        free = Q((told, None)) | Q((f"{saw}__gte", F(told)))
        mine = Thread.objects.filter(free, _news(side), pk=self.pk)
        return bool(mine.update(**{told: F("latest_at")}))

    def give_news_back(self, side: Side) -> None:
        """The mail server did not take what was taken."""
        Thread.objects.filter(pk=self.pk).update(**{f"{side}_told_at": None})

    @property
    def is_alive(self) -> bool:
        """Asked anew each time: the other may leave at any moment."""
        return Thread.objects.alive().filter(pk=self.pk).exists()

    def _said_since(self, moment: datetime | None, by: Any) -> bool:
        """Whether the other said something that this person has not read yet."""
        theirs = self.messages.exclude(by=by)
        return (theirs.filter(at__gt=moment) if moment else theirs).exists()

    def _hold(self) -> None:
        """Membership first, as whoever leaves or is removed does; then the newest of this row."""
        list(Membership.objects.select_for_update().filter(pk=self.membership_id))
        fresh = Thread.objects.select_for_update().get(pk=self.pk)
        for name in HELD:
            setattr(self, name, getattr(fresh, name))


@transaction.atomic
def choose_mails(person: Any, cohorts: Iterable[Cohort] = ()) -> None:
    """Tell a person by mail what is said to them in these cohorts, and in no other."""
    keys = [cohort.pk for cohort in cohorts]
    for mine in (Membership.objects.filter(learner=person), Guide.objects.filter(person=person)):
        mine.filter(cohort__in=keys).update(mails=True)
        mine.exclude(cohort__in=keys).update(mails=False)
