from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.fields import StemsField

LONGEST = 20_000  # characters; some ten pages


class Note(models.Model):
    """What a learner writes beside a resource, in Markdown. Nobody else reads it."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    resource = models.ForeignKey("catalog.Resource", models.PROTECT, related_name="+")
    text = models.TextField(_("nota"), validators=[MaxLengthValidator(LONGEST)])
    # Grows by one with every change: who saves says on which version they wrote.
    version = models.PositiveIntegerField(_("versão"), default=1)
    stems = StemsField(of=("text",))
    created_at = models.DateTimeField(_("desde"), default=timezone.now)
    changed_at = models.DateTimeField(_("mudou em"), default=timezone.now)

    class Meta:
        verbose_name = _("nota")
        verbose_name_plural = _("notas")
        indexes = [models.Index(fields=["learner", "-changed_at"], name="progress_note_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "resource"], name="progress_note_one_a_resource"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.resource_id}"
