import django.contrib.admin.apps as of_django
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("Catálogo")

    def ready(self) -> None:
        from . import history

        history.register()


class DeskConfig(of_django.AdminConfig):
    """The admin with a front of ours."""

    default = False  # of this room; the settings name it
    default_site = "catalog.desk.DeskSite"
