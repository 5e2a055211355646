"""Folds and other HTML around Markdown."""

from catalog.readme.parse import parse


def outline(text: str) -> list[tuple[str, list[str]]]:
    return [(it.title, [step.title for step in it.steps]) for it in parse(text).walk()]


def test_a_list_right_after_a_tag_is_still_a_list() -> None:
    fold = "<details>\n<summary>Mais</summary>\n- [a](https://a.org)\n- [b](https://b.org) bom\n"
    text = f"# T\n\n## Um\n\n{fold}</details>\n"
    assert outline(text) == [("Um", []), ("Mais", ["a", "b"])]
    assert [item.line for item in parse(text).items()] == [7, 8]


def test_a_fold_ends_where_it_ends_even_with_a_heading_for_its_title() -> None:
    text = "# T\n\n## Um\n\n<details><summary><h3>Dia 1</h3></summary>\n\n- [a](https://a.org)\n"
    text += (
        "\n</details>\n\n<details><summary>Dia 2</summary>\n\n- [b](https://b.org)\n\n</details>"
    )
    assert outline(text) == [("Um", []), ("Dia 1", ["a"]), ("Dia 2", ["b"])]
    assert [it.level for it in parse(text).walk()] == [2, 3, 3]
