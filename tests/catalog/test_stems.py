"""One stem for the forms of a word, with and without accents."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as some

from catalog.stems import fold, stem, stems, telling, words

ONE_WORD = [
    "definição definições definicao definicoes",
    "padrão padrões",
    "versão versões",
    "pão pães",
    "mão mãos",
    "canal canais",
    "computacional computacionais",
    "nível níveis nivel",
    "responsável responsáveis",
    "fácil fáceis",
    "útil úteis",
    "perfil perfis",
    "infantil infantis",
    "espanhol espanhóis",
    "linguagem linguagens",
    "nuvem nuvens",
    "item itens items",
    "fim fins",
    "professor professores",
    "valor valores",
    "árvore árvores arvores",
    "mês meses",
    "inglês ingleses",
    "hipótese hipóteses",
    "série séries",
    "máquina máquinas maquina",
    "microsserviço microsserviços",
    "modelo modelos model models",
    "dado dados",
    "curso cursos",
    # English
    "token tokens",
    "skill skills",
    "pipeline pipelines",
    "dataset datasets",
    "system systems",
    "library libraries",
    "query queries",
    "key keys",
    "class classes",
    "box boxes",
    "API APIs",
    "GPU GPUs",
]

TWO_WORDS = ["papel paper", "rede real", "dado dia", "c c++", "c++ c#", "nível novo", "ação aço"]


@pytest.mark.parametrize("forms", ONE_WORD)
def test_the_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(word) for word in words(forms)}) == 1


@pytest.mark.parametrize("pair", TWO_WORDS)
def test_other_words_have_other_stems(pair: str) -> None:
    one, other = words(pair)

    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("C++, C# e R", ["c++", "c#", "e", "r"]),
        ("CI/CD com Node.js", ["ci", "cd", "com", "node", "js"]),
        ("Roadsec@Home#26", ["roadsec", "home", "26"]),
        ("c++17, issue#12", ["c", "17", "issue", "12"]),
        ("snake_case, scikit-learn", ["snake", "case", "scikit", "learn"]),
        ("Ação, STRAẞE, ﬁm", ["acao", "strasse", "fim"]),
        ("Машинное обучение", ["машинное", "обучение"]),
        ("% _ ' \x00 !?", []),
    ],
)
def test_the_words_of_a_text(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_little_words_are_asked_only_when_there_is_nothing_else() -> None:
    assert telling(words("Definições de fairness para a fairness")) == ["definicoes", "fairness"]
    assert telling(words("para que")) == ["para", "que"]


def test_stems_keep_the_order_and_the_words() -> None:
    assert stems("Definições de Justiça") == " definica/definicoes de/de justic/justica"
    assert stems("…") == ""


@given(some.text())
def test_any_text_can_be_searched(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert len(stems(text).split()) == len(words(text))


def test_threads_do_not_mix_their_words() -> None:
    asked = ["definicoes", "maquinas", "aprendizado", "computacionais"] * 50
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(stem, asked)) == [stem(word) for word in asked]
