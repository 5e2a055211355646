from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..letters import leads_elsewhere


def check_name(name: str) -> None:
    """Names of people and cohorts stand on pages and in mails: they are no place for addresses."""
    if "@" in name:
        raise ValidationError(_("Escreva um nome, não o e-mail."))
    if leads_elsewhere(name):
        raise ValidationError(_("Escreva um nome, não um endereço."))
