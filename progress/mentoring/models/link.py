from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, F, Max, OuterRef, Prefetch, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE, Resource, Status

from ...markdown import render, words
from ...models.keys import may_be_key, new_key
from .cohort import Cohort
from .item import ShareItem
from .loss import Loss, remains
from .opening import Opening

DAYS_SHOWN = 14
MOST_OPEN, MOST_A_DAY = 200, 30  # of one person, who shares by hand
NAME = 120  # characters


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def standing(self) -> Self:
        """What its owner can still change: an expired link may be prolonged, a revoked one not."""
        return self.filter(revoked_at=None)

    def of(self, person: Any) -> Self:
        return self.filter(owner=person)

    def open(self, at: datetime) -> Self:
        """Links that open at that moment: neither revoked nor expired, of an account in use."""
        return self.filter(_not_ended(at), owner__is_active=True, owner__erase_at=None)

    def open_first(self, at: datetime) -> Self:
        """Those that ended last, and in both parts the newest first."""
        return self.order_by(Case(When(_not_ended(at), then=0), default=1), "-created_at", "-pk")

    def under(self, key: str) -> Self:
        return self.filter(key=key) if may_be_key(key) else self.none()

    def embeddable(self) -> Self:
        """Those that pages of other sites may show in a frame."""
        return self.filter(embeds=True)

    def begun(self, person: Any, uid: UUID) -> "ShareLink":
        """The person's link with that uid, else a new one: a form sent twice makes one link."""
        known = self.filter(uid=uid).first()
        if known is None:
            return ShareLink(owner=person, uid=uid)
        mine = known.owner_id == person.pk and not known.revoked_at
        return known if mine else ShareLink(owner=person)

    def for_page(self) -> Self:
        return self.select_related("owner", "track", "section__track").fetch_mode(PAGE_FETCH_MODE)

    def with_size(self) -> Self:
        """`size`: how many resources were picked."""
        items = ShareItem.objects.filter(link=OuterRef("pk")).order_by().values("link")
        return self.annotate(size=Coalesce(Subquery(items.annotate(n=Count("pk")).values("n")), 0))

    def with_remains(self) -> Self:
        """With what `lost` has to know: `remains` says whether something of it is there."""
        return self.with_size().annotate(remains=remains())

    def with_openings(self, today: date) -> Self:
        """`opened`: how often in all, `opened_last`: the last day, `recent`: the last two weeks."""
        all_of_it = Opening.objects.filter(link=OuterRef("pk")).order_by().values("link")
        since = today - timedelta(days=DAYS_SHOWN - 1)
        recent = Opening.objects.filter(day__gte=since).fetch_mode(PAGE_FETCH_MODE)
        return self.annotate(
            opened=Coalesce(Subquery(all_of_it.annotate(n=Sum("count")).values("n")), 0),
            opened_last=Subquery(all_of_it.annotate(last=Max("day")).values("last")),
        ).prefetch_related(Prefetch("openings", recent, to_attr="recent"))


def _not_ended(at: datetime) -> Q:
    return Q(Q(expires_at=None) | Q(expires_at__gt=at), revoked_at=None)


