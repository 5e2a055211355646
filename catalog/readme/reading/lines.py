"""A point of a list, a row of a table or a line of links becomes steps."""

import re
from dataclasses import replace

from ..outline import Doubt, Item, Reason, What
from .addresses import spoken
from .blocks import Node
from .guess import Place, of_link, of_words
from .left import Left
from .roles import folded
from .spans import HARD, SOFT, Span, clean, lines, mark_of, words
from .weighing import JOINING, Line, Link, beside, label, weigh

LONGEST_TITLE = 300
LONGEST_LABEL = 120  # more words before a link are a sentence around it
DEEPEST = 20
BOX = re.compile(r"\A\s*\[([ xX])\](?=\s|\Z)")
BULLET = re.compile(r"\A\s*[-*+•]\s+")

BETWEEN = " – "  # what the writer puts between a link and the words beside it


class Lines:
    """Reads lines into steps, and remembers what was left out."""

    def __init__(self, left: Left) -> None:
        self.left = left

    def steps(self, nodes: list[Node], place: Place, depth: int = 1) -> list[Item]:
        return [step for node in nodes for step in self.read(node, place, depth)]

    def read(self, node: Node, place: Place, depth: int = 1) -> list[Item]:
        """The steps of one point: mostly one; several when it names several things; none when
        nothing is said."""
        spans, done = _box(node.spans)
        mark = mark_of(spans)
        if mark and mark.kind:
            items = [_literal([span for span in spans if not span.mark], mark.kind, node.line)]
        else:
            spans = self._unstuck(spans, node)
            items = self._items(spans, node, place)
        for item in items:
            item.done = done
        return self._with_inner(items, node, place, depth)

    def _with_inner(self, items: list[Item], node: Node, place: Place, depth: int) -> list[Item]:
        last = items[-1] if items else None
        inner = self.steps(node.nodes, _below(place, last), min(depth + 1, DEEPEST))
        if last is None or depth >= DEEPEST:
            items += inner
        else:
            last.steps += inner
        return [item for item in items if item.title or item.url]

    @staticmethod
    def _unstuck(spans: list[Span], node: Node) -> list[Span]:
        """Points indented so far that Markdown took them for text go back below their own."""
        if not any(span.text == SOFT for span in spans):
            return spans
        first, *others = lines(spans, SOFT)
        own, stuck = first, []
        for line in others:
            if line and line[0].url is None and BULLET.match(line[0].text):
                line[0].text = BULLET.sub("", line[0].text)
                stuck.append(Node(line[0].line, line))
            elif stuck:
                stuck[-1].spans += [Span(" ", node.line), *line]
            else:
                own = [*own, Span(SOFT, node.line), *line]
        node.nodes[:0] = stuck
        return own

    def _items(self, spans: list[Span], node: Node, place: Place) -> list[Item]:
        parts = [weigh(part, self.left) for part in lines(spans, HARD)]
        parts = [part for part in parts if part.links or part.words() or part.refused]
        has_steps = bool(node.nodes)
        if not parts:
            return []
        first, *others = parts
        if not first.links and sum(len(part.links) for part in others) == 1 and first.words():
            return [_named(first, others, place)]
        items = of_line(first, place, has_steps=has_steps or any(it.links for it in others))
        if not items:
            first_links = [part for part in others if part.links]
            return [it for part in first_links for it in of_line(part, place, has_steps=has_steps)]
        for part in others:
            if part.links:
                items[-1].steps += of_line(part, _below(place, items[-1]), has_steps=False)
            else:
                items[-1].remark = clean(f"{items[-1].remark} {part.words()}")
        return items


def _below(place: Place, item: Item | None) -> Place:
    if item is None:
        return place
    return replace(place, under_link=bool(item.url), under_words=not item.url)


def _box(spans: list[Span]) -> tuple[list[Span], bool]:
    """The spans after the task box, and whether it was ticked."""
    for number, span in enumerate(spans):
        if span.url is not None or (span.text.strip() and not (found := BOX.match(span.text))):
            break
        if span.text.strip() and found:
            rest = replace(span, text=span.text[found.end() :].lstrip())
            return [*spans[:number], rest, *spans[number + 1 :]], found[1] in "xX"
    return spans, False


def _literal(spans: list[Span], kind: What, line: int) -> Item:
    """A line that the writer marked says exactly what it says."""
    first = next((span for span in spans if span.text.strip() or span.url is not None), None)
    if first and first.url:
        after = words(spans[spans.index(first) + 1 :])
        return Item(
            clean(first.text), first.url, kind, line, after.removeprefix(BETWEEN.strip()).strip()
        )
    said, *remark = (words(part) for part in lines(spans, HARD))
    return Item(said, None, kind, line, " ".join(remark))


