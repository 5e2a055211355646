"""What a line is, guessed from its address, its words and the headings above it.

Sure signs come first: the nearest heading that says *communities*, then the title's own words, then
sites that hold one kind of thing, then what headings say, then what paths say.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ...links import host
from ..outline import Doubt, What
from .roles import folded

# Words of titles and headings, without accents. The first that fits wins, for titles.
WORDS = {
    What.PODCAST: r"podcasts?|podcasting",
    What.TALK: r"palestras?|talks?|keynotes?|webinars?|webinarios?|conferencias?|charlas?|lives",
    What.BOOK: r"livros?|e-?books?|libros?|books|apostilas?|\bbook\b(?! club)",
    What.CHALLENGE: r"""desafios?|challenges?|exercicios?|exercises?|exercicios|ejercicios?|katas?
        |competic(?:ao|oes)|competitions?|hackathons?|maratonas?|pratica|practice""",
    What.COURSE: r"""cursos?|courses?|mooc|bootcamps?|crash course|specializations?|especializac(?:ao
        |oes)|formac(?:ao|oes)|nanodegrees?|trainings?|disciplinas?|aulas|classes|lectures|minicursos?
        |supletivos?|certificac(?:ao|oes)|certifications?""",
    What.DOCS: r"documentac(?:ao|ion)|documentation|docs|(?:api )?reference|manual|glossario|glossary",
    What.CHANNEL: r"canal|canais|channels?|canales|youtubers?",
    What.BLOG: r"blogs?|newsletters?",
    What.LIST: r"awesome|listas|lists|curadorias?|curated",
    What.VIDEO: r"videos?|playlists?|videoaulas?|screencasts?",
    What.ARTICLE: r"papers?(?! with)|artigos? cientificos?|arxiv|journals?|publicac(?:ao|oes)",
    What.TOOL: r"""ferramentas?|tools?|tooling|bibliotecas?|librar(?:y|ies)|frameworks?|plugins?
        |extensions?|extensoes|editores|editors|ides?|herramientas|softwares?|apps|aplicativos""",
    What.READING: r"""artigos?|articles?|leituras?|readings?|tutorial|tutoriais|tutorials?|guias?|guides?
        |posts?|textos?|lecturas?|articulos?|materia(?:l|is)|how to""",
    What.COMMUNITY: r"""comunidades?|communit(?:y|ies)|grupos?|forum|foruns|forums|meetups?|discords?
        |slack|telegram|whatsapp|eventos?""",
    What.SITE: r"sites?|websites?|portais|portal|referencias?|references|links(?: uteis)?|recursos",
}
_WORDS = {
    what: re.compile(rf"(?:^|[ /|+&-])(?:{re.sub(r'\s*\n\s*', '', said)})(?=$|[ /|+&-])")
    for what, said in WORDS.items()
}
# Of titles only: "Sites" in a title says nothing, and many a title has "guide" or "group" in it.
_NOT_IN_TITLES = {What.SITE, What.COMMUNITY, What.TOOL, What.LIST, What.READING}
SKILLS = re.compile(
    r"""\b(?:(?:hard |soft |tech |core )?skills?|habilidades?|competencias?|conhecimentos?|requisitos
    |pre-?requisit(?:os?|es)|requirements|prerequisites|conocimientos?|topicos|o que estudar
    |o que voce (?:vai aprender|precisa saber)|what (?:to learn|you will learn)|fundamentos
    |fundamentals|roadmap)\b""".replace("\n    ", "")
)
HOSTS = {
    What.COMMUNITY: r"""discord\.(?:gg|com)|t\.me|telegram\.me|chat\.whatsapp\.com|(?:[\w-]+\.)?slack\.com
        |meetup\.com|join\.slack\.com""",
    What.PODCAST: r"podcasts\.(?:apple|google)\.com|anchor\.fm|castbox\.fm|(?:open\.)?spotify\.com",
    What.ARTICLE: r"arxiv\.org|doi\.org|openreview\.net|aclanthology\.org|papers\.nips\.cc|biorxiv\.org",
    What.BOOK: r"""amazon(?:\.[a-z]{2,3}){1,2}|casadocodigo\.com\.br|novatec\.com\.br|leanpub\.com|manning\.com
        |goodreads\.com|packtpub\.com|amzn\.to""",
    What.COURSE: r"""(?:[\w-]+\.)?coursera\.org|udemy\.com|(?:[\w-]+\.)?edx\.org|udacity\.com|(?:cursos\.)?alura\.com\.br
        |(?:[\w-]+\.)?khanacademy\.org|(?:[\w-]+\.)?datacamp\.com|course\.fast\.ai|codecademy\.com|ocw\.mit\.edu
        |cursoemvideo\.com|dio\.me|web\.dio\.me|pluralsight\.com|egghead\.io|rocketseat\.com\.br""",
    What.CHALLENGE: r"""hackerrank\.com|leetcode\.com|exercism\.(?:io|org)|codewars\.com|beecrowd\.com(?:\.br)?
        |adventofcode\.com|projecteuler\.net|codingame\.com""",
    What.DOCS: r"(?:[\w-]+\.)?readthedocs\.(?:io|org)|docs\.[\w.-]+|developer\.mozilla\.org|devdocs\.io|docs\.rs",
    What.READING: r"""(?:[\w-]+\.)?medium\.com|dev\.to|towardsdatascience\.com|(?:[\w-]+\.)?substack\.com
        |(?:[\w-]+\.)?hashnode\.dev|tabnews\.com\.br|(?:[\w-]+\.)?wikipedia\.org|stackoverflow\.com""",
    What.VIDEO: r"youtube\.com|m\.youtube\.com|youtu\.be|vimeo\.com|twitch\.tv",
}
_HOSTS = {what: re.compile(re.sub(r"\s*\n\s*", "", said)) for what, said in HOSTS.items()}
CHANNEL = re.compile(r"/(?:channel|c|user)/[^/]+|/@[^/]+", re.IGNORECASE)
PATHS = {
    What.COURSE: re.compile(
        r"/(?:cursos?|courses?|curso-[\w-]+|learn|treinamentos?)(?:/|$|-)|mooc", re.IGNORECASE
    ),
    What.BOOK: re.compile(r"-book\b|/(?:books?|livros?|ebooks?)/|\bbook\.pdf", re.IGNORECASE),
    What.PODCAST: re.compile(r"podcast", re.IGNORECASE),
    What.DOCS: re.compile(
        r"/(?:docs?|documentation|documentacao|reference|glossary|manual)(?:/|$)", re.IGNORECASE
    ),
    What.READING: re.compile(
        r"/(?:blog|posts?|articles?|artigos?|tutorials?|\d{4}/\d{2})(?:/|$)", re.IGNORECASE
    ),
}
HIDING = re.compile(
    r"bit\.ly|goo\.gl|tinyurl\.com|t\.co|ow\.ly|drive\.google\.com|dropbox\.com|mega\.nz|1drv\.ms|lnkd\.in"
)
SENTENCE = re.compile(r"[.!?…]['\")\]]*\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: the titles of the headings above, outermost first, and of its parents."""

    headings: tuple[str, ...] = ()
    under_link: bool = False  # below a line with an address
    under_words: bool = False  # below a line without

    def teaches_skills(self) -> bool:
        """Whether the nearest heading that says anything announces skills."""
        for title in reversed(self.headings):
            said = folded(title)
            if SKILLS.search(said):
                return True
            if _said_by(said):
                return False
        return False


