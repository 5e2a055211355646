from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Following(models.Model):
    """A track that a learner follows, with what stood in it when they last looked."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    track = models.ForeignKey("catalog.Track", models.PROTECT, related_name="+")
    # The keys of the resources that were seen: what is new and what left is the difference.
    seen = models.JSONField(_("visto"), default=list)
    seen_at = models.DateTimeField(_("visto em"), default=timezone.now)

    class Meta:
        verbose_name = _("trilha seguida")
        verbose_name_plural = _("trilhas seguidas")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "track"], name="progress_following_one_a_track"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.track_id}"
