from datetime import timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


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

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class Theme(models.TextChoices):
    DEVICE = "", _("como no aparelho")
    LIGHT = "light", _("claro")
    DARK = "dark", _("escuro")


def a_time_zone(name: str) -> None:
    if name not in available_timezones():
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
        """What every session of the person is checked by: a new password or e-mail ends them."""
        value = f"{self.password} {self.email}"
        digest = salted_hmac("trilha.accounts.session", value, secret=secret, algorithm="sha256")
        return digest.hexdigest()

    def get_full_name(self) -> str:
        return str(self)
