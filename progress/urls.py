from django.urls import path, re_path

from .views import (
    bookmarks,
    coverage,
    history,
    mail,
    marks,
    notes,
    ownlinks,
    passes,
    plan,
    public,
    publicpage,
    readme,
    rhythm,
)
from .views import path as own

app_name = "progress"
urlpatterns = [
    path("recursos/<slug:uid>/andamento/", marks.mark, name="mark"),
    path("recursos/<slug:uid>/nota/", notes.note, name="note"),
    re_path(
        r"^(?P<shelf>recursos|habilidades|comunidades|trilhas)/(?P<uid>[-\w]+)/guardado/$",
        bookmarks.keep,
        name="keep",
    ),
    path("trilhas/<slug:uid>/meu-README.md", readme.readme, name="readme"),
    path("meu-caminho/", own.path, name="path"),
    path("meu-caminho/pagina-publica/", publicpage.settings, name="public_settings"),
    path("meu-caminho/pagina-publica/previa/", publicpage.preview, name="public_preview"),
    path("meu-caminho/pagina-publica/no-ar/", publicpage.switch, name="public_switch"),
    path("p/<str:handle>/", public.page, name="public"),
    path("p/<str:handle>/<slug:uid>.svg", public.badge, name="public_badge"),
    path("meu-caminho/notas/", notes.notes, name="notes"),
    path("meu-caminho/guardados/", bookmarks.bookmarks, name="bookmarks"),
    path("meu-caminho/ritmo/", rhythm.rhythm, name="rhythm"),
    path("meu-caminho/trilhas/<slug:uid>/visto/", own.seen, name="seen"),
    path("meu-caminho/historico/", history.history, name="history"),
    path("meu-caminho/passadas/", passes.passes, name="passes"),
    path("meu-caminho/passadas/nova/", passes.new, name="new_pass"),
    path("meu-caminho/passadas/<int:number>/retorno/", passes.bring_back, name="bring_back"),
    path("meu-caminho/plano/", plan.plan, name="plan"),
    path("meu-caminho/plano/fim/", plan.stop, name="plan_stop"),
    path(
        "meu-caminho/plano/combinados/<int:pk>/remocao/", plan.remove_agreed, name="remove_agreed"
    ),
    path("meu-caminho/plano/combinados/<slug:uid>/volta/", plan.agree_again, name="agree_again"),
    path("meu-caminho/plano/email/", mail.turn, name="plan_mail"),
    path("email/parar/<str:key>/", mail.unsubscribe, name="unsubscribe"),
    path("meu-caminho/plano/calendario/", plan.calendar, name="plan_calendar"),
    path("meu-caminho/habilidades/", coverage.coverage, name="coverage"),
    path("meu-caminho/recursos/", ownlinks.links, name="own_links"),
    path("meu-caminho/recursos/novo/", ownlinks.new, name="new_own"),
    path("meu-caminho/recursos/<uuid:uid>/", ownlinks.edit, name="own"),
    path("meu-caminho/recursos/<uuid:uid>/andamento/", ownlinks.mark, name="mark_own"),
    path("meu-caminho/recursos/<uuid:uid>/remocao/", ownlinks.remove, name="remove_own"),
    path("meu-caminho/recursos/<uuid:uid>/sugestao/", ownlinks.suggest, name="suggest_own"),
    path(
        "meu-caminho/recursos/<uuid:uid>/sugestao/retirada/",
        ownlinks.withdraw,
        name="withdraw_own",
    ),
]
