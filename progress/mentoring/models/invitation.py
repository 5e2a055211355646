from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import PAGE_FETCH_MODE

SALT = "mentoring.invitation"

MOST_A_DAY = 30  # mails of one mentor
MOST_OPEN = 50  # of one cohort, by mail or not


def mailbox(address: str) -> str:
    """Where an address leads: what follows a plus, and how it is written, makes no other one."""
    name, _at, domain = address.lower().rpartition("@")
    return f"{name.partition('+')[0] or name}@{domain}"


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

    def addressed_to(self, addresses: Iterable[str]) -> Self:
        """Those that were sent to one of these, however it was written."""
        rows = self.exclude(email="").annotate(address=Lower("email"))
        return rows.filter(address__in=[address.lower() for address in addresses])

    def under(self, token: str) -> Self:
        """The invitation that a token names, if we signed it. What it says is never stored."""
        try:
            return self.filter(uid=UUID(signing.Signer(salt=SALT).unsign(token)))
        except (signing.BadSignature, ValueError):
            return self.none()

    def mailed_by(self, person: Any, since: datetime) -> Self:
        """Those that a person made for an address from that moment on, whether the address is
        known still or not."""
        mailed = ~Q(email="") | Q(mailed_at__isnull=False)
        return self.filter(mailed, made_by=person, made_at__gte=since)

    def with_cohort(self) -> Self:
        rows = self.select_related("cohort__track", "cohort__list", "cohort__owner", "made_by")
        return rows.fetch_mode(PAGE_FETCH_MODE)

    def use(self, invitation: "Invitation", at: datetime) -> None:
        """Take one place of it. Raises `Shut` when there is none, or it is open no more. To be
        asked inside of the joining, which holds the cohort's row."""
        mine = self.open(at).filter(pk=invitation.pk)
        if not mine.update(used=F("used") + 1):
            raise Shut
        self.filter(pk=invitation.pk, used=F("most")).update(email="")

    def hold_cohort(self, invitation: "Invitation") -> Any:
        """The invitation's cohort, its row locked until the transaction ends: who joins, one
        after the other, sees who has joined. Raises `Shut` when it went with its mentor's account
        meanwhile."""
        rows = self.select_related("cohort").select_for_update(of=("cohort",))
        held = rows.filter(pk=invitation.pk).first()
        if held is None:
            raise Shut
        return held.cohort

    def invite(self, cohort: Any, by: Any, addresses: Iterable[str], **fields: Any) -> list[Any]:
        """One for each address that has none open already: a form sent twice invites once. Raises
        `ValidationError` when they are too many, and then makes none."""
        now = timezone.now()
        with transaction.atomic():
            _hold(cohort, by)
            known = self.open(now).filter(cohort=cohort, role=fields["role"]).exclude(email="")
            new = [*dict.fromkeys(addresses)]
            for email in known.values_list("email", flat=True):
                if email in new:
                    new.remove(email)
            if self.mailed_by(by, now - timedelta(days=1)).count() + len(new) > MOST_A_DAY:
                text = _("Por dia vão até %(n)d convites seus por e-mail. Crie um link, ou espere "
                         "até amanhã.")  # fmt: skip
                raise ValidationError(text % {"n": MOST_A_DAY})
            self._check_room(cohort, len(new), now)
            return [self.create(cohort=cohort, made_by=by, email=email, **fields) for email in new]

    def offer(self, cohort: Any, by: Any, uid: UUID, **fields: Any) -> "Invitation":
        """One to be handed on by hand, open to whoever has it: a form sent twice makes one. Raises
        `ValidationError` when there are too many."""
        now, said = timezone.now(), {"role": fields["role"], "most": fields["most"]}
        with transaction.atomic():
            _hold(cohort, by)
            mine = self.open(now).filter(cohort=cohort, made_by=by, uid=uid, **said)
            if known := mine.first():
                return known
            self._check_room(cohort, 1, now)
            # A uid that names another invitation names nothing here.
            uid = uuid4() if self.filter(uid=uid).exists() else uid
            return self.create(cohort=cohort, made_by=by, uid=uid, **fields)

    def _check_room(self, cohort: Any, more: int, at: datetime) -> None:
        there = self.open(at).filter(cohort=cohort).count()
        if more and there + more > MOST_OPEN:
            text = _("A turma tem %(n)d convites abertos, o máximo. Revogue um antes.")
            raise ValidationError(text % {"n": there})


def _hold(cohort: Any, by: Any) -> None:
    """The cohort's row and that of whoever calls stay locked until the transaction ends: what is
    counted of either holds until what comes of it is written."""
    list(type(cohort).objects.select_for_update().filter(pk=cohort.pk))
    list(get_user_model().objects.select_for_update(no_key=True).filter(pk=by.pk))


class Shut(Exception):  # noqa: N818 — it is no error: nobody comes in by it, and is told so
    """An invitation that is used up, expired or taken back, or not for this person."""


class ForAnother(Shut):
    """An invitation to guide that was sent to an address which is not of this person."""


class Full(Exception):  # noqa: N818 — as above
    """A cohort without a free place."""


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
    mailed_at = models.DateTimeField(_("enviado em"), null=True, blank=True)

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
    def signature(self) -> str:
        """Who calls, by name."""
        return str(self.made_by.signature)

    @property
    def initials(self) -> str:
        words = self.signature.split()
        return "".join(word[0] for word in dict.fromkeys([*words[:1], *words[-1:]])).upper()

    @property
    def left(self) -> int:
        """How many can come in by it still."""
        return self.most - self.used

    def is_for(self, person: Any) -> bool:
        """Whoever is called by mail to guide proves to be that one; to study anybody may come."""
        if self.role != Role.GUIDE or not (self.email or self.mailed_at):
            return True
        theirs = EmailAddress.objects.filter(user=person, verified=True)
        return bool(self.email) and theirs.filter(email__iexact=self.email).exists()

    @property
    def days(self) -> int:
        """How many it lasts: said where nobody knows whose midnight would be meant."""
        return round((self.expires_at - self.made_at) / timedelta(days=1))

    @property
    def token(self) -> str:
        return signing.Signer(salt=SALT).sign(str(self.uid))

    def get_absolute_url(self) -> str:
        return reverse("mentoring:invited", args=[self.token])
