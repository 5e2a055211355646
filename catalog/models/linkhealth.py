from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..health import Standing, State, Visit, rest
from ..links import canonical
from .edition import Edition, changing_the_catalog
from .fields import AddressField, WebField

if TYPE_CHECKING:
    from .citation import Cited
    from .track import Track


# A visit and the proof that our own network was up take a minute or two.
CLAIM = timedelta(minutes=10)
REMEMBERED = 8  # visits to one link
# What a visit changes of a row; what people report is not in it.
FOUND = ["state", "since", "failures", "failing_since", "moved_to", "checked_at", "next_at"]


class Health(models.TextChoices):
    UNKNOWN = "unknown", _("sem notícia")
    OK = "ok", _("em dia")
    SUSPECT = "suspect", _("suspeito")
    DEAD = "dead", _("morto")
    MOVED = "moved", _("mudou")
    BLOCKED = "blocked", _("bloqueado para robôs")
    WALL = "wall", _("pede login")


class Care(models.TextChoices):
    """What a link asks of a curator, the most pressing first. The values stand in addresses."""

    DEAD = "mortos", _("mortos")
    SUSPECT = "suspeitos", _("suspeitos")
    MOVED = "mudaram", _("mudaram")
    TOLD = "avisos", _("com aviso de gente")
    WALL = "login", _("pedem login")
    BLOCKED = "bloqueados", _("bloqueados")
    UNKNOWN = "sem-noticia", _("sem notícia")
    OK = "em-dia", _("em dia")


def archived(url: str, before: datetime | None) -> str:
    """Where a copy of a page is kept, from about that day when one is known."""
    day = f"{before:%Y%m%d}/" if before else ""
    return f"https://web.archive.org/web/{day}{url}"


class LinkHealthQuerySet(models.QuerySet["LinkHealth"]):
    def due(self, now: datetime | None = None) -> Self:
        """What should be visited now, what waits longest first."""
        return self.filter(next_at__lte=now or timezone.now()).order_by("next_at", "pk")

    def of(self, addresses: Iterable[str]) -> Self:
        """What is known of these canonical addresses."""
        return self.filter(address__in=[*addresses])

    def on(self, host: str) -> Self:
        """Everything at one site, however its name is written."""
        site = canonical(f"https://{host}")
        below = [models.Q(address__startswith=site + sign) for sign in "/?#"]
        return self.filter(reduce(or_, below, models.Q(address=site)))

    def claim(self, now: datetime) -> "LinkHealth | None":
        """One that is due, for the caller alone. A visitor that is killed gives it back by the
        clock."""
        while link := self.due(now).first():
            untouched = self.model.objects.filter(pk=link.pk, next_at=link.next_at)
            if untouched.update(next_at=now + CLAIM):
                return link
        return None

    def watch(self) -> None:
        """Know every address that the catalog cites, and no other. Safe to repeat."""
        from .watching import watch

        with transaction.atomic():
            watch(self)

    def standing(self, track: "Track | None" = None) -> Self:
        """Those to which something on a page leads, maybe only of one track."""
        from .citation import standing

        return self.filter(standing(track))

    def asking(self) -> Self:
        """Those that a curator should look at, the most pressing first."""
        states = (Health.DEAD, Health.SUSPECT, Health.MOVED)
        cases = [models.When(state=state, then=models.Value(n)) for n, state in enumerate(states)]
        rank = models.Case(*cases, default=models.Value(len(states)))
        asking = models.Q(state__in=states) | models.Q(reports__gt=0)
        return self.filter(asking).order_by(rank, "-reports", "since", "pk")

    def with_care(self) -> Self:
        """With `care`, what they ask of a curator."""
        first = (Health.DEAD, Health.SUSPECT, Health.MOVED)
        then = (Health.WALL, Health.BLOCKED, Health.UNKNOWN)
        cases = [
            *(models.When(state=state, then=models.Value(Care[state.name])) for state in first),
            models.When(reports__gt=0, then=models.Value(Care.TOLD)),
            *(models.When(state=state, then=models.Value(Care[state.name])) for state in then),
        ]
        care = models.Case(*cases, default=models.Value(Care.OK), output_field=models.CharField())
        return self.annotate(care=care)

    def counts(self) -> dict[str, int]:
        """How many there are of each care."""
        links: Any = self.with_care()
        by_care = links.order_by().values("care").annotate(n=models.Count("pk"))
        return {row["care"]: row["n"] for row in by_care}

    def visit_soon(self) -> int:
        """How many will be visited as soon as somebody goes out."""
        return self.update(next_at=timezone.now())

    def report(self, url: str) -> None:
        """Somebody says that it does not open. That alone changes no state: the link is visited
        at once, and curators see how many said so."""
        link, _made = self.get_or_create(address=canonical(url), defaults={"url": url})
        now = timezone.now()
        told = models.F("reports") + 1
        self.filter(pk=link.pk).update(reports=told, reported_at=now, next_at=now)


