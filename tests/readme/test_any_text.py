"""Whatever is pasted: it is read without an accident, no address is lost, and what was understood
survives the way out and back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.readme.parse import decode, parse
from catalog.readme.write import write

from .test_shapes import lost

LINES = [
    "# Título", "## Cursos", "#### [Fundo](https://t.example.org/1)", "##", "Sublinhado\n---",
    "***", "- [a](https://a.example.org)", "* b: https://b.example.org/x_y_z.", "  - c",
    "	* [d][ref]", "1. [e](<https://e.example.org/a b>)", "   1) f www.f.example.org",
    "      - g", "        code", "- [ ] h", "- [x] [i](https://i.example.org/(1)) – depois",
    "[ref]: https://ref.example.org 'r'",
    "| a | b |\n|---|---|\n| [j](https://j.example.org) | 2 |", "| x | https://k.example.org |",
    "**Negrito:**", "[l](https://l.example.org) e [m](https://m.example.org)", "```", "~~~ md",
    "<details><summary>Dobra</summary>", "</details>",
    "<ul><li><a href='https://n.example.org'>n</a>", "</ul>", "<!-- https://o.example.org", "-->",
    "<table><tr><td>p<td><a href=https://p.example.org>x", "</table>",
    "[![q](https://q.example.org/badge.svg)](https://q.example.org)", "<h2>Livros</h2>",
    "> - citação https://r.example.org/", "## Licença", "## Sumário", "- [s](#s)", "- [t](t.md)",
    "texto solto [u](https://u.example.org) no meio", "", "", "", "  ", "\\",
    "[v]( https://v.example.org", "- <https://w.example.org>", "- `https://x.example.org`", "---",
    "title: z", "<b>", '<a href="',
    "- [*y*](https://y.example.org) :rocket: &amp; https://y.example.org/2", "- **Grupo**",
    "<!-- trilha: kind=book -->", "- [z](https://z.example.org) <!-- trilha: kind=skill -->",
    "### w <!-- trilha: section level=9 -->", "# q <!-- trilha: title -->", "- a<br>b",
    "- **k**\\\n  l",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14).map("\n".join))
def test_lines_in_any_order(text: str) -> None:
    readme = parse(text)
    assert lost(text, readme) == []
    assert parse(write(readme)).essence() == readme.essence()


@settings(max_examples=30, deadline=None)
@given(st.text("ab \n\t#-*[]()<>|`!\\:_~&;=.1/\"'é", max_size=60))
def test_signs_in_any_order(text: str) -> None:
    readme = parse(text)
    assert parse(write(readme)).essence() == readme.essence()


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=40).filter(lambda data: b"\0" not in data))
def test_bytes_of_any_kind(data: bytes) -> None:
    try:
        text = decode(data)
    except ValueError:
        return
    parse(text)
