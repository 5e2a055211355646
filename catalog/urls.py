from django.urls import path

from . import feeds, views

app_name = "catalog"
urlpatterns = [
    path("trilhas/", views.tracks, name="tracks"),
    path("trilhas/esquema.json", views.track_schema, name="track_schema"),
    path("trilhas/<slug:uid>/", views.track, name="track"),
    path("trilhas/<slug:uid>/README.md", views.readme, name="readme"),
    path("trilhas/<slug:uid>/trilha.json", views.track_json, name="track_json"),
    path("trilhas/<slug:uid>/<slug:section>/", views.section, name="section"),
    path("recursos/<slug:uid>/", views.resource, name="resource"),
    path("recursos/<slug:uid>/aviso/", views.report, name="report"),
    path("habilidades/", views.skills, name="skills"),
    path("habilidades/<slug:uid>/", views.skill, name="skill"),
    path("comunidades/", views.communities, name="communities"),
    path("assuntos/", views.tags, name="tags"),
    path("assuntos/<slug:slug>/", views.tag, name="tag"),
    path("sugestoes/", views.my_suggestions, name="my_suggestions"),
    path("sugestoes/nova/", views.suggest, name="suggest"),
    path("sugestoes/<int:number>/retirada/", views.withdraw, name="withdraw_suggestion"),
    path("sugestoes/<int:number>/nome/", views.name, name="name_on_suggestion"),
    path("busca/", views.search, name="search"),
    path("busca/sugestoes/", views.suggestions, name="suggestions"),
    path("feeds/trilhas/<slug:uid>.atom", feeds.NewResources(), name="track_feed"),
]
