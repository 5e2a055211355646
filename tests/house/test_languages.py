"""Each page speaks one language: no Portuguese of the interface under /en/, no English elsewhere.

Content keeps its own language and says so with `lang`; those elements are left out.
"""

import re
from datetime import date
from html.parser import HTMLParser
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

import polib
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from catalog.models import Outline
from progress.journey import LearnerJourney
from progress.letter import unsubscribe_url
from progress.models import Assessment, Bookmark, Mastery, State, StudyPlan
from progress.passes import begin_again
from tests import builders, cast
from trilha.accounts.models import User

# What a page says does not depend on the database.
pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]
CATALOG = settings.BASE_DIR / "locale/en/LC_MESSAGES/django.po"
# Without a link that leads there, or with an answer of their own.
UNLINKED = [
    "nada/",
    "l/nada/",
    "busca/?q=nada",
    "p/nada/",
    "p/malu/",
    "conta/senha/nova/1-nada/",
    "conta/desativada/",
    unsubscribe_url(0).partition(f"{settings.SITE_URL}/")[2],
]
ATTRIBUTES = {"alt", "aria-label", "content", "data-done", "placeholder", "title"}
VOID = {"br", "hr", "img", "input", "link", "meta"}
TELLING = {"pt-BR": "[áâãàçéêíóôõú]", "en": r"\b(?:and|is|of|the|with|your)\b"}
# The same in both languages.
NAMES = re.compile(r"\bTrilha\b|Português|English|Continue|dados\.json|image/png")


