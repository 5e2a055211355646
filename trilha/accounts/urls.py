"""allauth's views under our addresses, with the names it looks for."""

from allauth.account import views as allauth
from allauth.usersessions.views import list_usersessions
from django.urls import path, re_path

from . import views

urlpatterns = [
    path("", views.account, name="account"),
    path("preferencias/", views.preferences, name="preferences"),
    path("bem-vinda/", views.welcome, name="welcome"),
    path("criar/", views.SignUp.as_view(), name="account_signup"),
    path("confirmar/", allauth.email_verification_sent, name="account_email_verification_sent"),
    path("entrar/", allauth.login, name="account_login"),
    path("entrar/codigo/", allauth.request_login_code, name="account_request_login_code"),
    path("entrar/codigo/confirmar/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("sair/", views.SignOut.as_view(), name="account_logout"),
    path("desativada/", allauth.account_inactive, name="account_inactive"),
    path("acesso/", allauth.reauthenticate, name="account_reauthenticate"),
    path("email/", allauth.email, name="account_email"),
    path("sessoes/", list_usersessions, name="usersessions_list"),
    path("senha/", allauth.password_change, name="account_change_password"),
    path("senha/criar/", allauth.password_set, name="account_set_password"),
    path("senha/esqueci/", allauth.password_reset, name="account_reset_password"),
    path("senha/esqueci/enviado/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^senha/nova/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "senha/nova/pronta/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
