"""What mentoring keeps of one person, in words, and what they let others see."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalog.models import PAGE_FETCH_MODE

from ...privacy import kept as said
from ...privacy.kept import Kept
from ..access import consents_of
from ..models import (
    Cohort,
    Consent,
    Farewell,
    Invitation,
    Look,
    Membership,
    Message,
    Proposal,
    Received,
    ShareLink,
)


def kept(person_id: int) -> list[Kept]:
    return [*_shared(person_id), *_studied(person_id), *_said(person_id), *_guided(person_id)]


def _shared(person_id: int) -> list[Kept]:
    links = ShareLink.objects.filter(owner=person_id)
    received = Received.objects.filter(learner=person_id)
    why, who = _("indicar trilhas e listas a outras pessoas"), _("quem tiver o link")
    return [
        _row(_("Links de mentoria"), links, why, who),
        _row(_("Compartilhado comigo"), received, _("voltar ao que indicaram a você")),
    ]


def _studied(person_id: int) -> list[Kept]:
    places = Membership.objects.filter(learner=person_id)
    given = Consent.objects.filter(membership__learner=person_id)
    looks = Look.objects.filter(learner=person_id)
    ends = Farewell.objects.filter(learner=person_id)
    who = _("você e quem guia a turma")
    yes = _("mostrar só o que você abriu, e saber desde quando")
    return [
        _row(_("Participações em turmas"), places, _("estudar junto"), who),
        _row(_("O que você abriu em turmas"), given, yes, who),
        _row(_("Quem olhou"), looks, _("contar a você quem viu o quê"), until=_("um ano")),
        _row(_("Avisos de turmas e links"), ends, _("contar a você o que houve")),
    ]


def _said(person_id: int) -> list[Kept]:
    messages = Message.objects.filter(by=person_id)
    mine = Q(by=person_id) | Q(membership__learner=person_id)
    why, who = _("combinar passos de estudo"), _("você e a outra pessoa")
    return [
        _row(_("Mensagens"), messages, _("conversar sobre um passo"), who),
        _row(_("Propostas"), Proposal.objects.filter(mine), why, who),
    ]


def _guided(person_id: int) -> list[Kept]:
    cohorts = Cohort.objects.guided_by(person_id)
    called = Invitation.objects.filter(made_by=person_id)
    there, who = _("quem está nelas ou tem um convite"), _("quem guia a turma e quem foi chamado")
    until = _("o e-mail, até o convite ser usado ou acabar")
    return [
        _row(_("Turmas que você guia"), cohorts, _("estudar em grupo"), there),
        _row(_("Convites que você fez"), called, _("chamar pessoas"), who, until),
    ]


def _row(what: str, rows: QuerySet[Any], why: str, who: str = "", until: str = "") -> Kept:
    return Kept(what, rows.count(), why, who or _("só você"), until)


def consents(person_id: int) -> list[said.Consent]:
    """Whoever has the key of an open link reads the person's name and greeting; who guides a
    cohort sees what was opened in it."""
    links = ShareLink.objects.filter(owner=person_id).open(timezone.now())
    more = _("quem tem o link lê o seu nome e o que você escolheu")
    given = [
        said.Consent(_("Link de mentoria"), link.created_at, more, title=link.name)
        for link in links.order_by("created_at", "pk")
    ]
    return given + [_in_words(consent) for consent in _in_force(person_id)]


def _in_force(person_id: int) -> Any:
    rows = consents_of(person_id).in_force(timezone.now())
    rows = rows.select_related("membership__cohort", "membership__learner", "note__resource")
    return rows.order_by("given_at", "pk").fetch_mode(PAGE_FETCH_MODE)


def _in_words(consent: Consent) -> said.Consent:
    what = _("%(what)s na turma") % {"what": capfirst(consent.get_field_display())}
    more = [_("quem guia a turma vê")]
    if consent.note:
        more.append(_("em %(title)s") % {"title": consent.note.resource.title})
    if consent.last_day:
        more.append(_("vale até %(day)s") % {"day": date_format(consent.last_day)})
    cohort = consent.membership.cohort.name
    return said.Consent(what, consent.given_at, ", ".join(more), title=cohort)
