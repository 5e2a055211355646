"""The first bytes of a strange page, and the few things we look for in them. Pure.

The text is hostile: every pattern here takes a time that grows with the text and no faster.
"""

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Self

CHARSET = re.compile(r"charset=[\"']?([\w-]{1,40})", re.ASCII)
# Others are rare, and some codecs of Python take minutes over a text that was made for it.
CHARSETS = {"utf-8", "iso8859-1", "iso8859-15", "cp1252"}
TAG = re.compile(r"<[^<>]*>")
SPACES = re.compile(r"\s+")
PIECES = re.compile(r"[|·•–—:»›/]| - ")  # `Página não encontrada | Exemplo`

NOT_FOUND = re.compile(
    r"(?:(?:http )?erro?r? )?404(?: erro?r?)?"
    r"|(?:(?:http )?erro?r? )?(?:404 )?"
    r"(?:(?:page|content|file|document|article|course|video|post) )?not found(?: 404)?"
    r"|(?:(?:http )?erro?r? )?(?:404 )?(?:(?:página|conteúdo|arquivo|artigo|curso|vídeo|post) )?"
    r"(?:não encontrad[ao]|inexistente|não existe)(?: 404)?"
    r"|página no encontrada"
    r"|(?:this|the) page (?:does not|doesn.t|no longer) exists?"
    r"|(?:this|the) page (?:isn.t|is not|is no longer) available"
)
SIGN_IN = re.compile(
    r"log ?in|sign ?in|entrar|acessar|fa(ça|zer) (o |seu )?login|iniciar (sessão|sesión)"
    r"|acesse sua conta|(log|sign) ?in to .{1,60}|(página|tela) de login|login page"
)
PASSWORD = re.compile(r"type=[\"']?password", re.IGNORECASE)
PEOPLE_ONLY = re.compile(
    r"just a moment|attention required|robot check|access denied|ddos-guard"
    r"|are you (a )?(human|robot)|verify(ing)? (that )?you are (a )?human|security check(point)?"
    r"|vercel security checkpoint|bot verification|human verification|um momento"
)
ROBOTS = re.compile(
    r"captcha|automated access|robot check|unusual traffic|cf-chl|challenge-platform"
)
SHORT = 250  # letters; a page of one sentence, or of a form and little else


@dataclass(frozen=True)
class Page:
    source: str

    @classmethod
    def of(cls, content_type: str, body: bytes) -> Self:
        """The page of an answer; without a text when it is none."""
        if not is_text(content_type):
            return cls("")
        told = CHARSET.search(content_type.lower() + body[:2048].decode("ascii", "ignore").lower())
        return cls(body.decode(_codec(told[1] if told else "utf-8"), "replace"))

    @cached_property
    def title(self) -> str:
        return self._inside("title")

    @cached_property
    def text(self) -> str:
        return plain(without("style", without("script", self.source)))

    @property
    def says_not_found(self) -> bool:
        said = [*PIECES.split(self.title), self.title, self._inside("h1")]
        if any(NOT_FOUND.fullmatch(piece.strip(" .!?…()[]-")) for piece in said):
            return True
        return len(self.text) < SHORT and bool(NOT_FOUND.search(self.text))

    @property
    def asks_to_sign_in(self) -> bool:
        """It is nothing but a door: many open pages have a small one in a corner."""
        if not PASSWORD.search(self.source):
            return False
        named = any(SIGN_IN.fullmatch(piece.strip(" .!")) for piece in PIECES.split(self.title))
        return named or len(self.text) < SHORT

    @property
    def for_people_only(self) -> bool:
        return any(PEOPLE_ONLY.fullmatch(it.strip(" .!?…")) for it in PIECES.split(self.title))

    @property
    def names_robots(self) -> bool:
        return bool(ROBOTS.search(self.source.lower()))

    def _inside(self, tag: str) -> str:
        """The text of the first element of that name."""
        lower = self.source.lower()
        start = lower.find(f"<{tag}")
        begin = lower.find(">", start) + 1
        end = lower.find(f"</{tag}", begin)
        return plain(self.source[begin:end]) if 0 <= start < begin <= end else ""


def is_text(content_type: str) -> bool:
    """Whether a page of that type can say something to us."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind in {"", "text/html", "text/plain", "application/xhtml+xml"}


def without(tag: str, source: str) -> str:
    """The source without those elements and what is in them; one that does not end is left out
    up to the next."""
    kept, *rest = re.split(f"<{tag}\\b", source, flags=re.IGNORECASE)
    ends = [re.split(f"</{tag}\\b", piece, maxsplit=1, flags=re.IGNORECASE) for piece in rest]
    return "<".join([kept, *(end[1] for end in ends if len(end) == 2)])


def plain(source: str) -> str:
    """What a reader sees of it, in small letters and on one line."""
    return SPACES.sub(" ", unescape(TAG.sub(" ", source))).strip().lower()


def _codec(name: str) -> str:
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return "utf-8"
    return known if known in CHARSETS else "utf-8"
