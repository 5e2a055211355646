"""One line weighed: which of its links may be opened, and what words stand before and after."""

import re
from dataclasses import dataclass, field

from ..outline import Reason
from .addresses import RUNS, SITE, VIDEOS, judge
from .left import Left
from .roles import folded
from .spans import HARD, SOFT, Span, clean
from .tokens import trimmed

_SAYING_NOTHING = """
    link links aqui here clique|aqui click|here acesse acessar acesso access site website web url
    ver veja view see watch assista assistir video videos pdf html epub slides slide code codigo
    repo repository repositorio download baixar ler read read|more leia leia|mais more mais
    saiba|mais source fonte source|code page pagina demo playlist open abrir ir info online
    notebook book livro article artigo paper course curso doc docs enlace aca
    inscricao inscreva-se here|is|the|link link|here this este esse acesse|aqui veja|aqui
    assista|aqui baixe|aqui leia|aqui confira confira|aqui link|aqui este|link neste|link this|link
    acesse|o|link link|do|curso acesse|o|curso ver|mais ver|curso click|me"""
GENERIC = {word.replace("|", " ") for word in _SAYING_NOTHING.split()}
# Names of places and of pieces, which say nothing beside the title of what is there.
_PLACES = """
    github gitlab bitbucket colab kaggle youtube medium arxiv doi hugging|face huggingface twitter
    linkedin post thread notebooks slideshare parte part aula lesson gravacao recording exercicios
    exercises dataset apresentacao presentation tutorial wiki forum blog gist documentacao doc
    documentation official|site site|oficial codes codigos repositorios projeto project"""
PLACES = {word.replace("|", " ") for word in _PLACES.split()}
DECORATION = " \t-–—:|•·,;→➡»>*~#✅✔☑：，、；。"
# What stands between links that are of equal weight.
_JOINING = "e and ou or y o & + / | - part parte и 和"
JOINING = {"", *_JOINING.split()}
NAKED = re.compile(rf"(?<![\w@./:-]){SITE.pattern}", re.IGNORECASE)
FOOTNOTE = re.compile(r"\^\S+")
QUOTES = ('"', "'")
BRACKETED = re.compile(r"\A\s*[\[(]([^\[\]()]+)[\])]\s*[\[(]\s*\Z")


def is_label(text: str, *, alone: bool = True) -> bool:
    """Whether these words do not tell what it is about: *PDF*, *code 2*. What stands `alone` may
    be called by the name of a place; beside a title that only says where the link leads."""
    said = _without_number(text)
    return said in GENERIC or (not alone and said in PLACES)


def _without_number(text: str) -> str:
    return re.sub(r"[\d ]+\Z", "", folded(text))


@dataclass(slots=True)
class Link:
    text: str
    url: str
    line: int
    without_scheme: bool = False

    def says_nothing(self) -> bool:
        """Whether its words are no name: *here*, an arrow, or the address itself."""
        said = _without_number(self.text)
        bare = re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", self.text.strip(), flags=re.IGNORECASE)
        return (
            not said
            or said in GENERIC
            or self.is_bare()
            or (bare != "" and bare in self.url and "/" in bare)
        )

    def is_bare(self) -> bool:
        text = self.text.strip()
        return not text or self.url in (text, f"https://{text}")


@dataclass(slots=True)
class Line:
    """Words and links in turn: there is one text more than links."""

    line: int
    texts: list[str] = field(default_factory=lambda: [""])
    links: list[Link] = field(default_factory=list)
    refused: set[Reason] = field(default_factory=set)
    own: str = ""  # the words outside of all links, refused ones too

    def leads_elsewhere(self) -> bool:
        """Whether it only says where else to go: a place above, another file, a mailbox."""
        return bool(self.refused) and not self.links and folded(self.own) in JOINING

    def leads_nowhere(self) -> bool:
        """Whether it is a line of a table of contents, or of an address book."""
        return self.leads_elsewhere() and self.refused <= {Reason.CONTENTS, Reason.CONTACT}

    def words(self) -> str:
        texts = [self.texts[0]]
        for link, text in zip(self.links, self.texts[1:], strict=True):
            texts += [link.text, text]
        return clean("".join(texts))

    def add(self, link: Link) -> None:
        """A link goes on when it was only interrupted by its own marks, and counts once."""
        again = next((it for it in self.links[-20:] if it.url == link.url), None)
        if again and again is self.links[-1] and not self.texts[-1]:
            again.text += link.text
        elif again:
            self.texts[-1] += "" if link.says_nothing() or link.text == again.text else link.text
        else:
            self.links.append(link)
            self.texts.append("")


