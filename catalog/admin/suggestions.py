from collections.abc import Collection
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Resource, Suggestion

WORDS = Suggestion._meta.get_field("reason").max_length or 0


@admin.register(Suggestion)
class SuggestionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The queue. What was suggested is read, never edited: it is what its author consented to."""

    change_form_template = "admin/catalog/suggestion.html"
    list_display = ["title", "status", "where", "who", "day"]
    list_filter = ["status", "track"]
    list_select_related = ["track", "section", "by"]
    list_per_page = 50
    search_fields = ["title", "url"]
    # Those that wait, the oldest first; then the decided ones, the latest first.
    ordering = [F("decided_at").desc(nulls_first=True), "made_at", "pk"]
    actions = ["accept", "decline"]
    fields = ["title", "link", "where", "known", ("who", "made_at"), ("status", "decision")]
    readonly_fields = ["title", "link", "where", "known", "who", "made_at", "status", "decision"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people suggest from their own pages

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj: Suggestion | None = kwargs.get("obj")
        open_to = obj and obj.is_waiting and self.has_change_permission(request, obj)
        context |= {
            "action_form": None,  # buttons of ours instead of the select
            "verbs": [("accept", _("Aceitar"))] if open_to else [],
            "may_decline": open_to,
            "longest": WORDS,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(
        permissions=["change"],
        description=gettext_lazy("Aceitar"),
        location=[ActionLocation.CHANGE_FORM],
    )
    def accept(self, request: HttpRequest, queryset: Any) -> None:
        for suggestion in queryset:
            try:
                done = suggestion.accept(by=request.user)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
            else:
                self._tell(request, suggestion, _("aceitou") if done else "")

    @admin.action(
        permissions=["change"],
        description=gettext_lazy("Recusar"),
        location=[ActionLocation.CHANGE_FORM],
    )
    def decline(self, request: HttpRequest, queryset: Any) -> None:
        reason = " ".join(request.POST.get("reason", "").split())
        if not reason or len(reason) > WORDS:
            text = _("Escreva o motivo, em até %(n)d letras: quem sugeriu vai ler.")
            self.message_user(request, text % {"n": WORDS}, messages.ERROR)
            return
        for suggestion in queryset:
            done = suggestion.decline(by=request.user, reason=reason)
            self._tell(request, suggestion, _("recusou") if done else "")

    def _tell(self, request: HttpRequest, suggestion: Suggestion, said: str) -> None:
        if not said:
            self.message_user(request, _("Já estava decidida: nada mudou."), messages.INFO)
            return
        self.log_change(request, suggestion, said)
        text = _("%(who)s %(said)s %(names)s.")
        values = {"who": str(request.user), "said": said, "names": str(suggestion)}
        self.message_user(request, text % values, messages.SUCCESS)

    @admin.display(description=gettext_lazy("endereço"))
    def link(self, suggestion: Suggestion) -> str:
        return format_html(
            '<a href="{}" rel="nofollow ugc noopener">{}</a>', suggestion.url, suggestion.url
        )

    @admin.display(description=gettext_lazy("feita em"), ordering="made_at")
    def day(self, suggestion: Suggestion) -> str:
        return date_format(timezone.localtime(suggestion.made_at), "SHORT_DATE_FORMAT")

    @admin.display(description=gettext_lazy("para onde"))
    def where(self, suggestion: Suggestion) -> str:
        place = suggestion.section or _("no fim da trilha")
        return f"{suggestion.track} › {place}"

    @admin.display(description=gettext_lazy("de quem"))
    def who(self, suggestion: Suggestion) -> str:
        """A name and never the address, which nobody consented to show."""
        return (suggestion.by.name if suggestion.by else "") or _("sem nome")

    @admin.display(description=gettext_lazy("já no acervo"))
    def known(self, suggestion: Suggestion) -> str:
        resource = Resource.objects.at(suggestion.url)
        others = Suggestion.objects.waiting().filter(address=suggestion.address)
        rows: Collection[tuple[str, str]] = [
            (reverse("admin:catalog_suggestion_change", args=[other.pk]), str(other))
            for other in others.exclude(pk=suggestion.pk)
        ]
        parts = []
        if resource:
            parts.append(self._resource(resource))
        if rows:
            said = format_html_join(", ", '<a href="{}">{}</a>', rows)
            parts.append(format_html(_("também sugerido: {}"), said))
        return format_html_join("; ", "{}", [(part,) for part in parts]) or _("ainda não")

    @admin.display(description=gettext_lazy("decisão"))
    def decision(self, suggestion: Suggestion) -> str:
        if suggestion.resource:
            return self._resource(suggestion.resource)
        return suggestion.reason or "–"

    def _resource(self, resource: Resource) -> str:
        address = reverse("admin:catalog_resource_change", args=[resource.pk])
        shown = format_html('<a href="{}">{}</a>', address, resource)
        return format_html(_("{} (retirado)"), shown) if resource.retired_at else shown
