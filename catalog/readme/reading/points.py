"""A point of a list becomes steps: its task box, its lines, and the points below it."""

import re
from dataclasses import replace

from ..outline import Item, What
from .blocks import Node
from .guess import Place, below
from .left import Left
from .lines import named, of_line
from .spans import HARD, SOFT, Span, clean, lines, mark_of, words
from .weighing import Line, weigh

DEEPEST = 20
BOX = re.compile(r"\A\s*\[([ xX])\](?=\s|\Z)")
BULLET = re.compile(r"\A\s*[-*+•]\s+")
BETWEEN = " – "  # what the writer puts between a link and the words beside it


class Points:
    """Reads the points of a list, and remembers what was left out."""

    def __init__(self, left: Left) -> None:
        self.left = left

    def steps(self, nodes: list[Node], place: Place, depth: int = 1) -> list[Item]:
        return [step for node in nodes for step in self.read(node, place, depth)]

    def read(self, node: Node, place: Place, depth: int = 1) -> list[Item]:
        """The steps of one point: mostly one; several when it names several things; none when
        nothing is said."""
        spans, done = _box(node.spans)
        mark = mark_of(spans)
        leads_nowhere = False
        if mark and mark.kind:
            items = [_literal([span for span in spans if not span.mark], mark.kind, node.line)]
        else:
            parts = [weigh(part, self.left) for part in lines(_unstuck(spans, node), HARD)]
            leads_nowhere = bool(parts) and all(part.leads_nowhere() for part in parts)
            items = self._items(parts, place, has_steps=bool(node.nodes))
        for item in items:
            item.done = done
        items = self._with_inner(items, node, place, depth)
        idle = leads_nowhere and not any(item.steps for item in items)
        return [] if idle else [item for item in items if item.title or item.url]

    def _with_inner(self, items: list[Item], node: Node, place: Place, depth: int) -> list[Item]:
        last = items[-1] if items else None
        inner = self.steps(node.nodes, below(place, last), min(depth + 1, DEEPEST))
        if last is None or depth >= DEEPEST:
            return items + inner
        last.steps += inner
        return items

    def _items(self, parts: list[Line], place: Place, *, has_steps: bool) -> list[Item]:
        parts = [part for part in parts if part.links or part.words()]
        if not parts:
            return []
        first, *others = parts
        links = sum(len(part.links) for part in others)
        if not first.links and links == 1:
            return [named(first, others, place)]
        items = of_line(first, place, self.left, has_steps=has_steps or links > 0)
        for part in others:
            if not items or part.links:
                inner = below(place, items[-1] if items else None)
                (items[-1].steps if items else items).extend(of_line(part, inner, self.left))
            else:
                items[-1].remark = clean(f"{items[-1].remark} {part.words()}")
        return items


def _unstuck(spans: list[Span], node: Node) -> list[Span]:
    """Points indented so far that Markdown took them for text go back below their own."""
    if not any(span.text == SOFT for span in spans):
        return spans
    own, *others = lines(spans, SOFT)
    stuck: list[Node] = []
    for line in others:
        if line and line[0].url is None and BULLET.match(line[0].text):
            line[0].text = BULLET.sub("", line[0].text)
            stuck.append(Node(line[0].line, line))
        elif stuck:
            stuck[-1].spans += [Span(SOFT, node.line), *line]
        else:
            own += [Span(SOFT, node.line), *line]
    node.nodes[:0] = stuck
    return own


def _box(spans: list[Span]) -> tuple[list[Span], bool]:
    """The spans after the task box, and whether it was ticked."""
    for number, span in enumerate(spans):
        if span.url is None and not span.text.strip() and not span.image:
            continue
        found = BOX.match(span.text) if span.url is None and not span.code else None
        if found is None:
            break
        rest = replace(span, text=span.text[found.end() :].lstrip())
        return [*spans[:number], rest, *spans[number + 1 :]], found[1] in "xX"
    return spans, False


def _literal(spans: list[Span], kind: What, line: int) -> Item:
    """A line that the writer marked says exactly what it says."""
    first = next((it for it in spans if it.text.strip() or it.url is not None), None)
    if first and first.url:
        after = words(spans[spans.index(first) + 1 :]).removeprefix(BETWEEN.strip())
        return Item(clean(first.text), first.url, kind, line, after.strip())
    said, *remark = (words(part) for part in lines(spans, HARD))
    return Item(said, None, kind, line, " ".join(remark))
