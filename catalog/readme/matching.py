"""Which line of one reading is which line of another. Pure.

The surest sign goes first, and what is paired stays paired: the canonical address, then the title
with the place, then what stands below, then likeness and the gap between two known neighbours. A
line whose address is another may be the same line of the track, never the same thing to study.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from unicodedata import combining, normalize

from ..links import canonical, host
from .outline import Heading, Item, Readme

LIKE = 0.6  # of `likeness`: from here on two titles may be one that was edited
MOST = 20_000  # pairs that are compared letter by letter; of a text that is all new, none are


@dataclass(slots=True, eq=False)
class Node:
    """The whole, a heading or a step, with what it stands in and what stands in it."""

    thing: Readme | Heading | Item
    above: "Node | None" = None
    below: list["Node"] = field(default_factory=list)
    address: str = ""  # the canonical one
    name: str = ""  # the title, without what people change by the way

    @property
    def is_step(self) -> bool:
        return isinstance(self.thing, Item)

    @property
    def uid(self) -> str:
        return getattr(self.thing, "uid", "")

    @property
    def url(self) -> str:
        return getattr(self.thing, "url", None) or ""

    @property
    def remark(self) -> str:
        return self.thing.remark if isinstance(self.thing, Item) else self.thing.description

    @property
    def path(self) -> tuple[str, ...]:
        return (*(self.above.path if self.above else ()), self.name)

    def walk(self) -> Iterator["Node"]:
        """Itself and everything in it, in reading order."""
        yield self
        for node in self.below:
            yield from node.walk()


def tree(thing: Readme | Heading | Item, above: Node | None = None) -> Node:
    node = Node(thing, above, name=_folded(thing.title))
    node.address = _address(node.url)
    inner: list[Item] = [] if isinstance(thing, Readme) else thing.steps
    sections: list[Heading] = [] if isinstance(thing, Item) else thing.sections
    node.below = [*(tree(it, node) for it in inner), *(tree(it, node) for it in sections)]
    return node


@lru_cache(maxsize=2**14)  # readings that are compared have most addresses in common
def _address(url: str) -> str:
    return canonical(url) if url else ""


def _folded(title: str) -> str:
    plain = normalize("NFKD", title).casefold()
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not combining(c))))


def likeness(one: str, other: str) -> float:
    """From 0 to 1, of two texts whose case and accents say nothing."""
    return SequenceMatcher(None, _folded(one), _folded(other), autojunk=False).ratio()


def match(old: Node, new: Node) -> dict[Node, Node]:
    """Old → new. Sections are paired with sections, steps with steps, each at most once."""
    return _Matching(old, new).pairs


class _Matching:
    def __init__(self, old: Node, new: Node) -> None:
        self.pairs, self.back = {old: new}, {new: old}
        self.old, self.new = list(old.walk()), list(new.walk())
        self.by_address()
        self.by(lambda node: (node.is_step, node.path) if not node.address else None)
        self.by(lambda node: None if node.is_step else node.name or None)
        for _ in range(2):  # what stands in a group is known better once the group is
            self.by_content()
            self.by_place(lambda node: node.name or None)
            self.by(lambda node: (node.is_step, node.name, host(node.url)) if node.name else None)
            self.by_likeness()
            self.by_place(self.gaps().get, alike=True)
            self.by_place(lambda node: not node.address, alike=True)

    def pair(self, old: Node, new: Node) -> None:
        self.pairs[old], self.back[new] = new, old

    def left(self) -> tuple[list[Node], list[Node]]:
        return (
            [node for node in self.old if node not in self.pairs],
            [node for node in self.new if node not in self.back],
        )

    def by(self, key: Callable[[Node], Hashable], alike: bool = False) -> None:
        """Pair what has the same key, where nothing else on its side has it."""
        of_old, of_new = (_alone(nodes, key) for nodes in self.left())
        for key_, old in of_old.items():
            if (new := of_new.get(key_)) and (not alike or _could_be(old, new)):
                self.pair(old, new)

    def by_address(self) -> None:
        def own(node: Node) -> tuple[bool, str]:
            return (node.is_step, node.address)

        self.by(lambda node: node.address and (*own(node), node.path))
        self.by(lambda node: node.address and (*own(node), node.name))
        left: dict[Hashable, list[Node]] = {}
        for node in reversed(self.left()[1]):
            left.setdefault(own(node), []).append(node)
        for node in self.left()[0]:
            if node.address and left.get(own(node)):
                self.pair(node, left[own(node)].pop())

    def by_place(self, key: Callable[[Node], Hashable], alike: bool = False) -> None:
        """The same key inside of the same section or group."""

        def placed(node: Node) -> Hashable:
            where = self.here(node.above)
            return (where, node.is_step, found) if where and (found := key(node)) else None

        self.by(placed, alike)

    def here(self, node: Node | None) -> Node | None:
        """A node of either reading as one of the new."""
        return self.pairs.get(node) or (node if node in self.back else None) if node else None

    def gaps(self) -> dict[Node, Hashable]:
        """Of each line that is not paired: the siblings around it that both readings have."""
        found: dict[Node, Hashable] = {}
        for whole in (*self.old, *self.new):
            for steps in (True, False):
                before: Node | None = None
                open_: list[Node] = []
                for node in (*(it for it in whole.below if it.is_step == steps), None):
                    if node is not None and not self.stays(node):
                        open_ += [] if self.here(node) else [node]
                        continue
                    after = self.here(node)
                    found |= dict.fromkeys(open_, (before, after))
                    before, open_ = after, []
        return found

    def stays(self, node: Node) -> bool:
        other = self.pairs.get(node) or self.back.get(node)
        return bool(other and self.here(other.above) is self.here(node.above))

    def by_content(self) -> None:
        """A section or group is where most of what stood in it stands now."""
        votes: Counter[tuple[Node, Node]] = Counter()
        whole: Counter[Node] = Counter()
        for old, new in self.pairs.items():
            if old.above and new.above:
                votes[old.above, new.above] += 1
                whole.update((old.above, new.above))
        for (old, new), count in votes.most_common():
            free = old not in self.pairs and new not in self.back and old.is_step == new.is_step
            if free and count * 2 >= max(whole[old], whole[new]):
                self.pair(old, new)

    def by_likeness(self) -> None:
        """Titles that were edited, the most alike first, inside of the same section or group."""
        sides: dict[Hashable, tuple[list[Node], list[Node]]] = {}
        for side, nodes in enumerate(self.left()):
            for node in nodes:
                here = self.here(node.above)
                if here:
                    sides.setdefault((here, node.is_step), ([], []))[side].append(node)
        if sum(len(old) * len(new) for old, new in sides.values()) > MOST:
            return
        found = [
            (likeness(one.name, other.name), one, other)
            for old, new in sides.values()
            for one in old
            for other in new
        ]
        for like, one, other in sorted(found, key=lambda it: -it[0]):
            if like >= LIKE and one not in self.pairs and other not in self.back:
                self.pair(one, other)


def _alone(nodes: Iterable[Node], key: Callable[[Node], Hashable]) -> dict[Hashable, Node]:
    keyed = [(found, node) for node in nodes if (found := key(node))]
    times = Counter(found for found, _node in keyed)
    return {found: node for found, node in keyed if times[found] == 1}


def _could_be(old: Node, new: Node) -> bool:
    """Whether one line may have become the other, when only the place speaks for it."""
    if not old.address and not new.address:
        return True
    like = likeness(old.name, new.name) >= LIKE
    return like or SequenceMatcher(None, old.address, new.address).ratio() >= 0.8
