"""What a person decided about a README that was read: another kind or title, left out, moved.

A decision is about a node by its number, its place in `Readme.nodes()` from 1; it may say `kind`,
`title`, `url`, `remark`, `drop` (true: with all that stands inside) and `into` (the number of the
section that it goes to, at the end). `"ignored-3"` is the third ignored address, which comes in:
`{"into": …, "title": …, "kind": …}`.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from .outline import WITHOUT_ADDRESS, Doubt, Heading, Ignored, Item, Readme, Reason, What

Decision = Mapping[str, Any]
BROUGHT = "ignored-"


def decide(readme: Readme, decisions: Mapping[Any, Decision]) -> Readme:
    """A copy with the decisions in it, whose nodes keep the `number` that they had. What a person
    left out is in `ignored`. Numbers that do not exist mean nothing, like keys that are unknown.

    Raises `ValueError` on a kind that does not exist.
    """
    decided = deepcopy(readme)
    nodes = dict(enumerate(decided.nodes(), 1))
    for number, node in nodes.items():
        node.number = number
    said = {str(key): decision for key, decision in decisions.items()}
    for number, node in nodes.items():
        if decision := said.get(str(number)):
            _tell(node, decision, decided)
    _bring(decided, nodes, said)
    _move(decided, nodes, said)
    dropped = {id(node) for n, node in nodes.items() if said.get(str(n), {}).get("drop")}
    _drop(decided, dropped)
    return decided


def _tell(node: Heading | Item, decision: Decision, readme: Readme) -> None:
    """Write down what was decided; who decided has no doubt."""
    node.title = decision.get("title") or node.title
    if "url" in decision:
        node.url = decision["url"] or None
    if isinstance(node, Item):
        node.kind = What(decision.get("kind") or node.kind)
        node.remark = decision.get("remark", node.remark)
        node.doubt = Doubt.NONE
        if node.url and node.kind in WITHOUT_ADDRESS:
            readme.ignored.append(Ignored(node.url, node.line, Reason.DROPPED))
            node.url = None


def _bring(readme: Readme, nodes: dict[int, Heading | Item], said: dict[str, Decision]) -> None:
    """Let ignored addresses in, at the end of a section: the one they stood in, if none is said."""
    last, brought = len(nodes), []
    for place, ignored in enumerate(readme.ignored, 1):
        decision = said.get(f"{BROUGHT}{place}")
        section = decision and (_section(nodes, decision) or _around(readme, ignored.line))
        if not decision or not section:
            continue
        kind = What(decision.get("kind") or What.READING)
        item = Item(decision.get("title") or ignored.url, ignored.url, kind, ignored.line)
        item.number = last + place
        section.steps.append(item)
        brought.append(id(ignored))
    readme.ignored = [row for row in readme.ignored if id(row) not in brought]


def _move(readme: Readme, nodes: dict[int, Heading | Item], said: dict[str, Decision]) -> None:
    to = [(item, _section(nodes, said.get(str(n), {}))) for n, item in nodes.items()]
    moves = [(item, section) for item, section in to if isinstance(item, Item) and section]
    _take_out(readme, {id(item) for item, _section in moves})
    for item, section in moves:
        section.steps.append(item)


def _section(nodes: dict[int, Heading | Item], decision: Decision) -> Heading | None:
    section = nodes.get(int(decision.get("into") or 0))
    return section if isinstance(section, Heading) else None


def _around(readme: Readme, line: int) -> Heading | None:
    sections = list(readme.walk())
    before = [section for section in sections if section.line <= line]
    return (before or sections or [None])[-1]  # type: ignore[list-item]


def _drop(readme: Readme, dropped: set[int]) -> None:
    gone = {id(node): node for node in _with_all_inside(readme, dropped)}
    readme.ignored += [
        Ignored(node.url, node.line, Reason.DROPPED) for node in gone.values() if node.url
    ]
    _take_out(readme, dropped)


def _with_all_inside(readme: Readme, some: set[int]) -> Iterator[Heading | Item]:
    for section in readme.walk():
        if id(section) in some:
            for inner in section.walk():
                yield inner
                yield from inner.items()
        for step in section.items():
            if id(step) in some:
                yield from step.walk()


def _take_out(readme: Readme, nodes: set[int]) -> None:
    """Once for all of them, from wherever they stand: also from inside each other."""
    holders = list(readme.nodes()) if nodes else []
    readme.sections = [section for section in readme.sections if id(section) not in nodes]
    for holder in holders:
        holder.steps = [step for step in holder.steps if id(step) not in nodes]
        if isinstance(holder, Heading):
            holder.sections = [inner for inner in holder.sections if id(inner) not in nodes]
