"""People, for superusers only. Passwords are neither shown nor set: each person resets theirs."""

from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from . import privacy
from .models import User

admin.site.unregister(UserSession)  # where a person signs in from is theirs, and its search breaks


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["email", "name", "is_active", "is_staff", "is_superuser", "date_joined"]
    list_filter = ["is_staff", "is_superuser", "is_active", "groups"]
    search_fields = ["email", "name"]
    ordering = ["-date_joined"]
    readonly_fields = ["email", "date_joined", "last_login"]  # only its owner can prove an e-mail
    filter_horizontal = ["groups"]
    fieldsets = [
        (None, {"fields": ["email", "name", "language", "date_joined", "last_login"]}),
        (_("Acesso"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
    ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """As thoroughly as if the person had asked for it."""
        with transaction.atomic():
            privacy.remove(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            self.delete_model(request, user)
