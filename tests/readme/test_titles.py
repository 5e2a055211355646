"""What a step is called, where its link does not say it well."""

import pytest

from catalog.readme.parse import parse


@pytest.mark.parametrize(
    ("line", "title", "remark"),
    [
        ("[线性代数](https://a.example.org)：很好。", "线性代数", "很好。"),
        ("参考：https://a.example.org。", "参考", ""),
        ("[Графы](https://a.example.org) - для всех", "Графы", "для всех"),
        ("[Go](https://a.example.org) - a language", "Go", "a language"),
        ("**Git** -> [Acesse aqui](https://a.example.org) (2h)", "Git", "2h"),
        ("Estatística (veja [aqui](https://a.example.org))", "Estatística", ""),
        ("(veja https://a.example.org)", "veja", ""),
        ("[Acesse o curso](https://a.example.org): Grafos", "Grafos", ""),
    ],
)
def test_the_words_beside_a_link(line: str, title: str, remark: str) -> None:
    [item] = parse(f"- {line}").items()
    assert (item.title, item.remark) == (title, remark)


def test_words_of_other_alphabets_stand_between_links() -> None:
    [item] = parse("- [Графы](https://a.org) написал [Иван](https://b.org)").items()
    assert (item.title, item.remark) == ("Графы", "написал Иван")


def test_a_row_whose_links_are_its_materials_is_called_by_its_week() -> None:
    table = "| Semana | PDF | Vídeo |\n|--|--|--|\n"
    table += "| Árvores | [PDF](https://a.org) | [YouTube](https://b.org) |\n"
    [row, *inner] = parse(f"# T\n\n{table}").items()
    assert (row.title, row.url, [step.title for step in inner]) == (
        "Árvores",
        None,
        ["PDF", "YouTube"],
    )
