from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE

from .farewell import Farewell, Why
from .link import ShareLink


class ReceivedQuerySet(models.QuerySet["Received"]):
    def of(self, person: Any) -> Self:
        return self.filter(learner=person)

    def for_page(self) -> Self:
        return self.select_related("link__owner").fetch_mode(PAGE_FETCH_MODE)

    def keep(self, learner_id: int, link: ShareLink) -> bool:
        """Keep what was shared with a learner; False when they have it already."""
        if link.owner_id == learner_id:
            return False
        return self.get_or_create(learner_id=learner_id, link=link)[1]

    def say_farewell(self, owner: Any) -> None:
        """Tell whoever keeps a link of that person that it is gone. The caller erases the person
        in the same transaction."""
        kept = self.filter(link__owner=owner).order_by("pk").values_list("learner", "link__name")
        Farewell.objects.bulk_create(
            Farewell(learner_id=person, name=name, why=Why.LINK) for person, name in kept
        )


class Received(models.Model):
    """A share link that somebody keeps as shared with them."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("desde"), default=timezone.now)

    objects = ReceivedQuerySet.as_manager()

    class Meta:
        verbose_name = _("compartilhado comigo")
        verbose_name_plural = _("compartilhados comigo")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "link"], name="mentoring_received_once")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.link_id}"
