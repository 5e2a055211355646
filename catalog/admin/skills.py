from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from ..models import Community, Skill
from .entries import EntryAdmin, StandingFilter
from .forms import AddressForm


@admin.register(Skill)
class SkillAdmin(EntryAdmin):
    list_display = ["title", "taught_by", "standing", "page"]
    list_filter = [StandingFilter]
    fields = ["title", "uid", "description", "title_language"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(taught_by=Count("resources"))

    @admin.display(description=gettext_lazy("recursos"), ordering="taught_by")
    def taught_by(self, skill: Any) -> int:
        return int(skill.taught_by)


@admin.register(Community)
class CommunityAdmin(EntryAdmin):
    form = AddressForm
    list_display = ["title", "site", "language", "standing", "page"]
    list_filter = [StandingFilter, "language"]
    fields = ["title", "uid", "url", "description", ("language", "title_language")]

    @admin.display(description=gettext_lazy("site"))
    def site(self, community: Community) -> str:
        return community.host
