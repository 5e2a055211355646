from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from catalog import sitemaps
from progress.views.calendar import calendar

from . import views

admin.autodiscover()
# The admin's own form has no limit of attempts; ours has.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# Nor does its page of passwords tell the person by mail.
ours = RedirectView.as_view(pattern_name="account_change_password")

urlpatterns = [
    path("admin/password_change/", ours),
    path("admin/lacunas/", admin.site.admin_view(views.lacking), name="gaps"),
    path("admin/", admin.site.urls),
    path("saude/viva", views.alive, name="alive"),
    path("saude/pronta", views.ready, name="ready"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.part, name="sitemap_part"),
    # One address, whatever the language: it is the learner's own that counts.
    path("calendario/<str:key>.ics", calendar, name="calendar"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("sobre/", views.about, name="about"),
        path("atalhos/", views.keys, name="keys"),
        path("conta/", include("trilha.accounts.urls")),
        path("meus-dados/", include("trilha.privacy.urls")),
        path("", include("progress.mentoring.urls")),
        path("", include("progress.urls")),
        path("", include("catalog.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "trilha.views.bad_request"
handler403 = "trilha.views.forbidden"
handler404 = "trilha.views.not_found"
handler429 = "trilha.views.too_many"
handler500 = "trilha.views.server_error"
