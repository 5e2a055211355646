"""What the nodes of a README say, as the rows of a track can hold it. Asks no database."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError

from ..links import canonical
from ..models import Community, Resource, Section, Step
from ..readme.outline import WITHOUT_ADDRESS, Doubt, Heading, Ignored, Item, Readme, Reason, What
from ..readme.reading.weighing import is_label

UNTITLED = "Links"  # of a section without a name, in every language
OF_SECTION = Section._meta.get_field("title").max_length or 0
OF_STEP = Step._meta.get_field("title").max_length or 0
OF_THING = Community._meta.get_field("title").max_length or 0  # the shortest of them
WEB = Resource._meta.get_field("url")

Key = tuple[bool, str]  # of a row in its track: whether it is a step, and its uid


@dataclass(eq=False)
class Said:
    """One node: of a section `what` is None, and `remark` is its description."""

    number: int
    node: Heading | Item
    above: "Said | None"
    uid: str = ""  # of its row, once it is known
    what: What | None = None
    title: str = ""
    url: str = ""
    remark: str = ""
    about: "Said | None" = None  # of a remark: what it goes to
    doubt: Doubt = Doubt.NONE
    broken: Reason | None = None  # why the address does not do

    @property
    def is_step(self) -> bool:
        return isinstance(self.node, Item)

    @property
    def key(self) -> Key:
        return self.is_step, self.uid

    @cached_property
    def address(self) -> str:
        return canonical(self.url) if self.url else ""

    @property
    def is_remark(self) -> bool:
        """It makes no row; what stands in it stands in what is above."""
        return self.what == What.REMARK

    @property
    def is_named(self) -> bool:
        """Whether it is called by more than its address."""
        return self.doubt != Doubt.NO_TITLE and self.title not in ("", self.url, bare(self.url))

    @property
    def name(self) -> str:
        """What a thing is called that this step brings into the catalog. Words that only say where
        a link leads are not enough there: “PDF” in “Boosting” is “Boosting (PDF)”."""
        if not self.url or not self._is_label:
            return self.title
        around = self.inside
        while around and (around._is_label or around.title == UNTITLED):
            around = around.inside
        of = around.title if around else bare(self.url)
        return f"{cut(of, OF_THING - len(self.title) - 3)} ({self.title})"

    @property
    def _is_label(self) -> bool:
        return is_label(self.title, alone=not (self.inside and self.inside._has_labels))

    @cached_property
    def _has_labels(self) -> bool:
        """Whether what stands in it is more of it: it has an address, or nothing else is inside."""
        titles = [plain(it.title) for it in self.node.steps if it.url]
        return self.is_step and (bool(self.url) or all(is_label(it, alone=False) for it in titles))

    @property
    def inside(self) -> "Said | None":
        """The section or step that it stands in."""
        above = self.above
        while above and above.is_remark:
            above = above.above
        return above

    @property
    def section(self) -> "Said | None":
        above = self.above
        while above and above.is_step:
            above = above.above
        return above

    @property
    def path(self) -> str:
        """Where it stands, in words."""
        titles = []
        above = self.inside
        while above:
            titles.append(above.title)
            above = above.inside
        return " › ".join(reversed(titles))


def said_by(readme: Readme) -> list[Said]:
    """One of each node, in reading order; lonely words are joined with what stands before them."""
    found: list[Said] = []
    for section in readme.sections:
        found += _heading(section, None)
    for place, said in enumerate(found, 1):
        said.number, said.uid = said.node.number or place, said.node.uid
    return found


def ignored_by(readme: Readme, found: Iterable[Said]) -> list[Ignored]:
    broken = [Ignored(s.node.url or "", s.node.line, s.broken) for s in found if s.broken]
    return [*readme.ignored, *broken]


def plain(text: str) -> str:
    """In one line, without what no database stores."""
    return " ".join(text.replace("\0", "").split())


def bare(url: str) -> str:
    """What to call an address that nobody named: `github.com/kelvins/awesome-mlops`."""
    return re.sub(r"^\w+://(www\.)?", "", url).rstrip("/")


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _heading(heading: Heading, above: Said | None) -> Iterator[Said]:
    said = Said(0, heading, above)
    said.remark = heading.description.replace("\0", "").strip()
    said.title = cut(plain(heading.title) or UNTITLED, OF_SECTION)
    if len(plain(heading.title)) > OF_SECTION:
        said.doubt = Doubt.LONG_TITLE
    said.url, said.broken = _address(heading.url)
    yield said
    yield from _items(heading.steps, said)
    for section in heading.sections:
        yield from _heading(section, said)


def _items(items: list[Item], above: Said) -> Iterator[Said]:
    before = above
    for item in items:
        said = _item(item, above)
        if said.is_remark:
            said.about = before
            before.remark = _joined(before.remark, said.remark)
        else:
            before = said
        yield said
        yield from _items(item.steps, before if said.is_remark else said)


def _item(item: Item, above: Said) -> Said:
    said = Said(0, item, above, what=item.kind, title=plain(item.title), doubt=item.doubt)
    said.remark = plain(item.remark)
    said.url, said.broken = _address(item.url)
    if said.url and said.what in WITHOUT_ADDRESS:
        said.what = What.READING
    elif not said.url and said.what not in WITHOUT_ADDRESS:
        said.what = What.GROUP  # with its title: the address is told among the ignored
    if said.is_remark and item.steps:
        said.what = What.GROUP
    if said.what in (What.REMARK, What.GROUP, What.SKILL) and not said.title:
        said.what = What.REMARK
    if said.is_remark:
        said.remark = _joined(said.title, said.remark)
    if len(said.title) > OF_STEP:
        said.title, said.doubt = cut(said.title, OF_STEP), Doubt.LONG_TITLE
    return said


def _joined(one: str, other: str) -> str:
    """Two remarks as one line of text."""
    if not one or not other:
        return one or other
    return f"{one} {other}" if re.search(r"[.!?:;…]$", one) else f"{one}. {other}"


def _address(url: str | None) -> tuple[str, Reason | None]:
    text = (url or "").strip()
    if not text:
        return "", None
    try:
        return str(WEB.clean(text, None)), None
    except ValidationError:
        return "", Reason.TOO_LONG if len(text) > (WEB.max_length or 0) else Reason.BROKEN
