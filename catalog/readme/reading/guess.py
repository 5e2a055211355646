"""What a line is, guessed from its address, its words and the headings above it.

Sure signs come first: the nearest heading that says *communities*, then words like *course* or
*book* in the title, sites that hold one kind of thing, such words in the heading; then vaguer ones
of title and heading, then the path.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

from ...links import host
from ..outline import Doubt, Item, What
from .roles import folded
from .vocabulary import (
    ANY_WORD,
    CHANNEL,
    HIDING,
    PATHS_OF,
    SITES_OF,
    SKILLS,
    SURE,
    UNSURE_IN_TITLES,
    WORDS_OF,
)

SENTENCE = re.compile(r"[.!…]['\")\]]*\Z")
LONGEST_SKILL = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: the titles of the headings above, outermost first, and under what."""

    headings: tuple[str, ...] = ()
    under_link: bool = False  # below a line with an address
    under_words: bool = False  # below a line without

    def teaches_skills(self) -> bool:
        """Whether the nearest heading that says anything announces skills."""
        return _announce_skills(self.headings)


def below(place: Place, item: Item | None) -> Place:
    """The place of what stands below a step."""
    if item is None:
        return place
    return replace(place, under_link=bool(item.url), under_words=not item.url)


def of_words(title: str, place: Place, *, has_steps: bool) -> tuple[What, Doubt]:
    """What a line without an address is."""
    if place.teaches_skills():
        return What.SKILL, Doubt.NONE
    if has_steps:
        return What.GROUP, Doubt.NONE
    if place.under_link:
        return What.REMARK, Doubt.NONE
    long = len(title) > LONGEST_SKILL or title.count(" ") > 14
    return (What.REMARK if long or SENTENCE.search(title) else What.SKILL), Doubt.NO_LINK


def of_link(title: str, url: str, place: Place) -> tuple[What, Doubt]:
    """What stands at an address."""
    site, path = host(url), _path(url)
    nearest = _nearest(place.headings)
    above = nearest[0] if len(nearest) == 1 else None
    if above is What.COMMUNITY:
        return above, Doubt.NONE
    if site in ("youtube.com", "m.youtube.com") and CHANNEL.match(path):
        return What.CHANNEL, Doubt.NONE
    named = [it for it in _said_by(folded(title)) if it not in UNSURE_IN_TITLES]
    guessed = (
        next((it for it in named if it in SURE), None)
        or _by_site(site, path, above)
        or (above if above in SURE else None)
        or next(iter(named), above)
        or next((what for what, pattern in PATHS_OF.items() if pattern.search(path or site)), None)
    )
    if guessed:
        return guessed, Doubt.NONE
    if HIDING.fullmatch(site):
        return What.SITE, Doubt.KIND
    if _is_repository(site) and path.strip("/").count("/") == 1:
        return What.TOOL, Doubt.NONE
    return (What.READING if path.strip("/") else What.SITE), Doubt.NONE


@lru_cache(4096)
def _said_by(folded_title: str) -> tuple[What, ...]:
    """The kinds of which a title has words."""
    if not ANY_WORD.search(folded_title):
        return ()
    return tuple(what for what, pattern in WORDS_OF.items() if pattern.search(folded_title))


@lru_cache(512)
def _nearest(headings: tuple[str, ...]) -> tuple[What, ...]:
    """The kinds that the nearest heading names which names any."""
    said = (_said_by(folded(title)) for title in reversed(headings))
    return next(filter(None, said), ())


@lru_cache(512)
def _announce_skills(headings: tuple[str, ...]) -> bool:
    for title in reversed(headings):
        said = folded(title)
        if SKILLS.search(said):
            return True
        if _said_by(said):
            return False
    return False


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _by_site(site: str, path: str, above: What | None) -> What | None:
    """What a site holds; of a video, the heading knows better what it shows."""
    if _is_repository(site):
        return What.LIST if "awesome" in path.lower() else None
    if site.endswith((".edu", ".ac.uk")) or ".edu." in site:
        return What.ARTICLE if "/papers/" in path and path.endswith(".pdf") else None
    if not path.strip("/") and site.endswith(("medium.com", "substack.com")):
        return What.BLOG
    found = next((what for what, pattern in SITES_OF.items() if pattern.fullmatch(site)), None)
    course = above is What.COURSE and path.startswith("/playlist")
    if found is What.VIDEO and (above in (What.TALK, What.PODCAST) or course):
        return above
    return found


def _is_repository(site: str) -> bool:
    return site in ("github.com", "gitlab.com")
