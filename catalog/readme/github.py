"""Where the text of a README stands, told by the address of a page that shows it.

GitHub shows a file on a page full of other things; the text alone is at another host. What is
known of the source by its address alone is told too: the file, the commit, whose it is.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from ..links import is_web

RAW = "https://raw.githubusercontent.com"
GIST = "https://gist.github.com"
NAMES = ("README.md", "readme.md", "Readme.md")
COMMIT = re.compile(r"[0-9a-f]{40}")
NAME = re.compile(r"[\w.-]+", re.ASCII)
# The first word of addresses that name no owner.
NO_OWNER = {"orgs", "topics", "sponsors", "features", "marketplace", "search", "settings"}


@dataclass(frozen=True, slots=True)
class Place:
    """What to fetch, the likeliest address first, and what is known before it is read."""

    tries: tuple[str, ...]
    paths: tuple[str, ...] = ()  # the file in its repository, one for each
    commit: str = ""
    author: str = ""


def place(url: str) -> Place:
    """Of any address at all. One that is not GitHub's, or none of its files, stays as it is; so
    does what is no address of the web, for the way out to refuse it."""
    if not is_web(url.strip()):
        return Place((url,))
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    words = [unquote(word) for word in parts.path.split("/") if word]
    found = None
    if host == "github.com" and len(words) > 1 and words[0] not in NO_OWNER:
        found = _of_page(*words)
    elif host == "raw.githubusercontent.com" and len(words) > 3:
        found = _of_raw(*words)
    elif host == "gist.github.com" and words:
        found = _of_gist(*words)
    return found or Place((url.strip(),))


def _of_page(owner: str, repo: str, what: str = "", ref: str = "HEAD", *path: str) -> Place | None:
    repo = repo.removesuffix(".git")
    if not (NAME.fullmatch(owner) and NAME.fullmatch(repo)):
        return None
    if what in ("blob", "raw") and path:
        return _file(owner, repo, ref, path)
    if what in ("", "tree"):
        return _file(owner, repo, ref, *([*path, name] for name in NAMES))
    return None


def _of_raw(owner: str, repo: str, *rest: str) -> Place:
    ref, path = rest[:1], rest[1:]
    if rest[0] == "refs" and len(rest) > 3:  # refs/heads/main/README.md
        ref, path = rest[:3], rest[3:]
    return _file(owner, repo, "/".join(ref), path)


def _file(owner: str, repo: str, ref: str, *paths: "tuple[str, ...] | list[str]") -> Place:
    tries = [quote("/".join([owner, repo, ref, *path])) for path in paths]
    return Place(
        tuple(f"{RAW}/{it}" for it in tries),
        paths=tuple("/".join(path) for path in paths),
        commit=ref if COMMIT.fullmatch(ref) else "",
        author=owner,
    )


def _of_gist(*words: str) -> Place | None:
    """gist.github.com/ID, or /OWNER/ID, or /OWNER/ID/VERSION."""
    owner, key = (words[0], words[1]) if len(words) > 1 else ("", words[0])
    version = words[2] if len(words) > 2 and COMMIT.fullmatch(words[2]) else ""
    if not re.fullmatch(r"[0-9a-f]{16,40}|[0-9]+", key) or (owner and not NAME.fullmatch(owner)):
        return None
    address = "/".join(filter(None, [GIST, owner, key, "raw", version]))
    return Place((address,), commit=version, author=owner)
