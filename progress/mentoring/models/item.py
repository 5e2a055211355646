from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE, Resource


class ShareItemQuerySet(models.QuerySet["ShareItem"]):
    def shown(self) -> Self:
        """What the public page shows: not what a curator took back to a draft meanwhile."""
        public = Resource.objects.public()
        return (
            self.filter(Q(resource__merged_into=None) | Q(resource__merged_into__in=public))
            .filter(resource__in=public)
            .select_related("resource__merged_into")
            .fetch_mode(PAGE_FETCH_MODE)
        )

    def standing(self) -> Self:
        """Of that, what is in the catalog still. The rest is shown as out of the track."""
        alone = Q(resource__merged_into=None, resource__retired_at=None)
        merged = Q(resource__merged_into__isnull=False, resource__merged_into__retired_at=None)
        return self.shown().filter(alone | merged)


class ShareItem(models.Model):
    """One resource of a hand-picked list, and what the mentor says about it."""

    link = models.ForeignKey(
        "mentoring.ShareLink", models.CASCADE, related_name="items", db_index=False
    )
    resource = models.ForeignKey(
        "catalog.Resource", models.PROTECT, related_name="+", verbose_name=_("recurso")
    )
    position = models.PositiveIntegerField(_("posição"), default=0)
    remark = models.CharField(_("recado"), max_length=300, blank=True)

    objects = ShareItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item da lista")
        verbose_name_plural = _("itens da lista")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "resource"],
                name="mentoring_shareitem_once",
                violation_error_message=_("Este passo já está na lista."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.link_id} · {self.resource_id}"

    @property
    def material(self) -> Resource:
        """What to study: the survivor, when the one picked was merged as a duplicate."""
        return self.resource.merged_into or self.resource

    @property
    def heading(self) -> str:
        return self.material.title

    @property
    def heading_language(self) -> str:
        return self.material.title_language
