"""Which headings announce something else than study, by their words in three languages."""

import re
from functools import lru_cache
from unicodedata import normalize

from ..outline import Reason
from .vocabulary import packed

ACCENTS = re.compile("[\u0300-\u036f]+")
SIGNS = re.compile(r"(?:[^\w&|+/#-]|_)+")  # letters of any alphabet stay
AND = re.compile(r" (?:e|y|and|&|/|\|) ")
_PEOPLE = (
    r"contribuidor[ae]s|contributors?|colaborador[ae]s|colaboradoras?|maintainers?|mantenedor[ae]s"
)
ROLES = {
    Reason.CONTENTS: r"""(?:table of )?contents?|toc|sumario|indice
        |(?:tabla|tabela) de (?:conteudos?|contenidos?)|indice de (?:conteudos?|contenidos?)
        |contenidos?|conteudo|index|summary
        |navegacao|navigation""",
    Reason.LICENSE: r"""licen[cs](?:a|e|ia)s?(?: de uso| mit| apache.*| gpl.*| cc.*)?|licensing
        |copying|copyright|direitos autorais""",
    Reason.CONTRIBUTING: rf"""(?:how (?:to|can i) |como |quer |want to )?(?:contribut(?:e|ing|ions?)
        |contribui(?:r|ndo|cao|coes)|contribu(?:ir|yendo|cion|ciones)|colabor(?:ar|e|ando|acao))
        (?: guide(?:lines)?| guidelines?| to this .{{1,40}}
        | (?:com|con|para) (?!open source|codigo aberto|software livre).{{1,40}})?
        |contribua(?: .{{1,40}})?|como (?:posso|voce pode) contribuir|contributions? welcome
        |(?:{_PEOPLE})(?: e .{{1,30}}| and .{{1,30}})?|autor(?:a|as|es|ia)?|authors?|autores?
        |credits?|creditos|agradecimentos?|agradecimientos|acknowledge?ments?
        |(?:special )?thanks(?: to .{{1,40}})?
        |code of conduct|codigo de conduta|codigo de conducta|changelog|star history|stargazers
        |stargazers over time""",
    Reason.CONTACT: r"""contact(?: us| me)?|contatos?|contactos?|fale con(?:n?osco|migo)
        |entre em contato|get in touch|follow (?:us|me)|siga(?:-nos|-me| a gente)?
        |(?:nossas |minhas )?redes sociais|social(?: media| networks?)?|redes sociales
        |(?:where to )?find (?:us|me)|me encontre|sobre (?:o autor|a autora|mim)
        |about (?:the authors?|me)""",
    Reason.DONATION: r"""donat(?:e|ions?|ing)|doe|doacao|doacoes|doar|donaciones|donacion|donar
        |apoi(?:e|ar|adores)(?: .{1,40})?
        |(?:our |become a )?sponsor(?:s|ing|ship)?(?: this project| me| us)?|patrocin\w+
        |backers|buy me a coffee|support (?:us|me|this project|the project)|apoya(?:r|nos)?""",
}
_PATTERNS = {reason: re.compile(packed(said)) for reason, said in ROLES.items()}


@lru_cache(4096)
def folded(text: str) -> str:
    """Lower case, without accents, signs and emoji."""
    plain = text.lower()
    if not plain.isascii():
        plain = ACCENTS.sub("", normalize("NFKD", plain))
    return " ".join(SIGNS.sub(" ", plain).split()).strip("-|/ ")


def role(title: str) -> Reason | None:
    """Why what stands under a heading is no study; None for ordinary headings."""
    said = re.sub(r"^(?:\d+[. ]+|[ivx]+ )", "", folded(title[:200]))
    if found := _announced(said):
        return found
    parts = [_announced(part) for part in AND.split(said)]
    return parts[0] if all(parts) else None


def _announced(said: str) -> Reason | None:
    return next((it for it, pattern in _PATTERNS.items() if pattern.fullmatch(said)), None)
