from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """What became of it. Whoever did it is not named."""

    ERASED = "erased", _("a conta de quem guiava a turma foi apagada")
    ARCHIVED = "archived", _("a turma foi arquivada")
    BACK = "back", _("a turma voltou")
    REMOVED = "removed", _("quem guia tirou você da turma")
    LINK = "link", _("a conta de quem enviou o link foi apagada")


class FarewellQuerySet(models.QuerySet["Farewell"]):
    def tell(self, why: Why, told: Iterable[tuple[Any, int]]) -> None:
        """Say of each of these cohorts to that person what became of it."""
        self.bulk_create(
            Farewell(learner_id=person, cohort=cohort, name=cohort.name, why=why)
            for cohort, person in told
        )

    def tell_members(self, why: Why, told: Iterable[tuple[Any, int]]) -> None:
        """The same to whoever is in these cohorts, in the place of what was said of them before:
        put away and brought back again and again, a cohort is one line."""
        told = list(told)
        before = self.filter(cohort__in={cohort.pk for cohort, _person in told})
        before.filter(why__in=(Why.ARCHIVED, Why.BACK)).delete()
        self.tell(why, told)

    def forget(self, cohort: Any, learner: Any) -> None:
        """What was said of that cohort is no longer so for one who comes or goes."""
        self.filter(cohort=cohort, learner=learner).delete()


class Farewell(models.Model):
    """Tells a person what became of a cohort or a link without them, once: whoever is told puts it
    away. It keeps the name, because what it speaks of may be gone; of an erased account it names
    nobody, because nothing of that person may stay."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    why = models.CharField(_("o que houve"), max_length=8, choices=Why, default=Why.ERASED)
    # While it stands: what is said of it next takes the place of this.
    cohort = models.ForeignKey(
        "mentoring.Cohort",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("turma"),
    )
    name = models.CharField(_("nome"), max_length=120)
    at = models.DateTimeField(_("quando"), default=timezone.now)

    objects = FarewellQuerySet.as_manager()

    class Meta:
        verbose_name = _("aviso")
        verbose_name_plural = _("avisos")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.name}"
