"""Words as they are searched: folded to plain letters and cut to their stems. Pure."""

import re
import unicodedata

from snowballstemmer import stemmer

_portuguese = stemmer("portuguese")


def fold(text: str) -> str:
    """Lower case without accents: `Definição` → `definicao`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def stems(text: str) -> str:
    """`" stem stem "`, in order, with a space at both ends so that whole stems can be found."""
    found = _portuguese.stemWords(re.findall(r"[a-z0-9]+", fold(text)))
    return f" {' '.join(found)} " if found else ""
