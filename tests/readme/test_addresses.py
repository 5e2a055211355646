"""The addresses of a README as a browser would open them."""

import pytest

from catalog.readme.parse import parse


@pytest.mark.parametrize(
    "written",
    [
        "- https://a.example.org/?a=1&amp;region=2",
        "- <https://a.example.org/?a=1&amp;region=2>",
        "- [a](https://a.example.org/?a=1&amp;region=2)",
        "- [a](https://a.example.org/?a=1&region=2)",
        '- <a href="https://a.example.org/?a=1&amp;region=2">a</a>',
        '- <a href="https://a.example.org/?a=1&region=2">a</a>',
        "<ul><li>https://a.example.org/?a=1&amp;region=2</li></ul>",
    ],
)
def test_entities_are_signs_and_parameters_are_none(written: str) -> None:
    [item] = parse(f"# T\n\n{written}\n").items()
    assert item.url == "https://a.example.org/?a=1&region=2"
    assert item.title in ("a", "a.example.org/?a=1&region=2")
