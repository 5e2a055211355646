from django.urls import path

from . import views

app_name = "progress"
urlpatterns = [
    path("recursos/<slug:uid>/andamento/", views.mark, name="mark"),
    path("meu-caminho/", views.path, name="path"),
]
