from django.urls import path

from . import views

urlpatterns = [
    path("", views.my_data, name="my_data"),
    path("copia/", views.copy, name="copy_data"),
    path("esquema.json", views.schema, name="data_schema"),
    path("importacao/", views.bring, name="bring_data"),
    path("importacao/<uuid:uid>/", views.confirm, name="confirm_data"),
    path("apagamento/", views.erase, name="erase_me"),
]
