from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE, Track

from .consent import Consent
from .farewell import Farewell, Why
from .goal import Goal
from .guide import Guide
from .membership import Membership

MOST_GOING, MOST_A_DAY = 50, 10  # of one person, who guides people and not numbers


class CohortQuerySet(models.QuerySet["Cohort"]):
    def guided_by(self, person: Any) -> Self:
        guiding = Guide.objects.filter(cohort=OuterRef("pk"), person=person)
        return self.filter(Exists(guiding))

    def going(self) -> Self:
        """Not put away: whatever is shown to mentors is shown in these."""
        return self.filter(archived_at=None)

    def for_page(self) -> Self:
        rows = self.select_related("owner", "track", "list__owner")
        return rows.fetch_mode(PAGE_FETCH_MODE)

    def with_size(self) -> Self:
        """`size`: how many people are in it now."""
        here = Q(members__left_at=None, members__learner__is_active=True)
        here &= Q(members__learner__erase_at=None)
        return self.annotate(size=Count("members", filter=here))

    def begin(self, owner: Any, **fields: Any) -> "Cohort":
        """A cohort with its first mentor, whose it is."""
        with transaction.atomic():
            cohort = self.create(owner=owner, **fields)
            Guide.objects.create(cohort=cohort, person=owner)
        return cohort

    def begun(self, person: Any, uid: UUID) -> "Cohort":
        """The person's cohort with that uid, locked until the transaction ends, else a new one: a
        form sent twice makes one cohort."""
        known = self.select_for_update(of=("self",)).filter(uid=uid).first()
        if known is None:
            return Cohort(owner=person, uid=uid)
        return known if known.owner_id == person.pk else Cohort(owner=person)

    def show_nothing(self) -> int:
        """Take back all that people show in these. Cohorts and places in them stay locked until
        the transaction ends, so that a yes said just now comes before this or after it."""
        with transaction.atomic():
            cohorts = list(self.order_by("pk").select_for_update(of=("self",)))
            here = Membership.objects.filter(cohort__in=cohorts)
            list(here.order_by("pk").select_for_update(of=("self",)))
            shown = Consent.objects.filter(membership__cohort__in=cohorts)
            return shown.take_back(timezone.now())

    def say_farewell(self, owner: Any) -> None:
        """Tell everybody in that person's cohorts that they are over, whoever learns and whoever
        helps to guide. The caller erases the person in the same transaction."""
        theirs = self.select_for_update(of=("self",)).filter(owner=owner)
        known = {cohort.pk: cohort for cohort in theirs}  # held: nobody joins from here on
        learning = Membership.objects.filter(cohort__in=known, left_at=None)
        guiding = Guide.objects.filter(cohort__in=known).exclude(person=owner)
        told = {
            *learning.values_list("cohort", "learner"),
            *guiding.values_list("cohort", "person"),
        }
        Farewell.objects.tell_members(
            Why.ERASED, ((known[cohort], person) for cohort, person in sorted(told))
        )


