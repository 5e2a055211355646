"""Edits of a track as edits of the text that it came from. Pure.

Only the lines that an edit is about are touched, and of a line only the words that changed; every
other byte stays, so that the author of the source reads a small difference.
"""

import re
from collections.abc import Collection
from difflib import unified_diff

from .editing import Editing
from .outline import Readme

OUTSIDE = {"", ".", "..", ".git", "git~1"}
PLAIN_PATH = re.compile(r"[^\x00-\x1f\x7f\"\\]+")


def edit(
    text: str,
    read: Readme,
    ours: Readme,
    anew: Collection[str] = (),
    marked: Collection[str] = (),
) -> str:
    """The text with our edits in it. `read` is its reading, whose nodes have the uids of `ours`;
    what has none was never taken over, and stays.

    The lines of the nodes in `anew` (by their `name`) are written anew, where changed words alone
    would be read otherwise; those in `marked` with the comment that says what is meant.
    """
    return Editing(text, read, ours, anew, marked).text()


def diff(before: str, after: str, path: str) -> str:
    """What `git apply` understands; empty when nothing differs."""
    name = path.lstrip("/")
    if not is_inside(name):
        name = "README.md"
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", side) for side in (before, after))
    found = unified_diff(old, new, _quoted(f"a/{name}"), _quoted(f"b/{name}"))
    # The last line of a file may have no end; then a word about it follows.
    ended = (it if it.endswith("\n") else f"{it}\n\\ No newline at end of file\n" for it in found)
    return "".join(ended)


def is_inside(path: str) -> bool:
    """Whether it names a file of a repository: not one beside it, nor of git itself, on whatever
    system a patch is applied."""
    words = re.split(r"[/\\]", path.casefold())
    return not OUTSIDE & {word if word in (".", "..") else word.rstrip(". ") for word in words}


def _quoted(name: str) -> str:
    """As git writes names: a tab ends one with spaces, odd signs stand in quotes."""
    if PLAIN_PATH.fullmatch(name):
        return f"{name}\t" if " " in name else name
    return '"' + "".join(map(_escaped, name)) + '"'


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    return sign if sign.isprintable() else "".join(f"\\{byte:03o}" for byte in sign.encode())
