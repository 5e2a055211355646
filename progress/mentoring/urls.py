from django.urls import path

from . import public, views

app_name = "mentoring"
urlpatterns = [
    path("links/", views.links, name="links"),
    path("links/novo/", views.new, name="new"),
    path("links/<uuid:uid>/", views.edit, name="edit"),
    path("links/<uuid:uid>/revogacao/", views.revoke, name="revoke"),
    path("links/<uuid:uid>/qr.svg", views.qr, name="qr"),
    path("l/<str:key>/", public.shared, name="shared"),
    path("l/<str:key>", public.without_slash),
]
