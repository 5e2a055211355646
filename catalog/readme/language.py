"""In which language a title is written, as far as its words, endings and letters tell. Pure."""

import re

# Little words, and others that titles of things to study are made of.
TELLING = {
    "pt-BR": """
        a ao aos aplicada aplicado as às até com como curso cursos da das de do dos em entre essa
        esse esta este eu guia isso lista livro livros mais mas meu minha muito na nas não no nos o
        os ou para pela pelas pelo pelos por quais qual quando que quem se sem ser seu sobre sua
        também trilha um uma usando vídeo vídeos você é
    """,
    "en": """
        a about and are at beginners behind best beyond book books building by can cards challenge
        cloud community course courses crash deep definitions do docs does every explained for free
        from getting google guide health healthy how in into is it its language languages learn
        list machine medicine model models more my of on open our patterns practices responsible
        science shining skills software source star that the their this to tools tutorial
        tutorials university via we what when where which who why will with you your
    """,
    "es": """
        al con como cómo cuando cuándo curso cursos de del desde el ella en entre es esa ese esta
        este guía hacia hasta la las libro libros lo los más mi muy no o para pero por qué que
        quién se ser sin sobre su también un una usando vídeo vídeos y yo
    """,
}
ENDINGS = {"pt-BR": r"ção|ções|dade|agem", "en": r"ing|tion|tions|ness|ity|ed", "es": r"ción|dad"}
LETTERS = {"pt-BR": "[ãõçêôâà]", "en": r"'s\b|’s\b", "es": "[ñ¿¡]"}
WORD = re.compile(r"[^\W\d_]+")
# What tells of each language: whole words, the ends of others, letters.
SIGNS = {
    tag: (
        frozenset(words.split()),
        re.compile(rf"\w{{3,}}(?:{ENDINGS[tag]})"),
        re.compile(LETTERS[tag]),
    )
    for tag, words in TELLING.items()
}


def language_of(text: str, otherwise: str = "") -> str:
    """A BCP 47 tag; `otherwise` when nothing tells, or two languages alike."""
    text = text.lower()
    words = WORD.findall(text)
    scores = sorted((_score(text, words, language), language) for language in SIGNS)
    (second, _), (most, best) = scores[-2:]
    return best if most > second else otherwise


def _score(text: str, words: list[str], language: str) -> int:
    known, ending, letters = SIGNS[language]
    told = sum(word in known or ending.fullmatch(word) is not None for word in words)
    return told + 2 * (letters.search(text) is not None)
