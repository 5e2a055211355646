"""The words of a text that a search was about."""

import re
from collections.abc import Iterator

from django import template

from ..stems import stem, telling, words

register = template.Library()
# c++ and c#, then letters and digits with the accents that stand on their own behind them.
WORD = re.compile(r"\b[A-Za-z](?:\+\+|#)(?!\w)|[^\W_](?:[^\W_]|[\u0300-\u036f])*")


@register.filter
def hits(text: str, question: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether the question asks for it in any form; the pieces
    together are the text."""
    return list(_pieces(text, {stem(word) for word in telling(words(question))}))


def _pieces(text: str, asked: set[str]) -> Iterator[tuple[str, bool]]:
    end = 0
    for word in WORD.finditer(text):
        if any(stem(folded) in asked for folded in words(word.group())):
            yield text[end : word.start()], False
            yield word.group(), True
            end = word.end()
    yield text[end:], False
