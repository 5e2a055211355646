from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..links import host
from .base import Entry, EntryQuerySet, Language
from .fields import AddressField, StemsField, WebField


class CommunityQuerySet(EntryQuerySet):
    """Nothing of its own yet; by this name the types of its rows are known."""


class Community(Entry):
    """A place where people meet."""

    title = models.CharField(_("nome"), max_length=200)
    url = WebField(_("endereço"))
    address = AddressField()
    description = models.TextField(_("descrição"), blank=True)
    title_language = models.CharField(
        _("idioma do nome"), max_length=10, choices=Language, default=Language.PORTUGUESE
    )
    language = models.CharField(
        _("idioma"), max_length=10, choices=Language, default=Language.PORTUGUESE
    )
    stems = StemsField(of=("title", "description"))

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("comunidade")
        verbose_name_plural = _("comunidades")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["uid"],
                name="catalog_community_uid",
                violation_error_message=_("Já existe uma comunidade com este identificador."),
            ),
            models.UniqueConstraint(
                fields=["address"],
                name="catalog_community_address",
                violation_error_message=_("Já existe uma comunidade com este endereço."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('catalog:communities')}#c-{self.uid}"

    @property
    def host(self) -> str:
        return host(self.url)