def weigh(spans: list[Span], left: Left, *, pictures: bool = True) -> Line:
    """The line these spans are. `pictures`: whether a linked picture may be the link."""
    line = Line(next((span.line for span in spans), 0))
    for span in spans:
        badge = left.picture(span)
        if span.url is None:
            if span.code:
                left.code(span)
            if not span.image:
                said = " " if span.text in (SOFT, HARD) else span.text
                line.texts[-1] += said
                line.own += said
        elif span.image and badge and not RUNS.search(span.url):
            left.out(span.url, span.line, Reason.BADGE_TARGET)
        elif span.image and not pictures and not VIDEOS.search(span.url):
            left.out(span.url, span.line, Reason.IMAGE)
        else:
            _weigh_link(span, "" if badge else span.text, line, left)
    if not line.links:
        _find_naked(line)
    _repair(line)
    return line


def _weigh_link(span: Span, text: str, line: Line, left: Left) -> None:
    if FOOTNOTE.fullmatch(text):
        left.out(span.url or "", span.line, Reason.PROSE)
        return
    judged = judge(span.url or "")
    if judged.reason is None:
        line.add(Link(text, judged.url, span.line, judged.without_scheme))
        return
    left.out(span.url or "", span.line, judged.reason)
    line.refused.add(judged.reason)
    if span.text.strip() != (span.url or "").strip() or judged.reason != Reason.CONTENTS:
        line.texts[-1] += span.text


def _find_naked(line: Line) -> None:
    """An address without a scheme, when it ends the line or has a path."""
    text = line.texts[0]
    found = NAKED.search(text) if "." in text else None
    site = trimmed(found[0]) if found else ""
    if not found or not SITE.fullmatch(site):
        return
    after = text[found.start() + len(site) :]
    if "/" in site or site.lower().startswith("www.") or not after.strip(" .)"):
        judged = judge(site)
        if judged.reason is None:
            line.links = [Link(site, judged.url, line.line, without_scheme=True)]
            line.texts = [text[: found.start()], after]


def _repair(line: Line) -> None:
    """`[Title] (address)` and `(Title)[address]` are what they were meant to be."""
    found = BRACKETED.match(line.texts[0]) if len(line.links) == 1 else None
    if found and line.links[0].is_bare():
        line.links[0].text = found[1]
        line.texts = ["", line.texts[1].lstrip(" )]")]


def name(text: str) -> str:
    """The words of a link without brackets around them all."""
    said = clean(text)
    inside = said[1:-1]
    whole = said.startswith("[") and said.endswith("]") and not set(inside) & set("[]")
    return inside.strip() if whole else said


def label(text: str) -> str:
    """The words before a link without what ties them to it; empty when there are no letters."""
    said = clean(text).strip(DECORATION)
    opened = re.search(r"[\s(\[{\"“‘'«]+\Z", said)
    if opened and not (opened[0] in QUOTES and said.count(opened[0]) % 2 == 0):
        said = said[: opened.start()].rstrip(DECORATION)
    if said.count("(") > said.count(")"):  # of a bracket around the link and words before it
        outside, _, inside = said.rpartition("(")
        said = outside.rstrip(DECORATION) or inside.lstrip()
    return said if any(sign.isalpha() for sign in said) else ""


def beside(text: str) -> str:
    """The words after a link as a remark."""
    said = clean(text).lstrip(DECORATION + ".)]}").rstrip(" -–—|•·[(")
    if said.startswith("(") and said.find(")") == len(said) - 1:
        said = said[1:-1].strip()
    return said if any(sign.isalnum() for sign in said) else ""
