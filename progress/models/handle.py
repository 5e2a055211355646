"""What stands in the address of a public page: short, plain letters, nobody's but a person's."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import gettext_lazy as _

# Plain ASCII, so that no letter of another alphabet can pass for one of ours.
SHAPE = re.compile(r"(?=.{3,30}\Z)[a-z0-9]+(-[a-z0-9]+)*\Z")
# Words that would make people trust the page as if it were ours, wherever they stand in it.
OFFICIAL = """
    admin administrator administracao ajuda help suporte support contato contact equipe team staff
    oficial official seguranca security moderacao moderator curadoria trilha trilhas root system
    sistema webmaster postmaster
""".split()  # noqa: SIM905 — easier to read and to add to
RESERVED = """
    about abuse account api app assets auth blog cdn conta dev docs email feed ftp home index info
    legal login logout mail me media new news null oauth privacidade privacy public signup smtp ssl
    static status teste termos terms test undefined user users usuario www
""".split()  # noqa: SIM905


def a_handle(value: str) -> None:
    if not SHAPE.match(value):
        raise ValidationError(
            _("Use de 3 a 30 letras minúsculas sem acento, números e hífens entre eles.")
        )
    words = {_plain(word) for word in value.split("-")}
    if _plain(value) in _taken() or words & {_plain(word) for word in OFFICIAL}:
        raise ValidationError(_("Este endereço parece da própria Trilha. Tente outro."))


def _plain(word: str) -> str:
    """Without what only looks different: `adm1n` and `a-d-m-i-n` are `admin`."""
    return word.replace("-", "").translate(str.maketrans("013457i", "oleastl"))


@cache
def _taken() -> set[str]:
    languages = {code for code, _name in settings.LANGUAGES}
    return {_plain(word) for word in {*RESERVED, *OFFICIAL, *languages, *_first_segments()}}


def _first_segments(patterns: Iterable[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """Where our own addresses begin: `meu-caminho`, `links`, `p`."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = str(pattern.pattern)
        inner = isinstance(pattern.pattern, LocalePrefixPattern) or not route
        if isinstance(pattern, URLResolver) and inner:
            yield from _first_segments(pattern.url_patterns)
        else:
            yield re.split(r"[^a-z0-9-]", route.lstrip("^"))[0]
