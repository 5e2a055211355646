"""What the pages of the desk call the things of a README."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..models import Kind
from ..readme.outline import Reason, What

WHAT: dict[str, str | Promise] = {
    **dict(Kind.choices),
    What.COMMUNITY: _("Comunidade"),
    What.SKILL: _("Habilidade"),
    What.GROUP: _("Grupo"),
    What.REMARK: _("Observação"),
}
# Counted in a sentence (“2 selos”), named in a table.
REASONS: dict[Reason, Any] = {
    Reason.BADGE: ngettext_lazy("selo", "selos", "n"),
    Reason.BADGE_TARGET: ngettext_lazy("link de selo", "links de selos", "n"),
    Reason.IMAGE: ngettext_lazy("imagem", "imagens", "n"),
    Reason.CONTENTS: ngettext_lazy("de sumário", "de sumários", "n"),
    Reason.COMMENT: ngettext_lazy("em comentário", "em comentários", "n"),
    Reason.CODE: ngettext_lazy("em código", "em códigos", "n"),
    Reason.CONTACT: ngettext_lazy("de contato", "de contatos", "n"),
    Reason.CONTRIBUTING: ngettext_lazy("de como contribuir", "de como contribuir", "n"),
    Reason.LICENSE: ngettext_lazy("de licença", "de licenças", "n"),
    Reason.DONATION: ngettext_lazy("de doação", "de doações", "n"),
    Reason.PROSE: ngettext_lazy("em texto corrido", "em texto corrido", "n"),
    Reason.RELATIVE: ngettext_lazy("de dentro da fonte", "de dentro da fonte", "n"),
    Reason.BROKEN: ngettext_lazy("quebrado", "quebrados", "n"),
    Reason.REPEATED: ngettext_lazy("repetido", "repetidos", "n"),
    Reason.FRONT_MATTER: ngettext_lazy("no cabeçalho do arquivo", "no cabeçalho do arquivo", "n"),
    Reason.TOO_LONG: ngettext_lazy("longo demais", "longos demais", "n"),
}


def counted(reason: Reason, n: int) -> str:
    return f"{n} {named(reason, n)}"


def named(reason: Reason, n: int = 1) -> str:
    return str(REASONS[reason] % {"n": n}) if reason in REASONS else str(reason)
