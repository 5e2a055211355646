from django.urls import path

from .views import marks
from .views import path as own

app_name = "progress"
urlpatterns = [
    path("recursos/<slug:uid>/andamento/", marks.mark, name="mark"),
    path("meu-caminho/", own.path, name="path"),
]