class Cohort(models.Model):
    """People who study the same thing around a mentor, and show of it what each one chooses."""

    uid = models.UUIDField(_("identificador"), default=uuid4, editable=False, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("de quem é")
    )
    name = models.CharField(_("nome"), max_length=120)
    about = models.CharField(_("combinado"), max_length=300, blank=True)
    track = models.ForeignKey(
        "catalog.Track",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("trilha"),
    )
    # A hand-picked list is the list of a share link, whether or not that link still opens.
    list = models.ForeignKey(
        "mentoring.ShareLink",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lista"),
    )
    starts_on = models.DateField(_("começa em"), null=True, blank=True)
    ends_on = models.DateField(_("termina em"), null=True, blank=True)
    steps_a_week = models.PositiveSmallIntegerField(_("passos por semana"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("lugares"), null=True, blank=True)
    created_at = models.DateTimeField(_("criada em"), default=timezone.now, editable=False)
    archived_at = models.DateTimeField(_("arquivada em"), null=True, blank=True, editable=False)
    # How many ever said yes to be counted in its numbers, those too who are erased by now.
    counted = models.PositiveIntegerField(_("pessoas nos números"), default=0, editable=False)

    objects = CohortQuerySet.as_manager()

    size: int  # said by `with_size`

    class Meta:
        verbose_name = _("turma")
        verbose_name_plural = _("turmas")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(track=None) | Q(list=None),
                name="mentoring_cohort_studies_one_thing",
                violation_error_message=_(
                    "Uma turma estuda uma coisa só: uma trilha ou uma lista."
                ),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="mentoring_cohort_ends_after_it_starts",
                violation_error_message=_("O fim vem antes do começo."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("mentoring:cohort", args=[self.uid])

    def clean(self) -> None:
        """One person begins cohorts by hand, so a number that no hand makes is refused."""
        super().clean()
        if not self._state.adding:
            return
        self._clean_number()
        since = timezone.now() - timedelta(days=1)
        if Cohort.objects.filter(owner=self.owner, created_at__gt=since).count() >= MOST_A_DAY:
            text = _("Você fez %(n)d turmas em um dia. Amanhã dá para salvar esta.")
            raise ValidationError(text % {"n": MOST_A_DAY})

    def _clean_number(self) -> None:
        if Cohort.objects.filter(owner=self.owner).going().count() >= MOST_GOING:
            text = _("Você já tem %(n)d turmas. Arquive uma delas e tente de novo.")
            raise ValidationError(text % {"n": MOST_GOING})

    @property
    def subject(self) -> Any:
        """What it studies: a track, or the share link whose list it is. Nothing when that left."""
        return self.track or self.list

    @property
    def taken(self) -> int:
        """How many people are in it now, asked anew."""
        return self.members.standing().count()

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.taken >= self.capacity

    @property
    def signature(self) -> str:
        """Who guides, by name only; nothing of somebody who is about to be gone."""
        here = self.owner.is_active and not self.owner.erase_at
        return self.owner.signature if here else ""

    @property
    def is_over(self) -> bool:
        return bool(self.ends_on and self.ends_on < timezone.localdate())

    @property
    def is_ahead(self) -> bool:
        return bool(self.starts_on and self.starts_on > timezone.localdate())

    @property
    def is_going(self) -> bool:
        """Neither put away nor over."""
        return not (self.archived_at or self.is_over)

    @property
    def week(self) -> tuple[int, int] | None:
        """Which week it is and of how many, from 1 on; nothing before, after or without dates."""
        if not (self.starts_on and self.ends_on):
            return None
        today: date = timezone.localdate()
        if not self.starts_on <= today <= self.ends_on:
            return None
        return (today - self.starts_on).days // 7 + 1, (self.ends_on - self.starts_on).days // 7 + 1

    @property
    def _myself(self) -> CohortQuerySet:
        return Cohort.objects.filter(pk=self.pk)

    def turn_to(self, subject: Any) -> bool:
        """Study another track or list. All consents are taken back, because people said yes to
        another page. False when it studies that already."""
        with transaction.atomic():
            if self._myself.select_for_update(of=("self",)).get().subject == subject:
                return False
            self.track = subject if isinstance(subject, Track) else None
            self.list = None if isinstance(subject, Track) else subject
            self.save(update_fields=["track", "list"])
            self._myself.show_nothing()
        return True

    def next_place(self) -> int:
        """A place in its numbers that nobody had before (decision 0030)."""
        with transaction.atomic():
            self._myself.update(counted=F("counted") + 1)
            return self._myself.values_list("counted", flat=True).get()

    def set_goals(self, days: Mapping[int, date | None]) -> None:
        """By section: the day by which to be through with it, or none. The other goals stay."""
        with transaction.atomic():
            list(self._myself.select_for_update(of=("self",)))
            self.goals.filter(section__in=days).delete()
            kept = {section: day for section, day in days.items() if day}
            Goal.objects.bulk_create(
                Goal(cohort=self, section_id=section, due_on=day) for section, day in kept.items()
            )

    def put_away(self) -> bool:
        """Archive: nobody shows anything in it any more, and nobody comes in. False when it was
        archived already."""
        now = timezone.now()
        with transaction.atomic():
            if not self._myself.going().update(archived_at=now):
                return False
            self._myself.show_nothing()
            self.invitations.revoke(now)
            self._tell(Why.ARCHIVED)
        self.archived_at = now
        return True

    def take_out(self) -> bool:
        """Study on, with nothing shown until people say yes again. False when it was not archived.
        Raises `ValidationError` when its owner has too many cohorts."""
        if self.archived_at is None:
            return False
        self._clean_number()
        with transaction.atomic():
            if not self._myself.filter(archived_at__isnull=False).update(archived_at=None):
                return False
            self._myself.show_nothing()
            self._tell(Why.BACK)
        self.archived_at = None
        return True

    def _tell(self, why: Why) -> None:
        here = self.members.filter(left_at=None).values_list("learner", flat=True)
        Farewell.objects.tell_members(why, ((self, person) for person in here))
