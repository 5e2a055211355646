from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..health import Standing, State, Visit, rest
from ..links import canonical
from .care import Health, LinkHealthQuerySet
from .edition import Edition, changing_the_catalog
from .fields import AddressField, WebField

if TYPE_CHECKING:
    from .citation import Cited

REMEMBERED = 8  # visits to one link
# What a visit changes of a row; what people report is not in it.
FOUND = ["state", "since", "failures", "failing_since", "moved_to", "checked_at", "next_at"]


def archived(url: str, before: datetime | None) -> str:
    """Where a copy of a page is kept, from about that day when one is known."""
    day = f"{before:%Y%m%d}/" if before else ""
    return f"https://web.archive.org/web/{day}{url}"


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

    def accept_move(self, by: Any, seen: str, *, merging: bool = False) -> bool:
        """All that stands here goes to the new address, in one entry of the history; a resource
        becomes a duplicate of the one that is there already, when `merging`. `seen` is the new
        address that the curator looked at: another visit may have found another one since.

        False when it went already. Raises `ValidationError`, in words for the curator.
        """
        with transaction.atomic():
            Edition.hold()
            moved = LinkHealth.objects.filter(pk=self.pk, state=Health.MOVED)
            link = moved.select_for_update().first()
            if link is None:
                return False
            if link.moved_to != seen:
                text = gettext(
                    "O novo endereço de %(url)s não é o que esta página mostrava. Confira."
                )
                raise ValidationError(text % {"url": link.url})
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