class Words(HTMLParser):
    """What a page says in its own language, and where it leads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.languages: list[tuple[str, str]] = []
        self.said: list[tuple[str, str]] = []  # where: a tag or an attribute; what
        self.links: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        outer = self.languages[-1][1] if self.languages else ""
        language = attributes.get("lang", outer)
        if tag not in VOID:
            self.languages.append((tag, language))
        if tag == "a":
            self.links.add(attributes.get("href", ""))
        if language == self.languages[0][1]:
            self.said += [(name, attributes[name]) for name in ATTRIBUTES & attributes.keys()]

    def handle_endtag(self, tag: str) -> None:
        while self.languages and self.languages[-1][0] != tag:
            self.languages.pop()
        if len(self.languages) > 1:
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        tag, language = self.languages[-1] if self.languages else ("", "")
        if language == self.language and tag not in ("script", "style"):
            self.said.append((tag, " ".join(data.split())))

    @property
    def language(self) -> str:
        return self.languages[0][1] if self.languages else ""


def strings_of(language: str) -> re.Pattern[str]:
    """What gives a language away: strings of the interface that the other one says differently,
    as whole words, and for those that the catalog does not know its letters or small words."""
    found: set[str] = set()
    for entry in polib.pofile(str(CATALOG)):
        sides = {
            "pt-BR": {entry.msgid, entry.msgid_plural},
            "en": {entry.msgstr, *entry.msgstr_plural.values()},
        }
        mine = sides.pop(language)
        found |= mine - next(iter(sides.values()))
    pieces = {piece.strip() for text in found for piece in re.split(r"</?\w[^>]*>|\n", text)}
    marks = re.compile(r"%\\\(\w+\\\)[sd]|%[sd]|\\\{\\\}")
    patterns = [marks.sub(r"\\S+", re.escape(piece)) for piece in pieces]
    words = [text for text in patterns if re.search(r"\w", text.replace(r"\S+", ""))]
    known = rf"(?<![\w.])(?:{'|'.join(sorted(words))})(?!\.?\w)"
    return re.compile(f"{known}|{TELLING[language]}", re.IGNORECASE)


def content(sign: str = "") -> None:
    """Something on every page, in both languages, with Malu's marks and links. The sign stands in
    everything that is Portuguese."""
    skill = builders.skill(f"Bancos{sign}", description=f"tabelas{sign}")
    titles = (f"{animal}{sign}" for animal in ("Capivara", "Jabuti", "Sagui"))
    track, rows = builders.track_of(*titles, title=f"Bichos{sign}", summary=f"bando{sign}")
    rows[0].skills.set([skill])
    rows[1].tags.set([f"mata{sign}"])
    stage = track.sections.get()
    stage.title = f"Campos{sign}"
    stage.save(update_fields=["title"])
    for fields in ({"skill": skill, "requirement": "required"}, {"title": f"Aves{sign}"}):
        builders.step(stage, **fields)
    builders.step(stage, community=builders.community(f"Guarani{sign}"))
    builders.step(stage, resource=builders.resource("Birds", title_language="en", language="en"))
    malu = cast.malu()
    LearnerJourney(malu.pk).set_state(rows[0], State.DONE, track)
    begin_again(malu.pk, Outline.of(track.uid))
    Assessment.objects.judge(malu.pk, {skill.pk: Mastery.HEARD})
    for row, state in zip(rows, [State.DONE, State.DOING, State.SKIPPED], strict=True):
        LearnerJourney(malu.pk).set_state(row, state, track)
    builders.own_link(malu, stage, f"Caderno{sign}").suggest()
    builders.note(malu, rows[0], f"# Canto{sign}")
    for thing in (rows[0], skill, track):
        Bookmark.objects.keep(malu.pk, thing)
    builders.share_link(malu, *rows).open_once(timezone.localdate())
    builders.share_link(malu, track=track).revoke()
    StudyPlan.objects.keep(malu, track, 180, 0b1111111).open_calendar()
    today = timezone.localdate()
    guided = builders.cohort(
        malu, track, name=f"Manada{sign}", starts_on=today, ends_on=today, steps_a_week=2
    )
    guided.set_goals({stage.pk: today})
    guided.guides.create(person=cast.person("Rita"))
    builders.cohort(malu, track, name=f"Bando{sign}").put_away()
    place = builders.member(builders.cohort(cast.person("Rui"), track, name=f"Cardume{sign}"), malu)
    builders.proposal(place, *rows, due_on=today, remark=f"vale{sign}")
    builders.proposal(place, rows[0]).accept([row.pk for row in rows], today)
    builders.proposal(builders.member(guided, cast.person("Iara")), rows[0], remark=f"vale{sign}")
    shows = dict.fromkeys(["shows_percent", "shows_dates", "shows_rhythm"], True)
    builders.public_page(malu, track, handle="malu", **shows)


def person(who: str) -> Client:
    client = Client()
    if who == "malu":
        client.force_login(User.objects.get(name="Malu"))
    return client


def pages(client: Client, root: str) -> dict[str, Words]:
    """What every page says that one can walk to from the home page in one language, and a few
    others. The way back that an address may carry makes no other page."""

    def in_language(address: str) -> bool:
        return address.startswith("/en/") == (root == "/en/") and not address.startswith("/admin/")

    found: dict[str, Words | None] = {}
    waiting = [root, *(root + address for address in UNLINKED)]
    while waiting:
        address = waiting.pop()
        if address in found or not in_language(address):
            continue
        answer = client.get(address, follow=True)
        html = "html" in answer["Content-Type"]
        words = found[address] = Words(answer.content.decode()) if html else None
        links = (urlsplit(urljoin(address, link)) for link in words.links) if words else ()
        waiting += [_without_way_back(link) for link in links if not (link.scheme or link.netloc)]
    return {at: words for at, words in found.items() if words}


def _without_way_back(link: SplitResult) -> str:
    said = sorted(pair for pair in parse_qsl(link.query) if pair[0] != "next")
    return link.path + (f"?{urlencode(said)}" if said else "")


@pytest.mark.parametrize("who", ["visitor", "malu"])
def test_a_page_speaks_its_own_language(who: str) -> None:
    """Portuguese on SQLite, English on PostgreSQL: no word depends on the database."""
    language, root, other = ("pt-BR", "/", "en")
    if connection.vendor != "sqlite":
        language, root, other = ("en", "/en/", "pt-BR")
    content()
    foreign = strings_of(other)
    visited = pages(person(who), root)

    assert len(visited) > 25
    assert {words.language for words in visited.values()} == {language}
    found = {
        at: [text for _, text in words.said if foreign.search(NAMES.sub("", text))]
        for at, words in visited.items()
    }
    assert {at: texts for at, texts in found.items() if texts} == {}


def test_content_says_which_language_it_is_in() -> None:
    content(sign="ç")
    # Inside of these no word can have a language of its own.
    plain = ATTRIBUTES | {"title", "option"}
    found = {
        at: [text for where, text in words.said if "ç" in text and where not in plain]
        for at, words in pages(Client(), "/en/").items()
    }
    assert {at: texts for at, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("pt-br", "22 de novembro de 2026", "22 nov. 2026"),
        ("en", "Nov. 22, 2026", "22 Nov. 2026"),
    ],
)
def test_dates_are_written_as_each_language_writes_them(
    language: str, long: str, short: str
) -> None:
    day = date(2026, 11, 22)
    with override(language):
        assert date_format(day, "DATE_FORMAT") == long
        assert date_format(day, "j N Y") == short
