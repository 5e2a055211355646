from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Track
from catalog.models.track import TrackQuerySet

from .handle import SHAPE, a_handle


class PublicPageQuerySet(models.QuerySet["PublicPage"]):
    def open(self) -> Self:
        """Pages that strangers see: switched on, of people who are here and mean to stay."""
        return self.filter(on_since__isnull=False, learner__is_active=True, learner__erase_at=None)

    def under(self, handle: str) -> Self:
        return self.filter(handle=handle) if SHAPE.match(handle) else self.none()

    def of(self, person: Any) -> "PublicPage":
        """The person's page, or a new one that nobody has saved yet."""
        return self.filter(learner=person).first() or PublicPage(learner=person)


class PublicPage(models.Model):
    """What a learner chose to show to everybody. Nothing is shown unless it was chosen."""

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    handle = models.SlugField(
        _("endereço"),
        max_length=30,
        unique=True,
        validators=[a_handle],
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

    objects = PublicPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("página pública")
        verbose_name_plural = _("páginas públicas")

    def __str__(self) -> str:
        return self.handle

    def get_absolute_url(self) -> str:
        return reverse("progress:public", args=[self.handle])

    @property
    def title(self) -> str:
        """What the page calls its person; never the e-mail."""
        name = self.learner.signature if self.shows_name else ""
        return name or self.handle

    def chosen(self) -> TrackQuerySet:
        """The tracks to show, as far as they are published."""
        return Track.objects.published().filter(pk__in=self.tracks.values("pk"))

    def switch(self, *, on: bool) -> None:
        """Open it to everybody, or close it from the very next visit on. What holds stays."""
        if on == bool(self.on_since):
            return
        self.on_since = timezone.now() if on else None
        self.save(update_fields=["on_since"])
