from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..links import canonical
from .fields import AddressField, WebField


class Health(models.TextChoices):
    UNKNOWN = "unknown", _("sem notícia")
    OK = "ok", _("em dia")
    SUSPECT = "suspect", _("suspeito")
    DEAD = "dead", _("morto")
    MOVED = "moved", _("mudou")
    BLOCKED = "blocked", _("bloqueado para robôs")
    WALL = "wall", _("pede login")


def archived(url: str, before: datetime | None) -> str:
    """Where a copy of a page is kept, from about that day when one is known."""
    day = f"{before:%Y%m%d}/" if before else ""
    return f"https://web.archive.org/web/{day}{url}"


class LinkHealthQuerySet(models.QuerySet["LinkHealth"]):
    def due(self) -> Self:
        """What should be visited now, what waits longest first."""
        return self.filter(next_at__lte=timezone.now()).order_by("next_at", "pk")

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

    @property
    def archived_url(self) -> str:
        return archived(self.url, self.failing_since)


class LinkCheck(models.Model):
    """What one visit to an address found: a status and a time, never what stood there."""

    link = models.ForeignKey(LinkHealth, models.CASCADE, related_name="checks")
    made_at = models.DateTimeField(_("feita em"), default=timezone.now)
    # A word of `catalog.linkhealth.Outcome`.
    outcome = models.CharField(_("resultado"), max_length=20)
    status = models.PositiveSmallIntegerField(_("código"), null=True, blank=True)

    class Meta:
        verbose_name = _("verificação")
        verbose_name_plural = _("verificações")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["link", "-made_at"], name="catalog_linkcheck_latest")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.status or ''}".strip()
