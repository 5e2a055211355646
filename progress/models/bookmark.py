from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

THINGS = ("resource", "skill", "community", "track")


def _exactly_one() -> Q:
    wanted = Q()
    for thing in THINGS:
        others = {f"{other}__isnull": True for other in THINGS if other != thing}
        wanted |= Q(**others, **{f"{thing}__isnull": False})
    return wanted


class Bookmark(models.Model):
    """Something a learner keeps for later: a resource, a skill, a community or a track."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    resource = models.ForeignKey(
        "catalog.Resource", models.PROTECT, null=True, blank=True, related_name="+"
    )
    skill = models.ForeignKey(
        "catalog.Skill", models.PROTECT, null=True, blank=True, related_name="+"
    )
    community = models.ForeignKey(
        "catalog.Community", models.PROTECT, null=True, blank=True, related_name="+"
    )
    track = models.ForeignKey(
        "catalog.Track", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("guardado em"), default=timezone.now)

    class Meta:
        verbose_name = _("guardado")
        verbose_name_plural = _("guardados")
        indexes = [models.Index(fields=["learner", "-created_at"], name="progress_bookmark_latest")]
        constraints = [
            models.CheckConstraint(condition=_exactly_one(), name="progress_bookmark_of_one_thing"),
            *(
                models.UniqueConstraint(
                    fields=["learner", thing], name=f"progress_bookmark_one_a_{thing}"
                )
                for thing in THINGS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.thing}"

    @property
    def thing(self) -> models.Model:
        name = next(name for name in THINGS if getattr(self, f"{name}_id"))
        thing: models.Model = getattr(self, name)
        return thing
