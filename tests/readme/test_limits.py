"""What is no README, what is too much of one, and what only looks dangerous."""

import pytest

from catalog.readme import parse as parsing
from catalog.readme.outline import Doubt, Reason, What
from catalog.readme.parse import (
    NothingToStudy,
    NotText,
    ReadmeError,
    TooMany,
    decode,
    parse,
    read,
)
from catalog.readme.reading import source
from catalog.readme.reading.clock import Clock
from catalog.readme.reading.text import blocks
from catalog.readme.write import write

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"


@pytest.mark.parametrize("data", [PICTURE, b"PK\x03\x04\x14\x00\x00\x00", bytes(range(1, 32)) * 9])
def test_a_picture_or_an_archive_is_no_text(data: bytes) -> None:
    with pytest.raises(NotText):
        read(data)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n",
        "![a](https://a.example.org/a.png)\n\n[![b](https://img.shields.io/b.svg)](https://b.org)",
        "# Título\n\nSó palavras, e [um link](https://a.example.org) no meio delas.",
        "## Licença\n\n- [MIT](https://mit.example.org)",
        "- [um](#um)\n- [dois](#dois)",
    ],
)
def test_where_nothing_can_be_studied_it_says_so(text: str) -> None:
    with pytest.raises(NothingToStudy):
        read(text)


def test_bytes_are_read_in_the_alphabet_they_were_written_in() -> None:
    said = "- [Introdução à análise](https://a.example.org)\n"
    assert decode(said.encode()) == said
    assert decode(said.encode("latin-1")) == said
    assert decode(said.encode("utf-16")) == said
    assert parse(decode(said.encode("utf-8-sig"))) == parse(said)


def test_one_broken_byte_spoils_one_letter() -> None:
    data = ("ação " * 20).encode() + b"\xe9" + " e emoção".encode()
    assert decode(data) == "ação " * 20 + "� e emoção"


def test_more_than_five_megabytes_are_not_read() -> None:
    for read_it in (lambda: decode(b"a" * 5_300_000), lambda: parse("a" * 5_300_000)):
        with pytest.raises(TooMany):
            read_it()


def test_links_beyond_the_most_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parsing.MOST_LINKS == 20_000
    monkeypatch.setattr(parsing, "MOST_LINKS", 20)
    line = "- https://a.example.org\n"
    assert len(list(parse(line * 20).items())) == 20
    with pytest.raises(TooMany, match="20 links"):
        parse(line * 21)
    assert len(list(parse(line * 100, patience=5).items())) == 100


@pytest.mark.parametrize("row", ["- a\n", "a\n\n", "# a\n", "|a|\n|-|\n\n"])
def test_rows_without_links_have_an_end_too(monkeypatch: pytest.MonkeyPatch, row: str) -> None:
    monkeypatch.setattr(parsing, "MOST_ROWS", 20)
    parse(row * 20)
    with pytest.raises(TooMany, match="more than 20"):
        parse(row * 21)


@pytest.mark.parametrize("row", ["- a\n  ", "1. a\n", "> a\n", "|a|\n", "a\n=\n", "[a](b)", "a\n"])
def test_far_too_much_in_one_piece_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    monkeypatch.setattr(source, "MOST_PARTS", 100)
    assert parse(f"## T\n\n{row * 30}\n\n- [b](https://b.example.org)").sections
    monkeypatch.setattr(parsing, "blocks", None)
    with pytest.raises(TooMany, match="without an empty line from line 5"):
        parse(f"## T\n\n{'a' * 40_000}\n\n{row * 110}")


def test_half_a_megabyte_in_one_piece_is_read_only_as_one_line() -> None:
    parse("a" * 600_000)
    with pytest.raises(TooMany, match="without an empty line"):
        parse(f"{'a' * 99}\n" * 5_100)


def test_rows_are_counted_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MOST_ROWS", 20)
    monkeypatch.setattr(parsing, "blocks", None)
    for row in ("  - [ ] a\n", "1) a\n", "# a\n", "|a|\n", "a\n==\n\n"):
        with pytest.raises(TooMany, match="more than 20"):
            parse(row * 21)


@pytest.mark.parametrize(
    "row", ["- a\n", "a\n\n", "a *b*\n", "<b>", "> > a\n>\n", "|a|b|\n|-|-|\n"]
)
def test_the_clock_is_looked_at_all_the_time(row: str) -> None:
    looks: list[None] = []
    list(blocks("# T\n" + row * 100, lambda: looks.append(None)))
    assert len(looks) >= 100


