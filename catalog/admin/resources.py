from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Resource
from .bulk import BulkViews
from .entries import EntryAdmin, StandingFilter
from .forms import ResourceForm
from .sheet import SheetViews
from .widgets import KeysSelect, NamedSelect


class SkillsFilter(admin.SimpleListFilter):
    title = gettext_lazy("habilidades")
    parameter_name = "habilidades"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("sem", _("sem habilidade")), ("com", _("com habilidade"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "sem":
                return queryset.filter(skills=None)
            case "com":
                return queryset.filter(pk__in=queryset.exclude(skills=None).values("pk"))
        return queryset


@admin.register(Resource)
class ResourceAdmin(SheetViews, BulkViews, EntryAdmin):
    form = ResourceForm
    actions = ["set_many", "merge", *EntryAdmin.actions]
    list_display = ["title", "kind", "level", "cited", "standing", "page"]
    list_filter = [StandingFilter, SkillsFilter, "kind", "level", "language", "cost"]
    autocomplete_fields = ["skills", "merged_into"]
    readonly_fields = ["canonical_address", "created_at", "cited_by", "duplicates"]
    fieldsets = [
        (None, {"fields": ["title", "uid", "url", "description", "tags", "skills"]}),
        (
            gettext_lazy("Ficha"),
            {"fields": [("kind", "level", "cost", "minutes"), ("language", "title_language")]},
        ),
        (
            gettext_lazy("Duplicata"),
            {
                "fields": ["merged_into", "duplicates"],
                "description": gettext_lazy(
                    "Quando a mesma coisa está em dois endereços, escolha aqui o recurso que fica. "
                    "Este sai das páginas, os passos que o citam passam a mostrar o que fica, e o "
                    "andamento de quem já marcou continua valendo. Para desfazer, esvazie o campo."
                ),
            },
        ),
        (gettext_lazy("No acervo"), {"fields": ["cited_by", "canonical_address", "created_at"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Resource | None = None) -> Any:
        """A new one has no duplicates yet, and nothing cites it."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:2]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(cited=Count("steps__track", distinct=True))

    @admin.display(description=gettext_lazy("endereço, sem os enfeites"))
    def canonical_address(self, resource: Resource) -> str:
        return str(resource.address)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = NamedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without select2's cross to clear all: a screen reader meets it amid the list's items."""
        kwargs["widget"] = KeysSelect(db_field, self.admin_site)
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.widget.is_required = True
        return field

    @admin.display(description=gettext_lazy("trilhas"), ordering="cited")
    def cited(self, resource: Any) -> int:
        return int(resource.cited)

    @admin.display(description=gettext_lazy("citado em"))
    def cited_by(self, resource: Resource) -> str:
        section = "admin:catalog_section_change"
        rows = (
            (reverse(section, args=[step.section_id]), step.track, step.section)
            for step in resource.steps.select_related("section", "track").order_by("track", "pk")
        )
        return format_html_join(", ", '<a href="{}">{} › {}</a>', rows) or _("nenhuma trilha")

    @admin.display(description=gettext_lazy("duplicatas deste"))
    def duplicates(self, resource: Resource) -> str:
        rows = (
            (reverse("admin:catalog_resource_change", args=[alias.pk]), alias)
            for alias in resource.aliases.all()
        )
        return format_html_join(", ", '<a href="{}">{}</a>', rows) or _("nenhuma")
