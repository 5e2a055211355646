"""Two values side by side, cut into what went, what came and what stayed."""

import re
from difflib import SequenceMatcher
from typing import Literal

type Piece = tuple[Literal["same", "gone", "new"], str]


def of_sets(before: set[str], after: set[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for name in sorted(before | after, key=str.casefold):
        if name in before and name in after:
            pieces.append(("same", name))
        else:
            pieces.append(("gone" if name in before else "new", name))
    return pieces


def of_texts(before: str, after: str) -> list[Piece]:
    """Whole values, or word by word when a long text was touched here and there."""
    old, new = (re.findall(r"\S+\s*", text) for text in (before, after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if min(len(old), len(new)) < 8 or matcher.ratio() < 0.5:
        arrow: list[Piece] = [("same", "→")] if before and after else []
        return _filled([("gone", before), *arrow, ("new", after)])
    pieces: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("same", _shortened(old[a:b])))
        else:
            pieces += _filled([("gone", "".join(old[a:b])), ("new", "".join(new[c:d]))])
    return pieces


def side_by_side(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """The former value and the new one, each in a place of its own: letter by letter when they
    are almost the same, as wholes when they are not."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.6:
        return _filled([("gone", before)]), _filled([("new", after)])
    old: list[Piece] = []
    new: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        same = tag == "equal"
        old += _filled([("same" if same else "gone", before[a:b])])
        new += _filled([("same" if same else "new", after[c:d])])
    return old, new


def _filled(pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece[1]]


def _shortened(words: list[str]) -> str:
    return "".join(words if len(words) < 12 else [*words[:5], "… ", *words[-5:]])
