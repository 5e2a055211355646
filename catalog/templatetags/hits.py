"""The words of a text that a search was about."""

import re

from django import template
from django.utils.html import format_html, format_html_join

from ..stems import stem, telling, words

register = template.Library()
# c++ and c#, then letters and digits with the accents that stand on their own behind them.
WORD = re.compile(r"(\b[A-Za-z](?:\+\+|#)(?!\w)|[^\W_](?:[^\W_]|[\u0300-\u036f])*)")


@register.simple_tag
def hits(text: str, question: str) -> str:
    """`{% hits title search.question %}`: the text, with the words that the question asks for, in
    whatever form and accents, marked."""
    asked = {stem(word) for word in telling(words(question))}
    pieces = WORD.split(text)  # what is between words, a word, what is between, a word, …
    marked = (
        format_html("<mark>{}</mark>", piece)
        if n % 2 and any(stem(word) in asked for word in words(piece))
        else piece
        for n, piece in enumerate(pieces)
    )
    return format_html_join("", "{}", ((piece,) for piece in marked))