def test_a_reading_that_takes_too_long_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    Clock().look()
    monkeypatch.setattr(parsing, "SECONDS", -1)
    with pytest.raises(TooMany, match="seconds"):
        parse("- a")


@pytest.mark.parametrize("sign", ["<?", "<!A", "[](", "[](<"])
def test_thousands_of_signs_that_only_begin_something_hide_nothing(sign: str) -> None:
    [item] = parse(f"# T\n{sign * 49_000}\n\n- [b](https://b.example.org)").items()
    assert item.url == "https://b.example.org"


def test_all_of_it_is_one_kind_of_error() -> None:
    assert all(issubclass(it, ReadmeError) for it in (NotText, NothingToStudy, TooMany))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(
            f"{'  ' * depth}- [{depth}](https://a.example.org/{depth})" for depth in range(90)
        ),
        "".join(
            f"<ul><li><a href=https://a.example.org/{depth}>{depth}</a>" for depth in range(90)
        ),
        "".join(
            f"<details><summary>{depth}</summary>\n\n- [a](https://a.example.org/{depth})\n\n"
            for depth in range(90)
        ),
    ],
    ids=["lists", "html", "folds"],
)
def test_nesting_ends_at_twenty_and_loses_nothing(text: str) -> None:
    readme = parse(text)
    known = {item.url for item in readme.items()} | {row.url for row in readme.ignored}
    assert {f"https://a.example.org/{depth}" for depth in range(90)} <= known
    assert parse(write(readme)).essence() == readme.essence()

    def depth(node: object) -> int:
        inner = [*getattr(node, "sections", []), *getattr(node, "steps", [])]
        return 1 + max(map(depth, inner), default=0)

    assert depth(readme) <= 1 + 20 + 20


@pytest.mark.parametrize("sign", ["a", "[", "[a](", "*_", "`", "<a ", "<!--", "(", "https://"])
def test_a_line_of_fifty_thousand_signs_is_read(sign: str) -> None:
    text = f"- {sign * (50_000 // len(sign))}\n\n## Depois\n\n- [b](https://b.example.org)\n"
    readme = parse(text)
    known = {item.url for item in readme.items()} | {row.url for row in readme.ignored}
    assert "https://b.example.org" in known


def test_a_line_with_two_thousand_links_gives_them_all() -> None:
    line = " ".join(f"[{n}º texto](https://a.example.org/{n})" for n in range(2_000))
    items = list(parse(f"- {line}").items())
    assert [item.url for item in items] == [f"https://a.example.org/{n}" for n in range(2_000)]
    assert {item.doubt for item in items} == {Doubt.SEVERAL_LINKS}


def test_titles_that_are_too_long_go_on_in_the_remark() -> None:
    [item] = parse(f"## Livros\n\n- [{'palavra ' * 60}](https://a.example.org)").items()
    assert len(item.title) <= 300
    assert (item.doubt, item.kind) == (Doubt.LONG_TITLE, What.BOOK)
    assert (item.title + item.remark).count("palavra") >= 59


def test_a_heading_that_is_too_long_is_whole_in_its_description() -> None:
    [section] = parse(f"# T\n\n## {'palavra ' * 40}\n\n- [a](https://a.example.org)").sections
    assert len(section.title) <= 200
    assert section.description == ("palavra " * 40).strip()


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("javascript:alert(1)", Reason.BROKEN),
        ("data:text/html,x", Reason.BROKEN),
        ("ftp://a.example.org", Reason.BROKEN),
        ("https://user:pass@a.example.org", Reason.BROKEN),
        ("http://localhost:8000", Reason.BROKEN),
        ("http://[::1", Reason.BROKEN),
        (f"https://a.example.org/{'x' * 2_100}", Reason.TOO_LONG),
        ("tel:+5500", Reason.CONTACT),
        ("../outro.md", Reason.RELATIVE),
    ],
)
def test_what_may_not_be_opened_is_no_step(address: str, reason: Reason) -> None:
    readme = parse(f"- [a]({address})\n- [b](https://b.example.org)")
    assert [item.url for item in readme.items() if item.url] == ["https://b.example.org"]
    assert [(row.url, row.reason, row.line) for row in readme.ignored] == [(address, reason, 1)]
