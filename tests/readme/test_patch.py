"""Edits of a track go back as a patch that git takes; only the words that changed are touched."""

import copy
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.readme.outline import Heading, Item, Readme
from catalog.readme.parse import parse
from catalog.readme.patch import diff, edit

TEXT = """\
Trilha
======

##  Cursos  ##

*   [Um](https://example.org/um)  —  para começar
* [ ] Dois: https://example.org/dois
  * [Dentro](https://example.org/dentro)
1. [x] [Três](<https://example.org/tres> "título")

### Tabela

| Nome | Onde |
|------|:----:|
| Quatro | [aqui](https://example.org/quatro) |
| Cinco | [aqui](https://example.org/cinco) |

Leituras
--------

- [Seis](https://example.org/seis)
- [Sete](https://example.org/sete)"""


def edited(text: str, change: Callable[[Readme], object]) -> str:
    read = parse(text)
    for n, node in enumerate(read.nodes()):
        node.uid = f"linha-{n}"
    ours = copy.deepcopy(read)
    change(ours)
    for n, node in enumerate(ours.nodes()):
        node.uid = node.uid or f"nova-{n}"
    return edit(text, read, ours)


def step(readme: Readme, name: str) -> Item:
    return next(item for item in readme.items() if (item.url or "").endswith(f"/{name}"))


def rename(name: str, title: str) -> Callable[[Readme], object]:
    return lambda readme: setattr(step(readme, name), "title", title)


def section(readme: Readme, title: str) -> Heading:
    return next(heading for heading in readme.walk() if heading.title == title)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("um", "*   [Um]", "*   [Primeiro]"),
        ("dois", "Dois: https", "Primeiro: https"),
        ("tres", "[Três](<", "[Primeiro](<"),
        ("quatro", "| Quatro |", "| Primeiro |"),
        ("sete", "- [Sete]", "- [Primeiro]"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_words_that_changed(name: str, before: str, after: str, end: str) -> None:
    text = TEXT.replace("\n", end)
    assert edited(text, rename(name, "Primeiro")) == text.replace(before, after)


def test_addresses_remarks_and_headings_change_on_their_lines() -> None:
    def change(readme: Readme) -> None:
        step(readme, "dentro").url = "https://example.org/fora"
        step(readme, "um").remark = "para recomeçar"
        section(readme, "Cursos").title = "Aulas"
        section(readme, "Leituras").title = "Livros"

    wanted = TEXT.replace("/dentro", "/fora").replace("para começar", "para recomeçar")
    wanted = wanted.replace("Cursos", "Aulas").replace("Leituras", "Livros")
    assert edited(TEXT, change) == wanted


def test_lines_go_and_come_with_what_stands_in_them() -> None:
    def change(readme: Readme) -> None:
        two = step(readme, "dois")
        section(readme, "Cursos").steps.remove(two)
        section(readme, "Leituras").steps.insert(1, two)
        section(readme, "Leituras").steps.append(Item("Oito", "https://example.org/oito"))
        section(readme, "Tabela").steps.pop(0)

    moved = "* [ ] Dois: https://example.org/dois\n  * [Dentro](https://example.org/dentro)\n"
    told = edited(TEXT, change)
    assert moved + "- [Sete](https://example.org/sete)\n- [Oito](https://example.org/oito)" in told
    assert told.count("Dois") == 1
    assert "Quatro" not in told
    assert not told.endswith("\n")


def test_a_section_goes_elsewhere_with_its_lines_and_its_level() -> None:
    def change(readme: Readme) -> None:
        table = section(readme, "Cursos").sections.pop()
        readme.sections.append(table)

    told = edited(TEXT, change)
    assert told.endswith("cinco) |")
    assert "\n## Tabela\n\n| Nome | Onde |" in told
    assert parse(told).sections[-1].title == "Tabela"


def test_a_new_section_brings_its_lines() -> None:
    def change(readme: Readme) -> None:
        inner = Item("Dez", "https://example.org/dez")
        nine = Item("Nove", "https://example.org/nove", steps=[inner])
        readme.sections.insert(1, Heading("Mais", steps=[nine]))

    told = edited(TEXT, change)
    added = "## Mais\n\n* [Nove](https://example.org/nove)\n  * [Dez](https://example.org/dez)\n"
    assert added in told
    assert len(told) == len(TEXT) + len(added) + 1


@pytest.mark.parametrize(
    "name",
    [".git/hooks/x", "a/.GIT/x", ".git. /x", "GIT~1/x", "a/../x", "..\\x", "a//x", "./x", "a/"],
)
def test_no_patch_is_about_files_outside_of_a_repository(name: str) -> None:
    assert diff("a\n", "b\n", name).startswith("--- a/README.md\n+++ b/README.md\n")
    assert diff("a\n", "b\n", "docs/.github/x.git.md").startswith("--- a/docs/.github/x.git.md\n")


@pytest.mark.parametrize(
    "name",
    ["README.md", "docs/meu guia.md", 'a "b" ç.md', "tab\there.md", "/raiz.md", "../fora.md", ""],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_git_takes_it(tmp_path: Path, name: str, end: str) -> None:
    text = "\ufeff" + TEXT.replace("\n", end)
    told = edited(text, rename("sete", "Último"))
    plain = name.lstrip("/") if name and ".." not in name else "README.md"
    file = tmp_path / plain
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode())
    patch = diff(text, told, name).encode()
    subprocess.run(["git", "apply", "-"], input=patch, cwd=tmp_path, check=True)  # noqa: S607
    assert file.read_bytes() == told.encode()
    assert diff(text, text, name) == ""
