"""Links of all mentors, for superusers: to read what a reported one says, and to close it."""

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from .models import ShareLink
from .models.link import ShareLinkQuerySet


@admin.register(ShareLink)
class ShareLinkAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "owner", "created_at", "expires_at", "revoked_at"]
    list_select_related = ["owner"]
    search_fields = ["name", "greeting", "owner__email"]
    date_hierarchy = "created_at"
    # The key is the mentor's to give away.
    fields = [
        "name",
        "owner",
        "greeting",
        "track",
        "section",
        "created_at",
        "expires_at",
        "revoked_at",
    ]
    actions = ["revoke"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ShareLink | None = None) -> bool:
        return False

    @admin.action(description=gettext_lazy("Revogar os links escolhidos"), permissions=["delete"])
    def revoke(self, request: HttpRequest, links: ShareLinkQuerySet) -> None:
        n = sum(link.revoke() for link in links)
        said = ngettext("%(n)d link revogado.", "%(n)d links revogados.", n)
        messages.success(request, said % {"n": n})