def of_line(line: Line, place: Place, *, has_steps: bool = False) -> list[Item]:
    """The steps that one line names."""
    if not line.links:
        return _of_words(line, place, has_steps=has_steps)
    if len(line.links) > 1:
        return _of_several(line, place)
    link, before, after = line.links[0], label(line.texts[0]), beside(line.texts[1])
    if before and place.teaches_skills() and not link.says_nothing():
        skill = worded(before, after, line, place, has_steps=True)
        skill.steps = [linked(link, clean(link.text), "", _below(place, skill))]
        return [skill]
    title, remark = _title(line, link, before, after)
    return [linked(link, title, remark, place)]


def _title(line: Line, link: Link, before: str, after: str) -> tuple[str, str]:
    text = clean(link.text)
    if link.says_nothing():
        if before:
            return before, after
        if after and len(after) <= LONGEST_LABEL:
            return after, ""
        return ("" if link.is_bare() else text), after
    if not before:
        return text, after
    if len(before) + len(text) > LONGEST_LABEL * 2 or (len(before) > LONGEST_LABEL):
        return text, line.words()
    joined = clean(line.texts[0] + link.text)
    rest = line.texts[1]
    for opening, closing in ("()", "[]", "“”", "«»", '""'):
        odd = (
            joined.count(opening) > joined.count(closing)
            if opening != closing
            else joined.count(opening) % 2
        )
        if odd and rest.lstrip().startswith(closing):
            joined, rest = joined + closing, rest.lstrip()[1:]
    return joined.lstrip("-–—:|•·,;→ "), beside(rest)


def linked(link: Link, title: str, remark: str, place: Place) -> Item:
    kind, doubt = of_link(title or spoken(link.url), link.url, place)
    if link.without_scheme:
        doubt = Doubt.NO_SCHEME
    elif not title:
        doubt = Doubt.NO_TITLE
    return _cut(Item(title or spoken(link.url), link.url, kind, link.line, remark, doubt=doubt))


def worded(title: str, remark: str, line: Line, place: Place, *, has_steps: bool) -> Item:
    kind, doubt = of_words(title, place, has_steps=has_steps)
    return _cut(Item(title, None, kind, line.line, remark, doubt=doubt))


def _of_words(line: Line, place: Place, *, has_steps: bool) -> list[Item]:
    title = line.words().strip("•·–—|").rstrip(": ").strip()
    if not any(sign.isalnum() for sign in title):
        return []
    if line.refused & {Reason.CONTENTS, Reason.CONTACT} and not has_steps:
        return []
    return [worded(title, "", line, place, has_steps=has_steps)]


def _of_several(line: Line, place: Place) -> list[Item]:
    """Several links: siblings, a group with steps, or a thing with more about it below."""
    before, after = label(line.texts[0]), beside(line.texts[-1])
    thin = all(folded(gap) in JOINING for gap in line.texts[1:-1])
    silent = any(link.says_nothing() for link in line.links)
    first, *others = line.links
    if before or (silent and first.says_nothing() and after and not first.is_bare()):
        title, remark = (before, after) if before and thin else (line.words(), "")
        if not before:
            title, remark = after, ""
        group = worded(title, remark, line, place, has_steps=True)
        group.steps = each(line.links, _below(place, group))
        group.doubt = Doubt.SEVERAL_LINKS
        return [group]
    if thin and not any(link.says_nothing() and not link.is_bare() for link in others):
        items = each(line.links, place)
        items[-1].remark = after
        for item in items:
            item.doubt = Doubt.SEVERAL_LINKS
        return items
    item = linked(first, _own(first), _after_first(line), place)
    item.steps = each(others, _below(place, item))
    item.doubt = Doubt.SEVERAL_LINKS
    return [item]


def _own(link: Link) -> str:
    return "" if link.is_bare() else clean(link.text)


def each(links: list[Link], place: Place) -> list[Item]:
    return [linked(link, _own(link), "", place) for link in links]


def _after_first(line: Line) -> str:
    said = [line.texts[1]]
    for link, text in zip(line.links[1:], line.texts[2:], strict=True):
        said += ["" if link.is_bare() else link.text, text]
    return beside("".join(said))


def _named(first: Line, others: list[Line], place: Place) -> Item:
    """A title in one line and its link in another."""
    link = next(link for part in others for link in part.links)
    said = [part.words() for part in others if not part.links]
    said += [
        clean(
            " ".join(
                [
                    label(part.texts[0]),
                    "" if link.says_nothing() else link.text,
                    beside(part.texts[1]),
                ]
            )
        )
        for part in others
        if part.links
    ]
    return linked(link, label(first.words()), clean(" ".join(said)), place)


def _cut(item: Item) -> Item:
    """A title that fits; what is beyond it goes on in the remark."""
    if len(item.title) > LONGEST_TITLE:
        fits, rest = item.title[: LONGEST_TITLE - 1].rstrip(), item.title[LONGEST_TITLE - 1 :]
        item.title, item.remark = f"{fits}…", clean(f"…{rest} {item.remark}")
        item.doubt = item.doubt or Doubt.LONG_TITLE
    return item
