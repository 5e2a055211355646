"""Documents that could drift: what they link to exists, and what they tell to type is known."""

import re
from pathlib import Path

import pytest
from django.conf import settings

HOME = Path(settings.BASE_DIR)
DOCUMENTS = sorted([*HOME.glob("*.md"), *HOME.glob("docs/**/*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_links_to_exists(document: Path) -> None:
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text())
    assert [target for target in linked if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "LEIAME.md", "CONTRIBUTING.md"])
def test_the_commands_of_a_document_are_known(name: str) -> None:
    known = re.findall(r"^ {2}([a-z]+)(?: \||\))", (HOME / "dev").read_text(), re.MULTILINE)
    told = re.findall(r"\./dev ([a-z]+)", (HOME / name).read_text())
    assert told, name
    assert set(told) <= set(known)


def test_both_languages_of_the_readme_say_the_same() -> None:
    english, portuguese = (HOME / "README.md").read_text(), (HOME / "LEIAME.md").read_text()
    headings = [len(re.findall(r"^#+ ", text, re.MULTILINE)) for text in (english, portuguese)]
    commands = [
        sorted(set(re.findall(r"\./dev(?: [a-z]+)?", text))) for text in (english, portuguese)
    ]
    assert headings[0] == headings[1]
    assert commands[0] == commands[1]


def test_every_top_level_folder_is_on_the_map() -> None:
    readme = (HOME / "README.md").read_text()
    rooms = ["catalog", "progress", "trilha", "templates", "static", "fixtures", "tests"]
    assert [room for room in rooms if f"\n{room}/" not in readme] == []