def of_words(title: str, place: Place, *, has_steps: bool) -> tuple[What, Doubt]:
    """What a line without an address is."""
    if place.teaches_skills():
        return What.SKILL, Doubt.NONE
    if has_steps:
        return What.GROUP, Doubt.NONE
    if place.under_link:
        return What.REMARK, Doubt.NONE
    long = len(title) > 100 or title.count(" ") > 14
    return (What.REMARK if long or SENTENCE.search(title) else What.SKILL), Doubt.NO_LINK


def of_link(title: str, url: str, place: Place) -> tuple[What, Doubt]:
    """What stands at an address."""
    site, path = host(url), _path(url)
    headings = [_said_by(folded(it)) for it in reversed(place.headings[-6:])]
    nearest = next((said for said in headings if said), [])
    if nearest == [What.COMMUNITY]:
        return What.COMMUNITY, Doubt.NONE
    named = [it for it in _said_by(folded(title)) if it not in _NOT_IN_TITLES]
    at = _by_site(site, path)
    guessed = (
        (named[0] if named else None)
        or at
        or (nearest[0] if len(nearest) == 1 else None)
        or next((what for what, pattern in PATHS.items() if pattern.search(path or site)), None)
    )
    if guessed:
        return guessed, Doubt.NONE
    if _is_repository(site) and len(path.strip("/").split("/")) == 2:
        return What.TOOL, Doubt.NONE
    if HIDING.fullmatch(site):
        return What.SITE, Doubt.KIND
    return (What.READING if path.strip("/") else What.SITE), Doubt.NONE


def _said_by(folded_title: str) -> list[What]:
    return [what for what, pattern in _WORDS.items() if pattern.search(folded_title)]


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _by_site(site: str, path: str) -> What | None:
    if _is_repository(site):
        return What.LIST if "awesome" in path.lower() else None
    if site in ("youtube.com", "m.youtube.com") and CHANNEL.match(path):
        return What.CHANNEL
    if site.endswith((".edu", ".ac.uk")) or ".edu." in site:
        return What.ARTICLE if "/papers/" in path and path.endswith(".pdf") else None
    if path.strip("/") == "" and site.endswith(("medium.com", "substack.com")):
        return What.BLOG
    return next((what for what, pattern in _HOSTS.items() if pattern.fullmatch(site)), None)


def _is_repository(site: str) -> bool:
    return site in ("github.com", "gitlab.com")
