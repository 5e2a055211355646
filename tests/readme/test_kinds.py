"""What a line is taken for, by its address, its words and the headings above it."""

import pytest

from catalog.readme.outline import Doubt, What
from catalog.readme.parse import parse


def only(text: str) -> tuple[What, Doubt]:
    [item] = parse(text).items()
    return item.kind, item.doubt


@pytest.mark.parametrize(
    ("heading", "title", "url", "kind"),
    [
        ("Geral", "Grafos", "https://youtu.be/grafos00001", What.VIDEO),
        ("Geral", "Aulas de quintal", "https://www.youtube.com/@quintal", What.CHANNEL),
        ("Palestras", "Grafos", "https://youtu.be/grafos00001", What.TALK),
        ("Cursos", "Grafos", "https://www.youtube.com/playlist?list=x", What.COURSE),
        ("Geral", "Palestra de grafos", "https://youtu.be/grafos00001", What.TALK),
        ("Geral", "Grafos", "https://arxiv.org/abs/0000.00001", What.ARTICLE),
        ("Geral", "Grafos", "https://www.amazon.com.br/dp/0", What.BOOK),
        ("Geral", "O Livro dos Grafos", "https://a.example.org/grafos", What.BOOK),
        ("Books", "Graphs: a manual", "https://a.example.org/graphs", What.BOOK),
        ("Podcasts", "Grafos no ar", "https://a.example.org/show", What.PODCAST),
        ("Comunidades", "Canal do Grafo", "https://www.youtube.com/c/grafo", What.COMMUNITY),
        ("Geral", "Grafos", "https://t.me/grafos", What.COMMUNITY),
        ("Geral", "Grafos", "https://github.com/grafos/awesome-grafos", What.LIST),
        ("Geral", "Grafos", "https://github.com/grafos/grafos", What.TOOL),
        ("Leituras", "Grafos", "https://github.com/grafos/grafos", What.READING),
        ("Geral", "Grafos docs", "https://a.example.org/api", What.DOCS),
        ("Geral", "Desafio dos grafos", "https://a.example.org/x", What.CHALLENGE),
        ("Geral", "Papers with Leaves", "https://leaves.example.org/", What.SITE),
        ("Geral", "Grafos", "https://a.example.org/curso/grafos", What.COURSE),
        ("Cursos | Livros", "Grafos", "https://a.example.org/grafos", What.READING),
        ("Geral", "Grafos", "https://grafos.example.org", What.SITE),
    ],
)
def test_what_stands_at_an_address(heading: str, title: str, url: str, kind: What) -> None:
    assert only(f"# T\n\n## {heading}\n\n- [{title}]({url})") == (kind, Doubt.NONE)


def test_a_heading_further_up_counts_when_the_nearest_says_nothing() -> None:
    text = "# T\n\n## Livros\n\n### De capa verde\n\n- [Grafos](https://a.example.org/grafos)"
    assert only(text) == (What.BOOK, Doubt.NONE)


def test_behind_a_short_address_may_be_anything() -> None:
    assert only("# T\n\n- [Grafos](https://bit.ly/grafos)") == (What.SITE, Doubt.KIND)


@pytest.mark.parametrize(
    ("heading", "words", "kind", "doubt"),
    [
        ("Hard skills", "Paciência com grafos.", What.SKILL, Doubt.NONE),
        ("Conhecimentos básicos", "Árvores", What.SKILL, Doubt.NONE),
        ("Geral", "Árvores", What.SKILL, Doubt.NO_LINK),
        ("Geral", "Descanse antes de seguir.", What.REMARK, Doubt.NO_LINK),
    ],
)
def test_what_words_alone_are(heading: str, words: str, kind: What, doubt: Doubt) -> None:
    assert only(f"# T\n\n## {heading}\n\n- {words}") == (kind, doubt)


def test_words_above_and_below_a_link() -> None:
    text = "- Grafos\n  - [Um](https://a.example.org/1)\n    - Curtinho\n- [ ] Dois"
    kinds = [(item.title, item.kind) for item in parse(text).items()]
    assert kinds == [
        ("Grafos", What.GROUP),
        ("Um", What.READING),
        ("Curtinho", What.REMARK),
        ("Dois", What.SKILL),
    ]


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        ("[A](https://a.org) e [B](https://b.org)", ["A", "B"]),
        (
            "Grafos: [parte 1](https://a.org), [parte 2](https://b.org)",
            ["Grafos>", "parte 1", "parte 2"],
        ),
        ("[A](https://a.org) - bom ([PDF](https://b.org))", ["A>", "PDF"]),
        ("[A](https://a.org) - de [Bia](https://b.org)", ["A"]),
        ("[A](https://a.org) [A](https://a.org)", ["A"]),
        ("[A](https://a.org) ([alt](https://b.org))", ["A>", "alt"]),
        ("[[A](https://a.org)] [[B](https://b.org)]", ["A", "B"]),
    ],
)
def test_several_links_in_one_line(line: str, titles: list[str]) -> None:
    items = list(parse(f"- {line}").items())
    assert [item.title + ">" * bool(item.steps) for item in items] == titles
    doubtful = items[0].doubt == Doubt.SEVERAL_LINKS
    assert doubtful == (len(titles) > 1)


def test_a_question_is_something_to_learn() -> None:
    assert only("# T\n\n## Redes\n\n- O que é um pacote?") == (What.SKILL, Doubt.NO_LINK)


def test_the_head_of_a_column_says_what_its_rows_are() -> None:
    table = "Course | Hours\n--- | ---\n[Graphs](https://a.example.org/1) | 3\n"
    assert only(f"# T\n\n## Maths\n\n{table}") == (What.COURSE, Doubt.NONE)
