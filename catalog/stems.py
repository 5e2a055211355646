"""Words as they are searched: folded to plain letters and cut to their stems. Pure.

The same rule makes what is stored and what is asked. Accents go first, because people leave them
out when they ask; Snowball then no longer knows its plurals (it never knew all of them: it keeps
*definição* and *definições* apart), so that a few rules bring them to one form. A stem is for
comparing and need not be a word: every final -m becomes -n and every -il becomes -el.
"""

import re
from functools import lru_cache
from unicodedata import combining, normalize

from snowballstemmer import stemmer

# c++ and c# are words; ci/cd and node.js are two each.
WORD = re.compile(r"\b[a-z](?:\+\+|#)(?!\w)|[^\W_]+")
ONE_FORM = [
    (re.compile(rf"(?<=\w){ending}$"), form)
    for ending, form in (
        ("(?:[ao]e|ao)s", "ao"),  # ações, pães, mãos: ação, pão, mão
        (r"(?<=\w\w)([aou])is", r"\1l"),  # canais, espanhóis, azuis: canal, espanhol, azul
        (r"(?<=\w\w)eis", "el"),  # níveis: nível; but also fáceis: fácil, hence the -il below
        ("(nt|rf)is", r"\1el"),  # infantis, perfis: infantil, perfil
        ("ies?", "i"),  # séries: série, and libraries: library
        (r"(?<=\w\w)([^aeos])s", r"\1"),  # nuvens, and English: models, APIs, keys
        ("(?<=[^aeiou])y", "i"),
        ("il", "el"),
        ("m", "n"),  # nuvem, nuvens; item, itens, items; token, tokens
    )
]
# Words that say nothing when they are asked. What is stored keeps them.
LITTLE = frozenset({
    *("a", "ao", "aos", "as", "com", "da", "das", "de", "do", "dos", "e", "em", "na", "nas"),
    *("no", "nos", "o", "os", "ou", "para", "por", "que", "um", "uma"),
    *("and", "for", "of", "the", "to"),
})  # fmt: skip


def fold(text: str) -> str:
    """Lower case without accents: `Definição` → `definicao`."""
    # Taken apart twice: 𝔄 is an A only then, and İ falls apart when it becomes small.
    plain = normalize("NFKD", normalize("NFKD", text).casefold())
    return "".join(letter for letter in plain if not combining(letter))


def words(text: str) -> list[str]:
    """The words of a text, folded: `Node.js e C++` → `node`, `js`, `e`, `c++`."""
    return WORD.findall(fold(text))


def telling(found: list[str]) -> list[str]:
    """The words that a question is about, each once: `cursos de sql` → `cursos`, `sql`."""
    once = list(dict.fromkeys(found))
    return [word for word in once if word not in LITTLE] or once


@lru_cache(maxsize=8_192)  # most words of a big import were met before
def stem(word: str) -> str:
    """The stem of a folded word, equal for singular and plural."""
    for ending, form in ONE_FORM:
        word = ending.sub(form, word)
    # A new one for every word: a stemmer keeps the word in itself, and threads would mix theirs.
    return str(stemmer("portuguese").stemWord(word))


def whole(word: str) -> str:
    """What stands in `stems` for a folded word, in whatever form it was written there."""
    return f" {stem(word)}/"


def stems(text: str) -> str:
    """What is stored of a text: ` stem/word stem/word`, in order.

    So ` stem/` finds a whole word in every form, and `/wor` an unfinished one as it was written:
    while somebody types *aprendizad* the letters are already beyond the stem.
    """
    return "".join(f"{whole(word)}{word}" for word in words(text))
