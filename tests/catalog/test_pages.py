"""What every public page owes its readers and search engines, in both languages."""

from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.test import Client

from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]
LANGUAGES = {"": "pt-BR", "/en": "en"}


class Page(HTMLParser):
    """The few things of a page that the tests ask for."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.title = self.description = self.language = self.canonical = ""
        self.alternates: dict[str, str] = {}
        self.headings: list[str] = []
        self.ids: list[str] = []
        self._inside = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._inside = tag
        self.ids += [said["id"]] if "id" in said else []
        if tag == "html":
            self.language = said["lang"]
        elif tag == "meta" and said.get("name") == "description":
            self.description = said["content"]
        elif tag == "link" and said["rel"] == "canonical":
            self.canonical = said["href"]
        elif tag == "link" and "hreflang" in said:
            self.alternates[said["hreflang"].lower()] = said["href"]
        elif tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(tag)

    def handle_data(self, data: str) -> None:
        if self._inside == "title" and not self.title:
            self.title = data.strip()


def addresses() -> list[str]:
    """One page of each kind, with something on it."""
    track, [rules, twin] = builders.track_of("Rules of ML", "Regras", title="Dados")
    skill, place = builders.skill("Consultas"), builders.community()
    section = track.sections.get()
    for row in (rules, twin):
        row.skills.add(skill)
        row.tags.add("Banco de dados")
    builders.step(section, skill=skill, requirement="required")
    builders.step(section, community=place)
    return [
        *("/", "/sobre/", "/trilhas/", "/habilidades/", "/comunidades/", "/assuntos/", "/busca/"),
        *(row.get_absolute_url() for row in (track, section, rules, twin, skill)),
        "/assuntos/banco-de-dados/",
    ]


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_every_page_says_what_it_is(client: Client, prefix: str) -> None:
    titles = []
    for path in addresses():
        answer = client.get(f"{prefix}{path}")
        assert answer.status_code == 200, path
        page = Page(answer.content.decode())
        assert page.language == LANGUAGES[prefix], path
        assert page.description not in ("", page.title), path
        assert (page.headings[0], page.headings.count("h1")) == ("h1", 1), path
        assert len(page.ids) == len(set(page.ids)), path
        titles.append(page.title)
    assert len(titles) == len(set(titles)), titles


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_every_page_knows_its_address_in_both_languages(client: Client, prefix: str) -> None:
    for path in addresses():
        page = Page(client.get(f"{prefix}{path}?utm=x").content.decode())
        assert page.canonical == f"http://testserver{prefix}{path}"
        assert page.alternates == {
            "pt-br": f"http://testserver{path}",
            "en": f"http://testserver/en{path}",
            "x-default": f"http://testserver{path}",
        }


def test_headings_leave_no_level_out(client: Client) -> None:
    for path in addresses():
        levels = [int(tag[1]) for tag in Page(client.get(path).content.decode()).headings]
        for above, below in pairwise(levels):
            assert below <= above + 1, (path, levels)


@pytest.mark.parametrize(
    ("path", "room"),
    [("/trilhas/", "Trilhas"), ("/comunidades/", "Comunidades"), ("/busca/", "Buscar")],
)
def test_the_navigation_knows_where_one_is(client: Client, path: str, room: str) -> None:
    page = client.get(path).content.decode()
    here = page.split('aria-current="page">')
    assert len(here) == 2
    assert here[1].split("</svg>")[1].startswith(room)


def test_foreign_titles_say_their_language(client: Client) -> None:
    skill = builders.skill("Experiment tracking", title_language="en")
    rules = builders.resource("Rules of ML", title_language="en", skills=[skill], tags=["SQL"])
    builders.step(builders.section(builders.track()), resource=rules)
    for path in ("/habilidades/", skill.get_absolute_url()):
        assert 'lang="en">Experiment tracking<' in client.get(path).content.decode()
    for path in (skill.get_absolute_url(), "/assuntos/sql/", "/busca/"):
        assert 'lang="en">Rules of ML<' in client.get(path).content.decode()
    english = client.get("/en/assuntos/sql/").content.decode()
    assert '<h1 lang="pt-BR">SQL</h1>' in english
    assert 'lang="en">Rules' not in english
