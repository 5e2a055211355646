"""What is kept of a person, why, for how long and who sees it; and what they agreed to, since when.

In words of the interface, because a person reads them; the numbers are counted now.
"""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Model
from django.utils.translation import gettext as _

from catalog.models import Suggestion

from ..models import (
    Assessment,
    Bookmark,
    Completion,
    Due,
    Following,
    Note,
    OwnLink,
    Pass,
    PublicPage,
    StudyEvent,
    StudyPlan,
)


class Kept(NamedTuple):
    what: str
    many: int
    why: str
    who: str  # who can see it
    until: str = ""  # where it is not simply until one's account is erased


class Consent(NamedTuple):
    what: str
    since: datetime
    more: str = ""
    title: str = ""  # in the person's own words


def kept(learner_id: int) -> list[Kept]:
    you = _("só você")
    shown = _("você, e quem vê o que você mostra na página pública ou em turmas")
    handed = _("você, e quem guia uma turma em que você mostra alguma")

    def row(model: type[Model], what: str, why: str, who: str = you) -> Kept:
        mine = model._default_manager.filter(learner=learner_id)
        return Kept(what, mine.count(), why, who)

    return [
        row(Completion, _("Andamento"), _("mostrar onde você parou"), shown),
        row(StudyEvent, _("Atividade"), _("datas, ritmo e desfazer"), shown),
        row(Pass, _("Passadas"), _("lembrar da vez anterior"), you),
        row(Note, _("Notas"), _("guardar o que você pensou"), handed),
        row(Bookmark, _("Guardados"), _("voltar depois")),
        row(OwnLink, _("Recursos próprios"), _("completar a sua trilha")),
        row(Assessment, _("Autoavaliações"), _("ver o que falta aprender")),
        row(Following, _("Trilhas seguidas"), _("contar o que mudou nelas")),
        row(StudyPlan, _("Plano de estudo"), _("sugerir o que cabe na semana")),
        row(Due, _("Passos combinados"), _("lembrar o que você aceitou fazer")),
        row(PublicPage, _("Página pública"), _("mostrar o que você escolheu"), _("quem a abrir")),
        _suggestions(learner_id),
    ]


def _suggestions(learner_id: int) -> Kept:
    return Kept(
        _("Sugestões"),
        Suggestion.objects.filter(by=learner_id).count(),
        _("melhorar as trilhas"),
        _("você e a curadoria"),
        _("as aceitas ficam, sem o seu nome e sem o porquê"),
    )


def consents(learner_id: int) -> list[Consent]:
    """What the person switched on, latest last."""
    page = PublicPage.objects.filter(learner=learner_id, on_since__isnull=False).first()
    plan = StudyPlan.objects.filter(learner=learner_id).first()
    given = []
    if page and page.on_since:
        more = _("qualquer pessoa com o endereço vê o que você escolheu")
        given.append(Consent(_("Página pública no ar"), page.on_since, more))
    if plan and plan.key and plan.calendar_since:
        more = _("quem tem o endereço secreto lê as datas do plano")
        given.append(Consent(_("Calendário do plano"), plan.calendar_since, more))
    if plan and plan.mail_since:
        given.append(Consent(_("E-mail da semana"), plan.mail_since))
    accepted = Suggestion.objects.filter(by=learner_id, status=Suggestion.Status.ACCEPTED)
    thanked = accepted.filter(named=True).order_by("decided_at").last()
    if thanked and thanked.decided_at:
        more = _("a página do recurso agradece a você; em “Minhas sugestões” dá para tirar")
        given.append(Consent(_("Nome na página de um recurso"), thanked.decided_at, more))
    return sorted(given, key=lambda consent: consent.since)
