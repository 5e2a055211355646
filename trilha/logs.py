"""What no log may show: whoever holds the key in such an address may look, or set a password."""

import logging
import re
from urllib.parse import unquote

PLACES = "l|calendario|email/parar(?:/conversas)?|senha/nova|turmas/(?:convite|responsavel)"
# Also of an address that stands, encoded, within the query of another.
SLASH = "(?:/|%(?:25)*2F)"
KEYS = re.compile(
    f"({SLASH}(?:{PLACES.replace('/', SLASH + '+')}){SLASH}+)(?:(?!{SLASH})[^\\s?&\"'])+",
    re.IGNORECASE,
)
DEPTH = 3  # of an address in the query of an address in a query
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def hidden(said: str) -> str:
    """Without keys, also where a way to them was written in signs that servers read as letters:
    what hides such a way is put down in letters."""
    said = KEYS.sub(r"\1***", said)
    read = said
    for _ in range(DEPTH if "%" in said else 0):
        read = unquote(read)
        if (masked := KEYS.sub(r"\1***", read)) != read:
            said = read = masked
    return said


class WithoutKeys(logging.Filter):
    """Put *** in the place of keys, and signs for control characters: on a handler for every
    logger, on a logger for that one."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = hidden(record.getMessage())
        # An address may hold line breaks, with which somebody could write lines of their own.
        record.msg, record.args = CONTROL.sub(lambda found: repr(found[0])[1:-1], said), ()
        return True