class LinkHealth(models.Model):
    """What is known of one address, whoever cites it: resources, communities and sections.

    Found by the address and not by a key of its row: an edited link is another address, with a
    health of its own. It stands outside of history, so that a revert brings no old state back.
    """

    url = WebField(_("endereço"))
    address = AddressField()
    state = models.CharField(
        _("situação"), max_length=10, choices=Health, default=Health.UNKNOWN, db_default="unknown"
    )
    since = models.DateTimeField(_("desde"), default=timezone.now)
    checked_at = models.DateTimeField(_("verificado em"), null=True, blank=True)
    next_at = models.DateTimeField(_("próxima visita"), default=timezone.now)
    failures = models.PositiveIntegerField(_("falhas seguidas"), default=0)
    failing_since = models.DateTimeField(_("falha desde"), null=True, blank=True)
    moved_to = WebField(_("novo endereço"), blank=True)
    reports = models.PositiveIntegerField(_("avisos de pessoas"), default=0)
    reported_at = models.DateTimeField(_("último aviso"), null=True, blank=True)

    objects = LinkHealthQuerySet.as_manager()

    class Meta:
        verbose_name = _("saúde de um link")
        verbose_name_plural = _("saúde dos links")
        constraints = [
            models.UniqueConstraint(fields=["address"], name="catalog_linkhealth_address")
        ]
        indexes = [models.Index(fields=["next_at"], name="catalog_linkhealth_next")]

    def __str__(self) -> str:
        return str(self.url)

    def record(self, visit: Visit, now: datetime) -> None:
        """Write down what a visit to this link found and when to go again. Nothing, when the link
        was taken away or changed meanwhile."""
        with transaction.atomic():
            Edition.hold()  # before the row, as curators do
            same = LinkHealth.objects.filter(pk=self.pk, url=self.url)
            link = same.select_for_update().first()
            if link is not None:
                link._found(visit, now)
                link._remember(visit, now)

    def _found(self, visit: Visit, now: datetime) -> None:
        was = Standing(State(self.state), self.failures, self.failing_since)
        became = was.after(visit, now)
        if was.state != became.state:
            self.since = now
            if State.DEAD in {was.state, became.state}:
                Edition.turn()  # pages of tracks say which links are dead
        self.state = became.state.value
        self.failures, self.failing_since = became.failures, became.failing_since
        self.moved_to, self.checked_at = visit.moved_to, now
        self.next_at = now + rest(became.state, visit)
        self.save(update_fields=FOUND)

    def _remember(self, visit: Visit, now: datetime) -> None:
        self.checks.create(made_at=now, outcome=visit.outcome.value, status=visit.status)
        old = self.checks.values_list("pk", flat=True)[REMEMBERED:]
        self.checks.filter(pk__in=[*old]).delete()

    @property
    def archived_url(self) -> str:
        return archived(self.url, self.failing_since)

    @property
    def cited(self) -> "Cited":
        """What of the catalog stands there."""
        from .citation import Cited

        return Cited.at([self.address])[self.address]

    def found_alive(self) -> bool:
        """Somebody opened it and looked. False when nothing spoke against it."""
        with transaction.atomic():
            Edition.hold()
            link = LinkHealth.objects.select_for_update().get(pk=self.pk)
            if link.state == Health.OK and not link.reports:
                return False
            link._begin_well()
        return True

    def accept_move(self, by: Any, *, merging: bool = False) -> bool:
        """All that stands here goes to the new address, in one entry of the history; a resource
        becomes a duplicate of the one that is there already, when `merging`.

        False when it went already. Raises `ValidationError`, in words for the curator.
        """
        with transaction.atomic():
            Edition.hold()
            moved = LinkHealth.objects.filter(pk=self.pk, state=Health.MOVED)
            link = moved.select_for_update().first()
            if link is None:
                return False
            why = gettext("aceitou o novo endereço: %(url)s") % {"url": link.moved_to}
            with changing_the_catalog(by, why):
                link.cited.move(link.moved_to, merging=merging)
            known = LinkHealth.objects.filter(address=canonical(link.moved_to))
            if known.exclude(pk=link.pk).exists():
                link.delete()
            else:
                link.url = link.moved_to
                link._begin_well()
        return True

    def retire(self, by: Any) -> bool:
        """Take what stands here out of the pages, in one entry of the history. False when nothing
        stood."""
        with transaction.atomic():
            Edition.hold()
            if not LinkHealth.objects.filter(pk=self.pk).standing().exists():
                return False
            with changing_the_catalog(by, gettext("retirou: o link não abre")):
                self.cited.retire()
        return True

    def _begin_well(self) -> None:
        if self.state == Health.DEAD:
            Edition.turn()  # pages of tracks say which links are dead
        if self.state != Health.OK:
            self.state, self.since = Health.OK, timezone.now()
        self.failures, self.failing_since, self.moved_to = 0, None, ""
        self.reports, self.reported_at = 0, None
        self.save()


class LinkCheck(models.Model):
    """What one visit to an address found: a status and a time, never what stood there."""

    link = models.ForeignKey(LinkHealth, models.CASCADE, related_name="checks")
    made_at = models.DateTimeField(_("feita em"), default=timezone.now)
    # A word of `catalog.health.Outcome`.
    outcome = models.CharField(_("resultado"), max_length=20)
    status = models.PositiveSmallIntegerField(_("código"), null=True, blank=True)

    class Meta:
        verbose_name = _("verificação")
        verbose_name_plural = _("verificações")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["link", "-made_at"], name="catalog_linkcheck_latest")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.status or ''}".strip()
