from collections.abc import Mapping
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Mastery(models.IntegerChoices):
    """How a person judges their own hold of a skill, beside what the finished resources say."""

    NEW = 0, _("ainda não conheço")
    HEARD = 1, _("conheço a ideia")
    GUIDED = 2, _("faço com ajuda")
    ALONE = 3, _("faço por conta própria")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def of(self, learner_id: int) -> Self:
        return self.filter(learner=learner_id)

    def judge(self, learner_id: int, said: Mapping[int, Mastery | None]) -> int:
        """Store judgements by skill, all or none, and return how many changed. None takes one
        back; what is said again keeps its date."""
        with transaction.atomic():
            held = dict(self.of(learner_id).filter(skill__in=said).values_list("skill", "mastery"))
            gone = [key for key in held if said[key] is None]
            new = {k: m for k, m in said.items() if m is not None and held.get(k) != m}
            self.of(learner_id).filter(skill__in=gone).delete()
            self.bulk_create(
                (
                    Assessment(learner_id=learner_id, skill_id=k, mastery=new[k])
                    for k in sorted(new)
                ),
                update_conflicts=True,
                unique_fields=["learner", "skill"],
                update_fields=["mastery", "at"],
            )
        return len(gone) + len(new)


class Assessment(models.Model):
    """A learner's own judgement of one skill. The latest replaces the former."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    skill = models.ForeignKey("catalog.Skill", models.PROTECT, related_name="+")
    mastery = models.PositiveSmallIntegerField(_("domínio"), choices=Mastery)
    at = models.DateTimeField(_("quando"), default=timezone.now)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("autoavaliação")
        verbose_name_plural = _("autoavaliações")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "skill"], name="progress_assessment_one_a_skill"
            ),
            models.CheckConstraint(
                condition=models.Q(mastery__in=Mastery.values), name="progress_assessment_mastery"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.skill_id} · {self.get_mastery_display()}"
