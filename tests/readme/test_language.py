import pytest

from catalog.readme.language import language_of


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Introdução ao SQL", "pt-BR"),
        ("Guia para profissionais de dados", "pt-BR"),
        ("Do zero ao deploy", "pt-BR"),
        ("Rules of Machine Learning", "en"),
        ("How to test models", "en"),
        ("Cloud Computing", "en"),
        ("Introducción a la programación", "es"),
        ("¿Qué es un modelo?", "es"),
        # Names, and words that two languages share.
        ("Apache Airflow", ""),
        ("Curso de SQL", ""),
        ("机器学习", ""),
        ("", ""),
    ],
)
def test_a_title_tells_its_language_or_nothing(title: str, language: str) -> None:
    assert language_of(title) == language


def test_what_tells_nothing_has_the_language_of_its_surroundings() -> None:
    assert language_of("Apache Airflow", "en") == "en"
