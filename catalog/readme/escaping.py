"""Words and addresses as Markdown that says just them."""

import re

from .reading.addresses import SITE

# Signs that mean something wherever they stand; `_` only at the edge of a word, `#` and `&` where
# a heading would end or an entity begin, `:` in an address or the code of an emoji.
SIGNS = re.compile(
    r"[\\`*\[\]<~$]|(?<![^\W_])_|_(?![^\W_])|(?<!\S)#|&(?=#|\w+;)|(?<=http):(?=//)|(?<=https):(?=//)"
    r"|:(?=[\w+-]+:)",
    re.IGNORECASE,
)
FIRST = re.compile(r"([-+=>]|\d{1,9}(?=[.)]))")
SITES = re.compile(rf"(?<![\w@./:-]){SITE.pattern}", re.IGNORECASE)


def escaped(text: str) -> str:
    """Words in one line that are read as words."""
    return _escaped(SITES.sub(_no_site, text) if "." in text else text)


def _no_site(found: re.Match[str]) -> str:
    """What would be taken for an address without a scheme, with its dots to be escaped."""
    site = found[0]
    last = not any(sign.isalnum() for sign in found.string[found.end() :])
    taken = last or "/" in site or site.lower().startswith("www.")
    return site.replace(".", "\0") if taken else site


def _escaped(text: str) -> str:
    return SIGNS.sub(lambda found: f"\\{found[0]}", text).replace("\0", "\\.")


def edge(text: str) -> str:
    """Escaped words that begin a line of their own."""
    first = FIRST.match(text)
    if first and first[0].isdigit():
        return f"{first[0]}\\{text[first.end() :]}"
    return f"\\{text}" if first else text


def link(title: str, url: str) -> str:
    return f"[{_escaped(title)}]({address(url)})"


def address(url: str) -> str:
    """An address as the target of a link, parentheses and all."""
    plain = re.sub(r"&(?=#?\w+;)", "&amp;", url)
    if not re.search(r"[\s()<>\\]", plain):
        return plain
    return f"<{re.sub(r'([\\<>])', r'\\\1', plain)}>"
