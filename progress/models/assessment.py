from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Mastery(models.IntegerChoices):
    """How a person judges their own hold of a skill, beside what the finished resources say."""

    NEW = 0, _("ainda não conheço")
    HEARD = 1, _("conheço a ideia")
    GUIDED = 2, _("faço com ajuda")
    ALONE = 3, _("faço por conta própria")


class Assessment(models.Model):
    """A learner's own judgement of one skill. The latest replaces the former."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    skill = models.ForeignKey("catalog.Skill", models.PROTECT, related_name="+")
    mastery = models.PositiveSmallIntegerField(_("domínio"), choices=Mastery)
    at = models.DateTimeField(_("quando"), default=timezone.now)

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
