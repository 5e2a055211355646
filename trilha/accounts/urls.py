from django.urls import include, path

urlpatterns = [path("", include("allauth.account.urls")), path("sessoes/", include("allauth.usersessions.urls"))]
