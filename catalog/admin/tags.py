from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit import admin as _registered  # noqa: F401 — taggit's own page, which this one replaces
from taggit.models import Tag

from ..models.resource import validate_tag
from .base import CatalogAdmin
from .forms import CatalogForm

admin.site.unregister(Tag)
# The library calls them tags; everybody here says assuntos.
apps.get_app_config("taggit").verbose_name = gettext_lazy("Catálogo: assuntos")
Tag._meta.verbose_name = gettext_lazy("assunto")
Tag._meta.verbose_name_plural = gettext_lazy("assuntos")


class TagForm(CatalogForm):
    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        validate_tag(name)
        if Tag.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Já existe um assunto com este nome."))
        return name


@admin.register(Tag)
class TagAdmin(CatalogAdmin):
    """Renaming keeps the address: `/assuntos/<slug>/` was given away."""

    form = TagForm
    list_display = ["name", "used", "page"]
    search_fields = ["name", "slug"]
    ordering = ["name"]
    fields = ["name", "slug"]
    readonly_fields = ["slug"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(used=Count("resource_items"))

    @admin.display(description=gettext_lazy("recursos"), ordering="used")
    def used(self, tag: Any) -> int:
        return int(tag.used)

    def page_of(self, obj: Any) -> str:
        return reverse("catalog:tag", args=[obj.slug]) if obj.slug else ""
