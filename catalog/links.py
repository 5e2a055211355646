"""The canonical key of an address: what makes two links the same thing to study. Pure.

Two links may get one key only when they open the same thing for certain: a duplicate that slips
through is merged by a curator in a minute, while two things under one key share every mark of
every learner. A key is for comparing and never for opening; the link keeps its own address. Keys
are plain ASCII, at most `LONGEST` long, and a key is its own key.

| rule | reason |
|---|---|
| spaces around the link, tabs and line breaks in it go | browsers take them out |
| `http` is `https` | sites answer on both with the same page |
| … unless a port is named | another port is another server |
| the host is lower case, a name with accents is punycode | names are compared so (RFC 4343, 3492) |
| `:80` of http and `:443` of https go | they are meant anyway |
| one leading `www.` goes | an old custom for the same site |
| one slash at the end of the path goes | both ways lead to one page |
| `%7E` is `~`, `%c3` is `%C3`, `ç` is `%C3%A7` | RFC 3986 calls them equal |
| … unless the part has a stray `%` | then nobody knows what was meant |
| parameters that only say where a click came from go | `TRACKING`, by the whole name |
| an anchor goes (`#resumo`, `#:~:text=…`) | a place on the same page |
| any other fragment stays (`#/rota`, `#!rota`, `#gid=0`) | it may choose the page |
| every way to one video of YouTube is one, whatever the instant | the id names the video |
| … with a playlist it is another thing | the link may stand for the list |

Left alone: case and order of everything else, other parameters, `index.html`, language hosts
such as `pt.`, doubled slashes, sign-in names, other schemes, and what is no address at all.
"""

import re
from hashlib import sha256
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit

# The column's length. PostgreSQL indexes no value much longer.
LONGEST = 2048
TRACKING = re.compile(
    r"""utm_.* | fbclid | gclid | gclsrc | dclid | gbraid | wbraid | msclkid | yclid | twclid
    | ttclid | igshid | igsh | li_fat_id | mc_cid | mc_eid | mkt_tok | _hsenc | _hsmi
    | hsctatracking | vero_id | vero_conv | oly_anon_id | oly_enc_id | _ga | _gl | _lrsc
    | _openstat""",
    re.VERBOSE,
)
# Of one site only, because elsewhere the same name may choose what is shown.
OF_YOUTUBE = frozenset({"si", "feature", "pp", "ab_channel"})
TRACKING_OF = {
    "youtube.com": OF_YOUTUBE,
    "youtu.be": OF_YOUTUBE,
    "medium.com": frozenset({"source"}),
}
VIDEO_AT = {
    "https://youtube.com": re.compile(r"/(?:shorts|live|embed|v)/([^/]+)"),
    "https://youtube-nocookie.com": re.compile(r"/embed/([^/]+)"),
    "https://youtu.be": re.compile(r"/([^/]+)"),
}
VIDEO = re.compile(r"(?!videoseries|live_stream)[\w-]{11}", re.ASCII)  # two words of the player
MOMENT = frozenset({"t", "start", "time_continue", "index"})

PORTS = {"http": "80", "https": "443"}
LABELS = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+\.?")
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
# Short and of words only: a state of an application is long, or holds other signs.
ANCHOR = re.compile(r"[\w.~(),-]{0,80}")


def canonical(url: str) -> str:
    """The key of any text at all; never an exception. Equal keys mean the same thing to study."""
    text = re.sub(r"[\t\n\r]", "", url).strip()
    key = _web_key(text) or quote(text, safe=PRINTABLE, errors="surrogatepass")
    return key if len(key) <= LONGEST else f"sha256:{sha256(key.encode()).hexdigest()}"


def _web_key(text: str) -> str:
    """The key of a web address; empty when the text is none, or one of an uncommon shape."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    name, _, port = parts.netloc.partition(":")
    host = _host(name)
    if parts.scheme not in PORTS or not LABELS.fullmatch(host) or not re.fullmatch("[0-9]*", port):
        return ""
    if port in ("", PORTS[parts.scheme]):
        origin = f"https://{host}"
    else:
        origin = f"{parts.scheme}://{host}:{port}"
    path, query = _path(parts.path), _query(parts.query, host)
    if video := _video(origin, path, query):
        return video
    return origin + path + _after("?", query) + _after("#", _fragment(parts.fragment))


def ascii_name(name: str) -> str:
    """The name of a host as it is asked for in the network."""
    # Letter by letter: `lower()` of a whole word would turn a last Σ into ς.
    lower = "".join(letter.lower() for letter in normalize("NFC", name))
    return ".".join(_label(label) for label in lower.split("."))


def _host(name: str) -> str:
    host = ascii_name(name)
    bare = host.removeprefix("www.")
    if "." in bare and not bare.startswith("www."):
        host = bare
    return "youtube.com" if host == "m.youtube.com" else host


def _label(label: str) -> str:
    # Not Python's "idna": that one is of 2003 and makes straße the same as strasse.
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"


def _plain(part: str) -> str:
    """One spelling for one text: escapes only where they are needed, with capital letters."""
    if STRAY_PERCENT.search(part):
        return quote(part, safe=PRINTABLE, errors="surrogatepass")

    def unescape(match: re.Match[str]) -> str:
        letter = chr(int(match[1], 16))
        return letter if UNRESERVED.fullmatch(letter) else match[0].upper()

    return ESCAPE.sub(unescape, quote(part, safe=PRINTABLE, errors="surrogatepass"))


def _path(path: str) -> str:
    path = _plain(path)
    return path[:-1] if path.endswith("/") and not path.endswith("//") else path


def _query(query: str, host: str) -> list[str]:
    own = TRACKING_OF.get(host, frozenset())
    pieces = [_plain(piece) for piece in query.split("&")] if query else []
    named = [(piece, _name(piece)) for piece in pieces]
    return [piece for piece, name in named if not (TRACKING.fullmatch(name) or name in own)]


def _name(piece: str) -> str:
    return piece.partition("=")[0].lower()


def _fragment(fragment: str) -> list[str]:
    # Twice, because the sign may have been hidden by an escape.
    text = _plain(fragment.partition(":~:")[0]).partition(":~:")[0]
    return [] if ANCHOR.fullmatch(unquote(text, errors="replace")) else [text]


def _video(origin: str, path: str, query: list[str]) -> str:
    """The one key of a video of YouTube, however it is opened; empty when it is none."""
    named = [piece for piece in query if piece.startswith("v=")]
    rest = [piece for piece in query if _name(piece) not in MOMENT]
    if origin == "https://youtube.com" and path == "/watch" and len(named) == 1:
        video = named[0].removeprefix("v=")
        rest.remove(named[0])
    else:
        found = VIDEO_AT[origin].fullmatch(path) if origin in VIDEO_AT else None
        video = found[1] if found else ""
    if not VIDEO.fullmatch(video):
        return ""
    return "https://youtube.com/watch" + _after("?", [f"v={video}", *rest])


def _after(sign: str, pieces: list[str]) -> str:
    joined = "&".join(pieces)
    return sign + joined if joined else ""


def host(url: str) -> str:
    """The site of a link as people name it: `alura.com.br`."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower().removeprefix("www.")
    except ValueError:
        return ""


def is_web(url: str) -> bool:
    """Whether people may be sent there: a web site, without a name to sign in with, and nothing
    that browsers read otherwise than it looks."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = url.isprintable() and "\\" not in url
    return plain and parts.scheme in PORTS and "@" not in parts.netloc
