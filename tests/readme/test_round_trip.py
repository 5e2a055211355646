"""An outline that nobody wrote by hand goes out as a README and comes back as the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.readme import write as writing
from catalog.readme.outline import Heading, Item, Readme, What
from catalog.readme.parse import parse
from catalog.readme.reading.spans import clean
from catalog.readme.reading.text import blocks
from catalog.readme.write import write

# Words as people write them, and all that Markdown could stumble over.
PIECES = [
    "Curso", "de", "SQL", "livro", "Comunidades", "Licença", "Sumário", "skills", "aqui", "e",
    "é", "*", "**", "_", "__a__", "snake_case", "`", "``x``", "|", "[", "]", "[x]", "[ ]", "![a]",
    "(", ")", "#", "##", "C#", "1.", "2)", "-", "–", "+", ">", "<b>", "</a>", "<!--", "-->",
    "&amp;", "&", "~~", "$x$", ":rocket:", "🚀", "👩‍🏫", "http://", "https://a.example.org/x_y",
    "www.b.example.org", "c.example.com/d", "Node.js", "a@b.example.org", "\\", "\\n", "===",
    "---", ":", "...", "!", "…", "[a](b)", "[a]: b", "^1", "{x}", '"', "'", "“", "”", "%20", "=",
    "; ", "·", "->", "<br>", "kind=video",
]  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
).map(clean)
titles = texts.filter(bool)
urls = st.builds(
    "https://{}.example.org{}".format,
    st.sampled_from(["a", "docs", "www", "youtube", "xn--a-1ga"]),
    st.sampled_from(
        ["", "/", "/a_b*c*", "/wiki/A_(b)", "/(", "/a)b", "/?a=1&copy=2&amp;c=3", "/#fim", "/ç/[1]",
         "/'x'", "/~eu", "/a|b", "/%20", "/curso/", "/a,b;c", "/<x>", "/:smile:", "/a`b`"]
    ),
)  # fmt: skip
kinds = st.sampled_from([*What])


def items(depth: int) -> st.SearchStrategy[Item]:
    inner = st.lists(items(depth - 1), max_size=2) if depth else st.just([])
    return st.builds(
        Item,
        title=titles,
        url=st.none() | urls,
        kind=kinds,
        remark=st.just("") | texts,
        done=st.booleans(),
        steps=inner,
    )


def sections(depth: int) -> st.SearchStrategy[Heading]:
    inner = st.lists(sections(depth - 1), max_size=2) if depth else st.just([])
    return st.builds(
        Heading,
        title=texts,
        level=st.integers(1, 8),
        url=st.none() | urls,
        description=st.lists(titles, max_size=2).map("\n\n".join),
        steps=st.lists(items(2), max_size=3),
        sections=inner,
    )


readmes = st.builds(
    Readme,
    title=texts,
    description=st.lists(titles, max_size=2).map("\n\n".join),
    sections=st.lists(sections(2), max_size=3),
)


@settings(max_examples=40, deadline=None)
@given(readmes)
def test_what_is_written_reads_back(readme: Readme) -> None:
    readme.level()
    assert parse(write(readme)).essence() == readme.essence()


def test_lines_are_read_back_together_and_not_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(writing, "blocks", lambda text: [*([told.append(text)] and blocks(text))])
    rows = "\n".join(f"- [{n}º texto](https://a.example.org/{n})\n  - [ ] {n}" for n in range(90))
    readme = parse(f"# T\n\n## Textos\n\n{rows}\n")
    assert parse(write(readme)).essence() == readme.essence()
    assert len(told) <= 2 + 180 / writing.AT_ONCE + 1


def test_one_line_that_is_read_otherwise_spoils_no_other() -> None:
    steps = [Item("um", kind=What.SKILL), Item("", kind=What.SKILL), Item("dois", kind=What.SKILL)]
    alone = [write(Readme(sections=[Heading("T", steps=[step])])) for step in steps]
    together = write(Readme(sections=[Heading("T", steps=steps)]))
    assert together.splitlines()[2:] == [text.splitlines()[2] for text in alone]


def test_writing_changes_nothing_of_the_outline() -> None:
    readme = Readme(sections=[Heading("A", level=9, sections=[Heading("B", level=1)])])
    write(readme)
    assert [section.level for section in readme.walk()] == [9, 1]
