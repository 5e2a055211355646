"""The words, sites and paths that tell what a line is. Words without accents, in lower case."""

import re

from ..outline import What


def packed(pattern: str) -> str:
    """A long pattern written in several lines."""
    return re.sub(r"\s*\n\s*", "", pattern)


def _whole_words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[ /|+&-])(?:{packed(pattern)})(?=$|[ /|+&-])")


# Of titles and headings; of several that fit a title, the first wins.
WORDS = {
    What.PODCAST: r"podcasts?|podcasting",
    What.TALK: r"palestras?|talks?|keynotes?|webinars?|webinarios?|conferencias?|charlas?|lives",
    What.BOOK: r"livros?|e-?books?|libros?|books|apostilas?|book(?! club)",
    What.CHALLENGE: r"""desafios?|challenges?|exercicios?|exercises?|ejercicios?|katas?
        |competic(?:ao|oes)|competitions?|hackathons?|maratonas?|pratica|practice""",
    What.COURSE: r"""cursos?|courses?|mooc|bootcamps?|crash course|specializations?
        |especializac(?:ao|oes)|formac(?:ao|oes)|nanodegrees?|trainings?|disciplinas?|aulas
        |classes|lectures|minicursos?|supletivos?|certificac(?:ao|oes)|certifications?""",
    What.DOCS: r"""documentac(?:ao|ion)|documentation|docs|(?:api )?reference|manual|glossario
        |glossary""",
    What.CHANNEL: r"canal|canais|channels?|canales|youtubers?",
    What.BLOG: r"blogs?|newsletters?",
    What.LIST: r"awesome|listas|lists|curadorias?|curated",
    What.VIDEO: r"videos?|playlists?|videoaulas?|screencasts?",
    What.ARTICLE: r"""papers?(?! with)|artigos? cientificos?|arxiv|journals?
        |publicac(?:ao|oes)""",
    What.TOOL: r"""ferramentas?|tools?|tooling|bibliotecas?|librar(?:y|ies)|frameworks?|plugins?
        |extensions?|extensoes|editores|editors|ides?|herramientas|softwares?|apps
        |aplicativos""",
    What.READING: r"""artigos?|articles?|leituras?|readings?|tutorial|tutoriais|tutorials?
        |guias?|guides?|posts?|textos?|lecturas?|articulos?|materia(?:l|is)|how to""",
    What.COMMUNITY: r"""comunidades?|communit(?:y|ies)|grupos?|forum|foruns|forums|meetups?
        |discords?|slack|telegram|whatsapp|eventos?""",
    What.SITE: r"""sites?|websites?|portais|portal|referencias?|references|links(?: uteis)?
        |recursos""",
}
WORDS_OF = {what: _whole_words(pattern) for what, pattern in WORDS.items()}
ANY_WORD = _whole_words("|".join(WORDS.values()))
SURE = {What.BOOK, What.COURSE, What.PODCAST, What.TALK, What.ARTICLE, What.CHALLENGE}
# In a title these say nothing sure: many a course has "guide", "group" or "tool" in its name.
UNSURE_IN_TITLES = {What.SITE, What.COMMUNITY, What.TOOL, What.LIST, What.READING}

SKILLS = _whole_words(
    r"""(?:(?:hard |soft |tech |core )?skills?|habilidades?|competencias?|conhecimentos?|requisitos
    |pre-?requisit(?:os?|es)|requirements|prerequisites|conocimientos?|o que estudar
    |o que voce (?:vai aprender|precisa saber)|what (?:to learn|you will learn))"""
)

SITES = {
    What.COMMUNITY: r"""discord\.(?:gg|com)|t\.me|telegram\.me|chat\.whatsapp\.com
        |(?:[\w-]+\.)?slack\.com|meetup\.com""",
    What.PODCAST: r"""podcasts\.(?:apple|google)\.com|anchor\.fm|castbox\.fm
        |(?:open\.)?spotify\.com""",
    What.ARTICLE: r"""arxiv\.org|doi\.org|openreview\.net|aclanthology\.org|papers\.nips\.cc
        |biorxiv\.org""",
    What.BOOK: r"""amazon(?:\.[a-z]{2,3}){1,2}|casadocodigo\.com\.br|novatec\.com\.br|leanpub\.com
        |manning\.com|goodreads\.com|packtpub\.com|amzn\.to""",
    What.COURSE: r"""(?:[\w-]+\.)?(?:coursera|edx|khanacademy)\.org|(?:[\w-]+\.)?datacamp\.com
        |(?:udemy|udacity|codecademy|cursoemvideo|pluralsight)\.com|(?:cursos\.)?alura\.com\.br
        |course\.fast\.ai|ocw\.mit\.edu|(?:web\.)?dio\.me|egghead\.io|rocketseat\.com\.br""",
    What.CHALLENGE: r"""(?:hackerrank|leetcode|codewars|codingame|adventofcode)\.com
        |projecteuler\.net|exercism\.(?:io|org)|beecrowd\.com(?:\.br)?""",
    What.DOCS: r"""(?:[\w-]+\.)?readthedocs\.(?:io|org)|docs\.[\w.-]+|developer\.mozilla\.org
        |devdocs\.io""",
    What.READING: r"""(?:[\w-]+\.)?(?:medium|substack)\.com|dev\.to|towardsdatascience\.com
        |(?:[\w-]+\.)?hashnode\.dev|tabnews\.com\.br|(?:[\w-]+\.)?wikipedia\.org
        |stackoverflow\.com""",
    What.VIDEO: r"(?:m\.)?youtube\.com|youtu\.be|vimeo\.com|twitch\.tv",
}
SITES_OF = {what: re.compile(packed(pattern)) for what, pattern in SITES.items()}
CHANNEL = re.compile(r"/(?:channel|c|user)/[^/]+|/@[^/]+")
# Behind these addresses may be anything.
HIDING = re.compile(
    packed(r"""bit\.ly|goo\.gl|tinyurl\.com|t\.co|ow\.ly|drive\.google\.com|dropbox\.com|mega\.nz
    |1drv\.ms|lnkd\.in""")
)

PATHS = {
    What.COURSE: r"/(?:cursos?|courses?|curso-[\w-]+|learn|treinamentos?)(?:/|$|-)|mooc",
    What.BOOK: r"-book\b|/(?:books?|livros?|ebooks?)/|\bbook\.pdf",
    What.PODCAST: r"podcast",
    What.DOCS: r"/(?:docs?|documentation|documentacao|reference|glossary|manual)(?:/|$)",
    What.READING: r"/(?:blog|posts?|articles?|artigos?|tutorials?|\d{4}/\d{2})(?:/|$)",
}
PATHS_OF = {what: re.compile(pattern, re.IGNORECASE) for what, pattern in PATHS.items()}
