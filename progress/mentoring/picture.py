"""The picture that a conversation shows beside a link: who shares what, and how long a way it is.

1200×630, the size that sites ask for. Letters are drawn from our own font, so that the picture
looks the same wherever it is made.
"""

from collections.abc import Iterable
from functools import cache as once
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import resvg_py
from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..walk import Way
from .lettering import Face
from .models import ShareLink

WIDTH, HEIGHT = 1200, 630
ROOM = 1040  # px between the margins
TOP, FOOT = 132, 472  # between the name of the site and the trail
SMALL, LEADING = 34, 1.16
# The largest letters that let the title stand in so many lines; in the last ones it is cut.
SIZES = ((84, 1), (76, 2), (58, 3))
KEPT = 60 * 60 * 24


class Picture(NamedTuple):
    who: str
    title: list[str]
    size: int
    said: str  # how many steps

    @classmethod
    def of(cls, link: ShareLink, way: Way | None) -> "Picture":
        bold, plain = _faces()
        name = " ".join(plain.lines(plain.clean(link.signature), SMALL, ROOM / 2, 1))
        who = _("%(name)s compartilhou com você") % {"name": name} if name else ""
        title = bold.clean(link.name) or _("Um caminho de estudo")
        lines, size = _set(bold, title)
        count = len(way.resources) if way else 0
        said = ngettext("%(n)d passo", "%(n)d passos", count) % {"n": count} if count else ""
        return cls(who or _("Alguém da comunidade compartilhou com você"), lines, size, said)

    @property
    def rows(self) -> list[tuple[int, str]]:
        """The lines of the title, each with where it stands."""
        step = round(self.size * LEADING)
        return [(self.top + 40 + self.size + n * step, line) for n, line in enumerate(self.title)]

    @property
    def top(self) -> int:
        """The line of who shares; the whole stands in the middle of its room."""
        below = 70 if self.said else 0
        height = 40 + round(self.size * (1 + LEADING * (len(self.title) - 1))) + below
        return TOP + SMALL + (FOOT - TOP - SMALL - height) // 2

    @property
    def below(self) -> int:
        return self.rows[-1][0] + 70

    def png(self) -> bytes:
        svg = render_to_string("mentoring/picture.svg", {"picture": self})
        fonts = [str(face.path) for face in _faces()]
        drawn: bytes = resvg_py.svg_to_bytes(
            svg_string=svg, skip_system_fonts=True, font_files=fonts
        )
        return drawn


def png_of(link: ShareLink, way: Way | None) -> bytes:
    """Drawn once, until what it shows changes. Of a link one picture is kept in each language."""
    picture = Picture.of(link, way)
    digest = sha256(repr(picture).encode()).hexdigest()
    key = _key_of(link.pk, get_language())
    known: Any = cache.get(key)
    if known and known[0] == digest:
        return bytes(known[1])
    drawn = picture.png()
    cache.set(key, (digest, drawn), KEPT)
    return drawn


def forget(links: Iterable[int]) -> None:
    """Keep no picture of these: it shows a name."""
    cache.delete_many([_key_of(key, code) for key in links for code, _name in settings.LANGUAGES])


def _key_of(link: int, language: str | None) -> str:
    return f"mentoring.picture.{link}.{language}"


def _set(bold: Face, title: str) -> tuple[list[str], int]:
    for size, most in SIZES:
        if len(bold.lines(title, size, ROOM, most + 1)) <= most:
            break
    return bold.lines(title, size, ROOM, most), size


@once
def _faces() -> tuple[Face, Face]:
    """Bold and regular."""
    fonts = Path(settings.BASE_DIR) / "static/fonts"
    return Face(fonts / "hyperlegible-bold.ttf"), Face(fonts / "hyperlegible-regular.ttf")
