"""Resources, skills and communities: they stand on their own and leave by being retired."""

from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..links import canonical
from ..models import Entry
from .base import BOTH_PAGES, CatalogAdmin


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("situação")
    parameter_name = "situacao"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        merged = (
            [("duplicatas", _("duplicatas"))] if hasattr(model_admin.model, "merged_into") else []
        )
        return [("no-acervo", _("no acervo")), ("retirados", _("retirados")), *merged]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "no-acervo":
                return queryset.current()
            case "retirados":
                return queryset.exclude(retired_at=None)
            case "duplicatas":
                return queryset.exclude(merged_into=None)
        return queryset


class EntryAdmin(CatalogAdmin):
    """Resources, skills and communities: found by words, retired instead of deleted."""

    ordering = ["title", "pk"]
    search_fields = ["title"]  # opens the search; `get_search_results` answers it
    prepopulated_fields = {"uid": ["title"]}
    actions = ["retire", "bring_back"]

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """By words with or without accents, by identifier, and by address however it is written."""
        term = search_term.replace("\0", "").strip()  # PostgreSQL takes no such byte
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.current()
        if not term:
            return queryset, False
        said = self.model._default_manager.beginning(term).order_by().values("pk")
        found = Q(pk__in=said) | Q(uid__icontains=term)
        if hasattr(self.model, "address"):
            found |= Q(address=canonical(term)) | Q(url__icontains=term)
        return queryset.filter(found), False

    def page_of(self, obj: Entry) -> str:
        return "" if obj.retired_at else super().page_of(obj)

    def offered(self, obj: Entry) -> Collection[str]:
        return ("bring_back",) if obj.retired_at else ("retire",)

    @admin.display(description=gettext_lazy("situação"))
    def standing(self, obj: Entry) -> str:
        if obj.retired_at:
            return _("retirado")
        return _("duplicata") if getattr(obj, "merged_into_id", None) else _("no acervo")

    @admin.action(
        permissions=["change"],
        description=gettext_lazy("Retirar do acervo"),
        location=BOTH_PAGES,
    )
    def retire(self, request: HttpRequest, queryset: Any) -> None:
        self.apply(request, queryset, self.model.retire, _("retirou"))

    @admin.action(
        permissions=["change"],
        description=gettext_lazy("Trazer de volta"),
        location=BOTH_PAGES,
    )
    def bring_back(self, request: HttpRequest, queryset: Any) -> None:
        self.apply(request, queryset, self.model.bring_back, _("trouxe de volta"))
