from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE

from .farewell import Farewell, Why
from .invitation import Full, Invitation, Role, Shut


class Age(models.TextChoices):
    ADULT = "adult", _("18 anos ou mais")
    MINOR = "minor", _("menos de 18 anos")


# Nobody stays a minor: after so long one is asked again.
MINOR_FOR = timedelta(days=365)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def standing(self) -> Self:
        """Of people who are in the cohort, use their account and stay."""
        return self.filter(left_at=None, learner__is_active=True, learner__erase_at=None)

    def here(self, learner: Any) -> Self:
        return self.filter(learner=learner, left_at=None)

    def minor_since(self, learner: Any, at: datetime) -> datetime | None:
        """When a person last said, in whichever cohort, to be under 18, if that holds still."""
        said = self.filter(learner=learner, age=Age.MINOR, age_at__gt=at - MINOR_FOR)
        latest: datetime | None = said.aggregate(latest=models.Max("age_at"))["latest"]
        return latest

    def join(
        self,
        invitation: Invitation,
        learner: Any,
        *,
        age: str = "",
        shown: Iterable[str] = (),
        ends_at: datetime | None = None,
        stamp: str | None = None,
    ) -> "Membership":
        """Study in that cohort and show its mentors these things, once however often asked.
        `stamp`: what the page said of who guides and what is studied. Raises `Shut`, `Full` or
        `Changed`: none of them uses anything up."""
        with transaction.atomic():
            cohort = Invitation.objects.hold_cohort(invitation)
            mine = self.filter(cohort=cohort, learner=learner).first()
            if mine and mine.left_at is None:
                return mine
            if not _is_for(invitation, cohort, learner, mine):
                raise Shut
            if cohort.is_full:
                raise Full
            if shown:
                _check(cohort, stamp)
            now = timezone.now()
            Invitation.objects.use(invitation, now)
            said: dict[str, Any] = {"joined_at": now, "left_at": None, "removed": False}
            said |= {"mails": False}
            joined: Membership = self.update_or_create(said, cohort=cohort, learner=learner)[0]
            joined.say_age(age)
            Farewell.objects.forget(cohort, learner)
            # To be counted comes last: it asks whether ticks are shown as well.
            for field in sorted(shown, key=lambda field: field == "numbers"):
                joined.consents.create(field=field, ends_at=ends_at, given_at=now)
            if shown:
                _close_to_who_is_leaving(cohort, now)
            return joined

    def for_page(self) -> Self:
        rows = self.select_related("cohort__owner", "cohort__track", "cohort__list", "learner")
        return rows.fetch_mode(PAGE_FETCH_MODE)


class Changed(Exception):  # noqa: N818 — it is no error: the page is shown again
    """Who guides a cohort, or what it studies until when, is not what the page had said to whoever
    says yes."""


def _check(cohort: Any, stamp: str | None) -> None:
    """With the cohort's row locked, so that nobody comes to guide in between."""
    if stamp is not None and stamp != cohort.guides.standing().stamp():
        raise Changed


def _close_to_who_is_leaving(cohort: Any, at: datetime) -> None:
    """No page names who is about to be gone. If they stay after all, a yes of that time was not
    said to them: they see what is shown from then on, as whoever is called to help."""
    leaving = cohort.guides.exclude(pk__in=cohort.guides.standing().values("pk"))
    leaving.update(since=at + timedelta(microseconds=1))


def _is_for(invitation: Invitation, cohort: Any, learner: Any, former: Any) -> bool:
    """Who guides does not study, and who was asked to leave comes back by a newer invitation."""
    if invitation.role != Role.MEMBER or cohort.guides.filter(person=learner).exists():
        return False
    return not (former and former.removed and former.left_at > invitation.made_at)


class Membership(models.Model):
    """A learner's place in a cohort. By itself it shows the mentors a name, and nothing else."""

    uid = models.UUIDField(_("identificador"), default=uuid4, editable=False, unique=True)
    cohort = models.ForeignKey(
        "mentoring.Cohort", models.CASCADE, related_name="members", db_index=False
    )
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # A minor's consent holds once whoever is responsible for them has agreed to it.
    age = models.CharField(_("idade"), max_length=5, choices=Age, blank=True)
    age_at = models.DateTimeField(_("idade dita em"), null=True, blank=True)
    mails = models.BooleanField(_("avisar por e-mail"), default=False)
    joined_at = models.DateTimeField(_("entrou em"), default=timezone.now)
    left_at = models.DateTimeField(_("saiu em"), null=True, blank=True)
    removed = models.BooleanField(_("por quem guia"), default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("participação")
        verbose_name_plural = _("participações")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "learner"], name="mentoring_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} · {self.learner_id}"

    def give(
        self,
        field: str,
        note: Any = None,
        ends_at: datetime | None = None,
        stamp: str | None = None,
        age: str = "",
    ) -> Any:
        """Let the mentors who are there now see one thing, until that moment or until it is taken
        back. What all of them may see until then already stays as it is. Nothing is given by
        somebody who has left, or in a cohort that was put away: None. `stamp`: what the page said
        of who guides and what is studied; raises `Changed` when it is so no more."""
        with transaction.atomic():
            # The cohort's row first, as whoever joins it and whoever puts it away.
            list(type(self.cohort).objects.select_for_update().filter(pk=self.cohort_id))
            _check(self.cohort, stamp)
            here = Membership.objects.standing().filter(pk=self.pk, cohort__archived_at=None)
            if not here.select_for_update(of=("self",)).first():
                return None
            self.say_age(age)
            now = timezone.now()
            held = self.consents.filter(field=field, note=note, withdrawn_at=None).first()
            if held and held.holds(ends_at, now):
                return held
            if held:
                held.end(now)
            given = self.consents.create(field=field, note=note, ends_at=ends_at, given_at=now)
            _close_to_who_is_leaving(self.cohort, now)
            return given

    def say_age(self, age: str) -> None:
        """Whoever says to be under 18 is that in all their cohorts, for a year: nobody becomes an
        adult by another click, or next door. To be asked with the cohort's row locked."""
        now, places = timezone.now(), Membership.objects.filter(learner=self.learner_id)
        before = Membership.objects.minor_since(self.learner_id, now)
        if before or age == Age.MINOR:
            self.age, self.age_at = Age.MINOR, before or now
            said = {"age": self.age, "age_at": self.age_at}
            places.exclude(**said).update(**said)
        elif age:
            # What nobody agreed to for a minor is not opened by their birthday.
            self.consents.waiting(now).take_back(now)
            self.age, self.age_at = age, now
            self.save(update_fields=["age", "age_at"])

    def leave(self, *, removed: bool = False) -> bool:
        """Study there no more and show nothing, from the very next request on. What one marked,
        wrote and planned stays. False when they had left already. Who is `removed` is told so;
        who had left by themself comes back, from then on, by a newer invitation alone."""
        with transaction.atomic():
            mine = Membership.objects.select_for_update().filter(pk=self.pk, left_at=None)
            if not mine.first():
                if removed:
                    gone = Membership.objects.filter(pk=self.pk, removed=False)
                    gone.update(removed=True, left_at=timezone.now())
                return False
            self.left_at, self.removed = timezone.now(), removed
            self.save(update_fields=["left_at", "removed"])
            self.consents.all().take_back(self.left_at)
            Farewell.objects.forget(self.cohort_id, self.learner_id)
            if removed:
                Farewell.objects.tell(Why.REMOVED, [(self.cohort, self.learner_id)])
        return True
