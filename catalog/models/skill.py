from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .base import Entry, EntryQuerySet, Language
from .fields import StemsField


class SkillQuerySet(EntryQuerySet):
    def with_counts(self, among: models.QuerySet[Any] | None = None) -> Self:
        """How many published resources teach each skill, or how many of those given."""
        from .resource import Resource

        counted = Resource.objects.published() if among is None else among
        taught = models.Q(resources__in=counted)
        return self.annotate(taught=models.Count("resources", filter=taught))


class Skill(Entry):
    """Something one learns. Whether a track requires it is said by the step, not here."""

    title = models.CharField(_("título"), max_length=200)
    description = models.TextField(_("descrição"), blank=True)
    title_language = models.CharField(
        _("idioma do título"), max_length=10, choices=Language, default=Language.PORTUGUESE
    )
    stems = StemsField(of=("title", "description"))

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("habilidade")
        verbose_name_plural = _("habilidades")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["uid"],
                name="catalog_skill_uid",
                violation_error_message=_("Já existe uma habilidade com este identificador."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalog:skill", args=[self.uid])
