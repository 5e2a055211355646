from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.fields import AddressField, WebField

from .state import State


class OwnLink(models.Model):
    """A private resource that a learner adds to their copy of a section. Nobody else sees it."""

    uid = models.UUIDField(_("identificador"), default=uuid4, unique=True, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    track = models.ForeignKey("catalog.Track", models.PROTECT, related_name="+")
    # A section may leave its track: the link then stands at the end of the track.
    section = models.ForeignKey(
        "catalog.Section", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    title = models.CharField(_("título"), max_length=300)
    url = WebField(_("endereço"))
    address = AddressField()
    state = models.PositiveSmallIntegerField(_("estado"), choices=State, default=State.TODO)
    created_at = models.DateTimeField(_("desde"), default=timezone.now)
    changed_at = models.DateTimeField(_("mudou em"), default=timezone.now)
    suggestion = models.ForeignKey(
        "catalog.Suggestion", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("recurso próprio")
        verbose_name_plural = _("recursos próprios")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["learner", "track"], name="progress_ownlink_of_track")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="progress_ownlink_state"
            ),
            models.UniqueConstraint(
                fields=["learner", "track", "section", "address"],
                name="progress_ownlink_one_an_address",
                violation_error_message=_("Este endereço já está nesta etapa."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
