from datetime import datetime
from typing import Self
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SALT = "mentoring.invitation"


class Role(models.TextChoices):
    MEMBER = "member", _("estudar")
    GUIDE = "guide", _("guiar junto")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> Self:
        return self.filter(
            expires_at__gt=at,
            revoked_at=None,
            used__lt=F("most"),
            cohort__archived_at=None,
            made_by__is_active=True,
            made_by__erase_at=None,
        )

    def forget_addresses(self, at: datetime) -> int:
        """Of those that let nobody in any more: used up, taken back or expired at that moment."""
        over = Q(expires_at__lte=at) | Q(revoked_at__isnull=False) | Q(used__gte=F("most"))
        return self.filter(over).exclude(email="").update(email="")

    def revoke(self, at: datetime) -> int:
        """Close them for good, and forget whom they were sent to."""
        return self.filter(revoked_at=None).update(revoked_at=at, email="")

    def under(self, token: str) -> Self:
        """The invitation that a token names, if we signed it. What it says is never stored."""
        try:
            return self.filter(uid=UUID(signing.Signer(salt=SALT).unsign(token)))
        except (signing.BadSignature, ValueError):
            return self.none()

    def use(self, invitation: "Invitation", at: datetime) -> bool:
        """Take one place of it; False when none is left. To be asked inside of the joining."""
        mine = self.open(at).filter(pk=invitation.pk)
        return bool(mine.update(used=F("used") + 1))


class Invitation(models.Model):
    """A way into one cohort, for one purpose and a few days. Looking at it uses nothing up."""

    uid = models.UUIDField(_("identificador"), default=uuid4, editable=False, unique=True)
    cohort = models.ForeignKey("mentoring.Cohort", models.CASCADE, related_name="invitations")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.CharField(_("para"), max_length=6, choices=Role, default=Role.MEMBER)
    # Only until it is used or over: then the address is forgotten.
    email = models.EmailField(_("e-mail"), blank=True)
    most = models.PositiveSmallIntegerField(_("entradas"), default=1)
    used = models.PositiveSmallIntegerField(_("usadas"), default=0)
    made_at = models.DateTimeField(_("feito em"), default=timezone.now)
    expires_at = models.DateTimeField(_("vale até"))
    revoked_at = models.DateTimeField(_("revogado em"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("convite")
        verbose_name_plural = _("convites")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used__lte=F("most")), name="mentoring_invitation_not_overused"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} · {self.role}"

    @property
    def token(self) -> str:
        return signing.Signer(salt=SALT).sign(str(self.uid))

    def get_absolute_url(self) -> str:
        return reverse("mentoring:invited", args=[self.token])
