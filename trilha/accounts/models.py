from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from . import zones

GRACE = timedelta(days=7)  # between asking to be erased and being erased


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def never_verified(self, days: int = 7) -> models.QuerySet["User"]:
        """Accounts that nobody has proved to be theirs, some days after they were made."""
        long_ago = timezone.now() - timedelta(days=days)
        waiting = self.filter(date_joined__lt=long_ago, last_login=None, is_staff=False)
        return waiting.exclude(emailaddress__verified=True)

    def to_erase(self, at: datetime) -> models.QuerySet["User"]:
        """Whose days of grace are over at that moment."""
        return self.filter(erase_at__lte=at)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class Theme(models.TextChoices):
    DEVICE = "", _("como no aparelho")
    LIGHT = "light", _("claro")
    DARK = "dark", _("escuro")


def a_time_zone(name: str) -> None:
    if name not in zones.known():
        raise ValidationError(_("Este fuso horário não existe. Escolha um da lista."))


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. There is no user name."""

    email = models.EmailField(
        _("e-mail"),
        unique=True,
        error_messages={"unique": _("Já existe uma conta com este e-mail.")},
    )
    name = models.CharField(_("nome"), max_length=80, blank=True)
    language = models.CharField(
        _("idioma"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    time_zone = models.CharField(
        _("fuso horário"), max_length=64, default=settings.TIME_ZONE, validators=[a_time_zone]
    )
    theme = models.CharField(
        _("tema"), max_length=5, choices=Theme, default=Theme.DEVICE, blank=True
    )
    rhythm = models.BooleanField(_("mostrar meu ritmo"), default=True)
    shortcuts = models.BooleanField(_("atalhos de teclado"), default=True)
    # After this moment everything about the person is erased, unless they sign in before.
    erase_at = models.DateTimeField(_("será apagada em"), null=True, blank=True, editable=False)
    is_staff = models.BooleanField(_("entra na administração"), default=False)
    is_active = models.BooleanField(_("conta ativa"), default=True)
    date_joined = models.DateTimeField(_("desde"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("pessoa")
        verbose_name_plural = _("pessoas")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="accounts_user_email_in_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone; the site's when theirs is none any more."""
        try:
            return ZoneInfo(self.time_zone)
        except (KeyError, ValueError, OSError):  # what is unknown, no name, or only a folder
            return ZoneInfo(settings.TIME_ZONE)

    def get_short_name(self) -> str:
        """What the page calls the person: the first name, or what stands before the @."""
        return self.name.split()[0] if self.name.split() else self.email.partition("@")[0]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session of the person is checked by: a new password or e-mail ends them, and
        so does asking to be erased."""
        value = f"{self.password} {self.email}"
        if self.erase_at:
            value += f" {self.erase_at.isoformat()}"
        digest = salted_hmac("trilha.accounts.session", value, secret=secret, algorithm="sha256")
        return digest.hexdigest()

    @property
    def signature(self) -> str:
        """What others read of the person: the name on one line, never the e-mail. Maybe empty."""
        return " ".join(self.name.split())

    def get_full_name(self) -> str:
        return str(self)

    def is_last_superuser(self) -> bool:
        """Nobody else could give rights any more, so this person cannot go."""
        others = User.objects.filter(is_superuser=True, is_active=True, erase_at=None)
        return self.is_superuser and not others.exclude(pk=self.pk).exists()

    def ask_to_be_erased(self) -> datetime:
        """Begin the days of grace, and say when they end: until then nothing of the person is shown
        to anybody, and no session of theirs opens. Asking again does not begin them anew."""
        if self.erase_at is None:
            self.erase_at = timezone.now() + GRACE
            self.save(update_fields=["erase_at"])
        return self.erase_at

    def stay(self) -> bool:
        """Take the wish to be erased back. False when there was none."""
        if not User.objects.filter(pk=self.pk, erase_at__isnull=False).update(erase_at=None):
            return False
        self.erase_at = None
        return True


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def waiting(self, at: datetime) -> Self:
        """Those that can still be confirmed at that moment."""
        return self.filter(created_at__gt=at - Parcel.LASTS)

    def keep(self, owner: User, content: bytes) -> "Parcel":
        """The person's one parcel: what they brought before goes."""
        new = {"uid": uuid4(), "content": content, "created_at": timezone.now()}
        return self.update_or_create(owner=owner, defaults=new)[0]

    def stale(self, at: datetime) -> Self:
        return self.filter(created_at__lte=at - Parcel.LASTS)


class Parcel(models.Model):
    """A file of their own data that a person brought, until an hour has gone by.

    Its bytes are kept and read again, so that nothing between the two posts has to be trusted, and
    a yes that is sent twice is answered twice.
    """

    LASTS = timedelta(hours=1)

    uid = models.UUIDField(_("identificador"), default=uuid4, unique=True, editable=False)
    owner = models.OneToOneField(User, models.CASCADE, related_name="+")
    content = models.BinaryField(_("arquivo"))
    created_at = models.DateTimeField(_("trazido em"), default=timezone.now)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = _("arquivo trazido")
        verbose_name_plural = _("arquivos trazidos")

    def __str__(self) -> str:
        return str(self.uid)
