"""Whether a new suggestion may join the queue. Every check raises `ValidationError`, in words for
the person who suggests."""

import re
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .resource import Resource
from .step import Step
from .track import Status

if TYPE_CHECKING:
    from .suggestion import Suggestion

A_DAY = 10  # of one person; a queue is read by people
LINKS = 3  # of one suggestion, those inside of its words too
LETTERS = 1000  # of a remark
LINK = re.compile(r"[a-z][a-z0-9+.-]*://(?:www\.)?|\bwww\.", re.IGNORECASE)


def check_author(person: Any) -> None:
    """Whether this person may suggest anything now."""
    from .suggestion import Suggestion

    if not EmailAddress.objects.filter(user=person, verified=True).exists():
        raise ValidationError(_("Confirme seu e-mail antes de sugerir."))
    if Suggestion.objects.of_today(person).count() >= A_DAY:
        text = _("São até %(n)d sugestões por dia. Amanhã dá para sugerir mais.")
        raise ValidationError(text, params={"n": A_DAY})


def check_words(new: "Suggestion") -> None:
    if len(new.remark) > LETTERS:
        text = _("Conte em até %(n)d letras.")
        raise ValidationError({"remark": ValidationError(text, params={"n": LETTERS})})
    said = {name: str(change["to"]) for name, change in new.changes.items()}
    said |= {"title": new.title, "url": new.url, "remark": new.remark}
    if sum(len(LINK.findall(words)) for words in said.values()) > LINKS:
        text = _("Cada sugestão leva até %(n)d links. Mande os outros em outra sugestão.")
        raise ValidationError(text, params={"n": LINKS})


def check_place(new: "Suggestion") -> None:
    match new.kind:
        case new.Kind.LINK:
            _check_track(new)
        case new.Kind.CORRECTION:
            _check_subject(new)
            if not new.changes:
                raise ValidationError(_("Mude ao menos um campo: o resto fica como está."))
            return
        case _:
            _check_subject(new)
            if Resource.objects.at(new.url) == new.subject:
                raise ValidationError({"url": _("Este é o endereço de hoje. Qual é o outro?")})
    if new.twins().exists():
        text = _(
            "Você já sugeriu este endereço aqui, e a curadoria ainda não respondeu. Para mudar "
            "algo, retire aquela sugestão antes."
        )
        raise ValidationError(text)


def _check_track(new: "Suggestion") -> None:
    if new.track and new.track.status != Status.PUBLISHED:
        raise ValidationError(_("Esta trilha não está publicada agora."))
    resource = Resource.objects.at(new.url)
    if resource and Step.objects.filter(track=new.track_id).citing(resource).exists():
        raise ValidationError(_("Este recurso já está nesta trilha."))


def _check_subject(new: "Suggestion") -> None:
    if not Resource.objects.published().filter(pk=new.about_id).exists():
        raise ValidationError(_("Este recurso não está em nenhuma trilha agora."))
