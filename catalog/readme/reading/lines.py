"""One line of words and links becomes steps: mostly one, several when it names several things."""

from ..outline import Doubt, Item, Reason
from .addresses import spoken
from .guess import Place, below, of_link, of_words
from .left import Left
from .roles import folded
from .spans import clean
from .weighing import GENERIC, JOINING, Line, Link, beside, label, name

LONGEST_TITLE = 300
LONGEST_LABEL = 120  # more words before a link are a sentence around it
PAIRS = [("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"), ('"', '"')]


def of_line(line: Line, place: Place, left: Left, *, has_steps: bool = False) -> list[Item]:
    """The steps that one line names."""
    if not line.links:
        return _of_words(line, place, has_steps=has_steps)
    if len(line.links) > 1:
        return _of_several(line, place, left)
    link, before = line.links[0], label(line.texts[0])
    if before and place.teaches_skills() and not link.says_nothing():
        skill = worded(before, beside(line.texts[1]), line, place, has_steps=True)
        skill.steps = each([link], below(place, skill))
        return [skill]
    title, remark = _title(line, link, before)
    return [linked(link, title, remark, place)]


def _of_words(line: Line, place: Place, *, has_steps: bool) -> list[Item]:
    title = name(line.words().strip("•·–—| ")).rstrip(": ")
    if not any(sign.isalnum() for sign in title):
        return []
    return [worded(title, "", line, place, has_steps=has_steps)]


def linked(link: Link, title: str, remark: str, place: Place) -> Item:
    """The step of a link; without a title it is called by its address."""
    called = title or spoken(link.url)
    kind, doubt = of_link(called, link.url, place)
    if link.without_scheme:
        doubt = Doubt.NO_SCHEME
    elif not title:
        doubt = Doubt.NO_TITLE
    return _cut(Item(called, link.url, kind, link.line, remark, doubt=doubt))


def worded(title: str, remark: str, line: Line, place: Place, *, has_steps: bool) -> Item:
    """The step of words without a link."""
    kind, doubt = of_words(title, place, has_steps=has_steps)
    return _cut(Item(title, None, kind, line.line, remark, doubt=doubt))


def each(links: list[Link], place: Place) -> list[Item]:
    return [linked(link, _called(link), "", place) for link in links]


def named(first: Line, others: list[Line], place: Place) -> Item:
    """A title in one line, and its link in another."""
    told: list[str] = []
    for part in others:
        link = part.links[0] if part.links else None
        own = "" if link is None or link.says_nothing() else link.text
        told += [label(part.texts[0]), own, beside(part.texts[1])] if link else [part.words()]
    link = next(link for part in others for link in part.links)
    return linked(link, label(first.words()), clean(" ".join(told)), place)


# --- One link ---


def _title(line: Line, link: Link, before: str) -> tuple[str, str]:
    """What the step is called, and the words beside it."""
    text, after = name(link.text), beside(line.texts[1])
    if link.says_nothing():
        if not before and after and len(after) <= LONGEST_LABEL:
            return after, ""
        return before or ("" if link.is_bare() else text), after
    if not before:
        return text, after
    if len(before) > LONGEST_LABEL:
        return text, line.words()
    joined, rest = clean(line.texts[0] + link.text), line.texts[1].lstrip()
    for opening, closing in PAIRS:
        if rest.startswith(closing) and _is_open(joined, opening, closing):
            joined, rest = joined + closing, rest[1:]
    return joined.lstrip("-–—:|•·,;→ "), beside(rest)


def _is_open(text: str, opening: str, closing: str) -> bool:
    if opening == closing:
        return text.count(opening) % 2 == 1
    return text.count(opening) > text.count(closing)


def _called(link: Link) -> str:
    return "" if link.is_bare() else name(link.text)


# --- Several ---


def _of_several(line: Line, place: Place, left: Left) -> list[Item]:
    """Siblings, a group with steps, or a thing with more of it below."""
    before, after = label(line.texts[0]), beside(line.texts[-1])
    thin = all(folded(gap) in JOINING for gap in line.texts[1:-1])
    before = "" if thin and folded(before) in GENERIC else before
    first = line.links[0]
    if before:
        title, remark = (before, after) if thin else (line.words(), "")
        return [_group(title, remark, line, place)]
    if first.says_nothing() and not first.is_bare() and after:
        return [_group(after, "", line, place)]
    inside = _opens(line.texts[1]) and not _opens(line.texts[0])
    if (
        thin
        and not inside
        and not any(it.says_nothing() and not it.is_bare() for it in line.links[1:])
    ):
        items = each(line.links, place)
        items[-1].remark = after
        for item in items:
            item.doubt = Doubt.SEVERAL_LINKS
        return items
    return [_with_more(line, place, left)]


def _opens(text: str) -> bool:
    """Whether a bracket opens right before the next link."""
    return text.rstrip()[-1:] in ("(", "[")


def _group(title: str, remark: str, line: Line, place: Place) -> Item:
    group = worded(title, remark, line, place, has_steps=True)
    group.steps = each(line.links, below(place, group))
    group.doubt = Doubt.SEVERAL_LINKS
    return group


def _with_more(line: Line, place: Place, left: Left) -> Item:
    """The first link is the thing. Others are more of it, unless a sentence only mentions them."""
    first, *others = line.links
    more = []
    for link, gap in zip(others, line.texts[1:], strict=False):
        apart = folded(gap) in JOINING or gap.rstrip()[-1:] in tuple("([{|/·•,;+")
        if apart or link.says_nothing():
            more.append(link)
        else:
            left.out(link.url, link.line, Reason.PROSE)
    item = linked(first, _called(first), _after_first(line), place)
    item.steps = each(more, below(place, item))
    item.doubt = Doubt.SEVERAL_LINKS if more else item.doubt
    return item


def _after_first(line: Line) -> str:
    said = [line.texts[1]]
    for link, text in zip(line.links[1:], line.texts[2:], strict=True):
        said += ["" if link.is_bare() else link.text, text]
    return beside("".join(said))


def _cut(item: Item) -> Item:
    """A title that fits; what is beyond it goes on in the remark."""
    if len(item.title) > LONGEST_TITLE:
        fits, rest = item.title[: LONGEST_TITLE - 1].rstrip(), item.title[LONGEST_TITLE - 1 :]
        item.title, item.remark = f"{fits}…", clean(f"…{rest} {item.remark}")
        item.doubt = item.doubt or Doubt.LONG_TITLE
    return item