class ShareLink(models.Model):
    """Whoever has the key opens a part of the public catalog, with a greeting, without an account.

    A link without track and section holds a hand-picked list, its items.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("de quem é")
    )
    # The owner's own pages are addressed by this, so that the key stands in one address only.
    uid = models.UUIDField(_("identificador"), default=uuid4, editable=False)
    key = models.CharField(_("chave"), max_length=64, default=new_key, editable=False)
    name = models.CharField(_("nome"), max_length=NAME)
    greeting = models.TextField(_("saudação"), max_length=2000, blank=True)
    # A section may leave its track; the link then stays and says so.
    track = models.ForeignKey(
        "catalog.Track",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("trilha"),
    )
    section = models.ForeignKey(
        "catalog.Section",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("etapa"),
    )
    # Whether pages of other sites may show it in a frame.
    embeds = models.BooleanField(_("pode aparecer em outro site"), default=False)
    expires_at = models.DateTimeField(_("vale até"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revogado em"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("criado em"), default=timezone.now, editable=False)

    objects = ShareLinkQuerySet.as_manager()

    size: int
    remains: bool
    opened: int
    opened_last: date | None
    recent: list["Opening"]

    class Meta:
        verbose_name = _("link de mentoria")
        verbose_name_plural = _("links de mentoria")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="mentoring_sharelink_key",
                violation_error_message=_("Esta chave já existe."),
            ),
            models.UniqueConstraint(
                fields=["uid"],
                name="mentoring_sharelink_uid",
                violation_error_message=_("Este link já existe. Comece um novo."),
            ),
            models.CheckConstraint(
                condition=Q(track=None) | Q(section=None),
                name="mentoring_sharelink_opens_one_thing",
                violation_error_message=_(
                    "Um link abre uma coisa só: uma trilha, uma etapa ou uma lista."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("mentoring:shared", args=[self.key])

    def clean(self) -> None:
        """One person makes links by hand, so a number that no hand makes is refused."""
        super().clean()
        now, others = timezone.now(), ShareLink.objects.of(self.owner).exclude(pk=self.pk)
        if others.open(now).count() >= MOST_OPEN:
            text = _("Você já tem %(n)d links abertos. Revogue um deles e salve este de novo.")
            raise ValidationError(text % {"n": MOST_OPEN})
        today = others.filter(created_at__gt=now - timedelta(days=1))
        if self._state.adding and today.count() >= MOST_A_DAY:
            text = _("Você fez %(n)d links em um dia. Amanhã dá para salvar este.")
            raise ValidationError(text % {"n": MOST_A_DAY})

    @property
    def signature(self) -> str:
        """Who shares, by name."""
        return str(self.owner.signature)

    @property
    def initials(self) -> str:
        words = self.signature.split()
        return "".join(word[0] for word in dict.fromkeys([*words[:1], *words[-1:]])).upper()

    @property
    def last_day(self) -> date | None:
        """The last day on which it opens; it expires at midnight after that."""
        if self.expires_at is None:
            return None
        return timezone.localdate(self.expires_at - timedelta(microseconds=1))

    @last_day.setter
    def last_day(self, day: date | None) -> None:
        self.expires_at = None
        if day is not None:
            after = datetime.combine(day + timedelta(days=1), time.min)
            self.expires_at = timezone.make_aware(after)

    @property
    def is_open(self) -> bool:
        return not self.revoked_at and (not self.expires_at or timezone.now() < self.expires_at)

    @property
    def greeting_html(self) -> str:
        """The greeting as it is read; its headings stand under one of the second level."""
        return render(self.greeting)

    @property
    def greeting_words(self) -> str:
        """The greeting on one line, for where nothing but words may stand."""
        return words(self.greeting)

    @property
    def lost(self) -> Loss | None:
        """What became of what it opens, when that is not there. Ask `with_remains` before."""
        track = self.section.track if self.section else self.track
        if track is None:
            # A list keeps its items whatever happens to them: without any it never was one.
            return None if self.remains else Loss.LEFT if self.size else Loss.GONE
        if track.status != Status.PUBLISHED:
            return Loss.RETIRED if track.status == Status.RETIRED else Loss.DRAFT
        return None if self.remains else Loss.EMPTY

    def duplicate(self) -> "ShareLink":
        """A new one that says and opens the same, by a name that tells them apart. Not stored."""
        said = {"name": _as_a_copy(self.name), "greeting": self.greeting, "embeds": self.embeds}
        return ShareLink(owner=self.owner, track=self.track, section=self.section, **said)

    @property
    def most(self) -> int:
        return max(count for _, count in self.days)

    @property
    def days(self) -> list[tuple[date, int]]:
        """The openings of each of the last days, also of those without any."""
        counts = {opening.day: opening.count for opening in self.recent}
        today = timezone.localdate()
        days = [today - timedelta(days=back) for back in reversed(range(DAYS_SHOWN))]
        return [(day, counts.get(day, 0)) for day in days]

    def picked(self) -> dict[int, ShareItem]:
        """Its list as people see it: each thing to study once, by resource."""
        items: dict[int, ShareItem] = {}
        for item in self.items.shown():
            items.setdefault(item.material.pk, item)
        return items

    def pick(self, chosen: Iterable[tuple[Resource, str]]) -> None:
        """Make these resources, in this order and with these remarks, the list of this link. When
        it grows, cohorts that study it show nothing until their people have said yes to that."""
        with transaction.atomic():
            # The link's own row first: of two tabs that save at once, the second waits for it. Who
            # only names that row does not wait, as a cohort turned to it, whose row comes next.
            list(ShareLink.objects.select_for_update(no_key=True).filter(pk=self.pk))
            before = set(self.items.values_list("resource", flat=True))
            self.items.all().delete()
            items = [
                ShareItem(link=self, resource=resource, remark=remark, position=place * 10)
                for place, (resource, remark) in enumerate(chosen, 1)
            ]
            ShareItem.objects.bulk_create(items)
            if not before.issuperset(item.resource_id for item in items):
                Cohort.objects.filter(list=self).show_nothing()

    def revoke(self) -> bool:
        """Close it for good, from the very next visit on. False when it was revoked already."""
        now = timezone.now()
        if not ShareLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now):
            return False
        self.revoked_at = now
        return True

    def open_once(self, day: date) -> None:
        """Count one opening. Nothing is kept of who opened."""
        that_day = Opening.objects.filter(link=self, day=day)
        if that_day.update(count=F("count") + 1):
            return
        _, first = Opening.objects.get_or_create(link=self, day=day, defaults={"count": 1})
        if not first:
            that_day.update(count=F("count") + 1)


def _as_a_copy(name: str) -> str:
    said = gettext(" (cópia)")
    return name[: NAME - len(said)].rstrip() + said
