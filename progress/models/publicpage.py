from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PublicPage(models.Model):
    """What a learner chose to show to everybody. Nothing is shown unless it was chosen."""

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    handle = models.SlugField(
        _("endereço"),
        max_length=30,
        unique=True,
        error_messages={"unique": _("Este endereço já tem dono. Tente outro.")},
    )
    # The date is the switch: None is off.
    on_since = models.DateTimeField(_("no ar desde"), null=True, blank=True)
    tracks = models.ManyToManyField(
        "catalog.Track", verbose_name=_("trilhas"), blank=True, related_name="+"
    )
    shows_name = models.BooleanField(_("nome"), default=False)
    shows_percent = models.BooleanField(_("quanto já fiz"), default=False)
    shows_dates = models.BooleanField(_("datas"), default=False)
    shows_rhythm = models.BooleanField(_("ritmo"), default=False)
    changed_at = models.DateTimeField(_("mudou em"), default=timezone.now)

    class Meta:
        verbose_name = _("página pública")
        verbose_name_plural = _("páginas públicas")

    def __str__(self) -> str:
        return self.handle
