"""What an address of a README is: something to open, or what else. Pure rules, no request."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ...links import LONGEST, is_web
from ..outline import Reason

_LETTER = r"[a-z0-9\u00a1-\uffff]"
_LABEL = rf"{_LETTER}(?:[a-z0-9\u00a1-\uffff-]{{0,61}}{_LETTER})?"
HOST = re.compile(
    rf"(?:{_LABEL}\.)+(?:xn--[a-z0-9-]+|[a-z\u00a1-\uffff-]{{2,63}})\.?|\d{{1,3}}(?:\.\d{{1,3}}){{3}}",
    re.IGNORECASE,
)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
TO_PEOPLE = ("mailto:", "tel:", "sms:", "skype:")
# Endings that are more often of sites than of files. `.py`, `.md`, `.sh` and `.rs` are not here.
_ENDINGS = [
    "com",
    "org",
    "net",
    "edu",
    "gov",
    "mil",
    "int",
    "info",
    "io",
    "dev",
    "app",
    "ai",
    "co",
    "me",
    "tv",
    "br",
    "pt",
    "es",
    "ar",
    "mx",
    "cl",
    "uk",
    "us",
    "eu",
    "de",
    "fr",
    "it",
    "nl",
    "ch",
    "academy",
    "blog",
    "cloud",
    "club",
    "codes",
    "community",
    "design",
    "digital",
    "guide",
    "online",
    "page",
    "site",
    "space",
    "store",
    "tech",
    "tools",
    "wiki",
    "world",
    "zone",
    "link",
    "live",
    "social",
    "studio",
    "science",
    "school",
    "so",
    "gg",
    "ly",
    "fm",
    "to",
]
SITE = re.compile(
    rf"(?:www\.{_LABEL}(?:\.{_LABEL})+|(?:{_LABEL}\.)+(?:{'|'.join(_ENDINGS)}))(?=[/?#:]|\Z)\S*",
    re.IGNORECASE,
)
BADGES = re.compile(
    r"""//(?:[\w-]+\.)*(?:shields\.io|badgen\.net|badge\.fury\.io|travis-ci\.(?:org|com)|circleci\.com
    |codecov\.io|coveralls\.io|forthebadge\.com|isitmaintained\.com|visitor-badge\.\w+|komarev\.com
    |badges\.\w+(?:\.\w+)*|badge\.\w+(?:\.\w+)*|hits\.\w+(?:\.\w+)*|contrib\.rocks
    |buymeacoffee\.com/(?:button|assets)|awesome\.re)/
    |\bbadges?[/._-]|/badge\b|[_-]badge\b|[?&]style=(?:flat|plastic|for-the-badge)
    |/workflows/.*\.svg|/actions/.*\.svg|//awesome\.re\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Their badges open the thing itself.
RUNS = re.compile(
    r"//(?:colab\.research\.google\.com|mybinder\.org|(?:www\.)?kaggle\.com)/", re.IGNORECASE
)
VIDEOS = re.compile(r"//(?:[\w-]+\.)?(?:youtube\.com/|youtu\.be/|vimeo\.com/)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judged:
    url: str  # what may be opened; empty when there is a reason against it
    reason: Reason | None = None
    without_scheme: bool = False


def judge(written: str) -> Judged:
    """Whether a link's address may become a step's."""
    url = re.sub(r"[\t\n\r]", "", written).strip().replace(" ", "%20")
    if not url:
        return Judged("", Reason.BROKEN)
    if url.startswith("#"):
        return Judged("", Reason.CONTENTS)
    if url.lower().startswith(TO_PEOPLE):
        return Judged("", Reason.CONTACT)
    if url.startswith("//") or SITE.fullmatch(url):
        found = judge(f"https://{url.lstrip('/')}")
        return Judged(found.url, found.reason, without_scheme=True)
    if not SCHEME.match(url):
        return Judged("", Reason.RELATIVE)
    if len(url) > LONGEST:
        return Judged("", Reason.TOO_LONG)
    return Judged(url) if _opens(url) else Judged("", Reason.BROKEN)


def _opens(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return is_web(url) and len(host) <= 253 and bool(HOST.fullmatch(host))


def is_badge(image: str) -> bool:
    return bool(BADGES.search(image))


def is_contents(url: str) -> bool:
    """Whether a link leads to a place on a page, as tables of contents do."""
    return "#" in url and not url.rpartition("#")[2].startswith(("/", "!"))


def spoken(url: str) -> str:
    """A name for an address that nobody named: `visenger/awesome-mlops`, `huyenchip.com`."""
    bare = (
        re.sub(r"^https?://(?:www\.)?", "", url, flags=re.IGNORECASE).partition("#")[0].rstrip("/")
    )
    found = re.fullmatch(r"(?:github|gitlab)\.com/([\w.-]+/[\w.-]+)", bare, re.IGNORECASE)
    return found[1] if found else bare
