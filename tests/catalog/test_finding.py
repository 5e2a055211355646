"""Words find what they mean, whole or while one types them."""

import pytest
from pytest_django import DjangoAssertNumQueries

from catalog.models import Resource
from catalog.models.base import MOST_WORDS
from tests import builders

pytestmark = pytest.mark.django_db


def found(question: str) -> list[str]:
    return [resource.title for resource in Resource.objects.matching(question)]


def suggested(typed: str) -> list[str]:
    return [resource.title for resource in Resource.objects.beginning(typed)]


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("Uma definição de fairness", "definicoes"),
        ("Definições de fairness", "definição"),
        ("Máquinas que aprendem", "maquina"),
        ("Papéis e níveis de acesso", "nivel papel"),
        ("Linguagens de programação", "LINGUAGEM"),
        ("Professores e computadores", "computador professor"),
        ("Data pipelines in the cloud", "pipeline"),
        ("C++ para quem vem de C#", "c++"),
        ("CI/CD com Node.js", "node.js ci/cd"),
        ("Definições", "as definições para a de"),
    ],
)
def test_a_question_finds_every_form_of_its_words(title: str, question: str) -> None:
    builders.resource("Outro assunto")
    builders.resource(title)

    assert found(question) == [title]


@pytest.mark.parametrize("question", ["", "  ", "!?", "%", "_", "\x00", "maquina inexistente"])
def test_what_holds_no_known_word_finds_nothing(question: str) -> None:
    builders.resource("Máquinas que aprendem")

    assert found(question) == []


def test_a_piece_of_a_word_is_not_the_word() -> None:
    builders.resource("Mapa de aprendizagem")

    assert found("apren") == []
    assert found("mapas aprendizagens") == ["Mapa de aprendizagem"]


def test_what_says_it_in_the_title_comes_first() -> None:
    builders.resource("Aprender com calma", description="Um texto sobre SQL.")
    builders.resource("SQL do começo")

    assert found("sql") == ["SQL do começo", "Aprender com calma"]


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Uma definição de fairness", "definições"),
        ("Definições de fairness", "definições"),
        ("Máquinas que aprendem", "máquinas"),
        ("Aprendizado de máquina", "aprendizado"),
        ("Níveis", "níveis"),
        ("Imagens na nuvem", "imagens"),
        ("Libraries", "libraries"),
    ],
)
def test_every_beginning_of_a_written_word_finds_it(title: str, word: str) -> None:
    builders.resource(title)
    beginnings = [word[:end] for end in range(1, len(word) + 1)]
    # "definiçõ" is no beginning of "definição"; the whole word finds it again.
    typed = [letters for letters in beginnings if letters in title.lower() or letters == word]

    assert [suggested(letters) for letters in typed] == [[title]] * len(typed)


def test_the_words_before_the_last_are_whole() -> None:
    builders.resource("Machine Learning Crash Course")

    assert suggested("machine lear") == ["Machine Learning Crash Course"]
    assert suggested("machines learning") == ["Machine Learning Crash Course"]
    assert suggested("mach learning") == []
    assert suggested("de curso") == []
    assert suggested("") == suggested(" - ") == []


def test_suggestions_that_begin_with_the_words_come_first() -> None:
    builders.resource("Curso sobre aprendizado")
    builders.resource("Aprender SQL", description="aprendizagem")
    builders.resource("Aprendizagem de máquina")

    assert suggested("aprendizag") == ["Aprendizagem de máquina", "Aprender SQL"]
    assert suggested("apren") == [
        "Aprender SQL",
        "Aprendizagem de máquina",
        "Curso sobre aprendizado",
    ]


def test_a_question_of_a_thousand_words_is_cut_and_answered() -> None:
    title = " ".join(f"palavra{n}" for n in range(MOST_WORDS))
    builders.resource(title)
    question = title + " e mais" * 1000 + " ainda"

    assert found(question) == [title]


def test_twice_the_rows_cost_the_same_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for rows in (2, 4):
        builders.resource("Curso")
        builders.resource("Cursos")
        with django_assert_num_queries(1):
            assert len(found("curso")) == rows
