"""`manage.py import_readme`: for operators and for other programs."""

import io
import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from reversion.models import Revision

from catalog.models import Resource, Status, Track
from tests import builders

pytestmark = pytest.mark.django_db

TEXT = """# Dados

![selo](https://example.org/selo.svg)

## Cursos [da casa](https://example.org/casa)

- [SQL](https://example.org/sql)
  - [Exercícios](https://example.org/exercicios)

### Vídeos

- [Airflow](https://www.youtube.com/watch?v=f_lnDBR3rFU)
- [SQL de novo](https://example.org/sql)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "README.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*args: Any, **options: Any) -> str:
    out = StringIO()
    call_command("import_readme", *map(str, args), stdout=out, **options)
    return out.getvalue()


def test_a_file_becomes_a_draft(file: Path) -> None:
    assert run(file).startswith("dados: 6 added")
    track = Track.objects.get()
    assert (track.uid, track.status, track.source_path) == ("dados", Status.DRAFT, "README.md")
    assert Revision.objects.get().comment == "import_readme README.md"


def test_twice_changes_nothing_and_makes_no_second_draft(file: Path) -> None:
    run(file)
    assert run(file) == (
        "dados: nothing changed\n  ignored, line 3, image: https://example.org/selo.svg\n"
    )
    assert (Track.objects.count(), Revision.objects.count()) == (1, 1)


def test_json_of_a_rehearsal(file: Path) -> None:
    builders.resource(url="https://example.org/exercicios", uid="exercicios")
    said = json.loads(run(file, "--dry-run", "--json"))

    assert not Track.objects.exists()
    assert said["title"] == "Dados"
    [courses] = said["sections"]
    [videos] = courses["sections"]
    assert (courses["title"], courses["level"]) == ("Cursos da casa", 2)
    assert courses["url"] == "https://example.org/casa"
    assert (videos["title"], videos["level"], videos["url"]) == ("Vídeos", 3, None)
    assert courses["steps"] == [
        {
            "title": "SQL",
            "url": "https://example.org/sql",
            "kind": "course",
            "line": 7,
            "steps": [
                {
                    "title": "Exercícios",
                    "url": "https://example.org/exercicios",
                    "kind": courses["steps"][0]["steps"][0]["kind"],
                    "line": 8,
                    "steps": [],
                }
            ],
        }
    ]
    assert said["ignored"] == [
        {"url": "https://example.org/selo.svg", "line": 3, "reason": "image"}
    ]
    changes = said["changes"]
    assert [row["line"] for row in changes["added"]] == [5, 7, 8, 10, 12, 13]
    assert changes["duplicates"] == [
        {
            "line": 8,
            "url": "https://example.org/exercicios",
            "of": "catalog",
            "uid": "exercicios",
        },
        {"line": 13, "url": "https://example.org/sql", "of": "file", "first_line": 7},
    ]
    assert {"kept", "moved", "renamed", "readdressed", "retired"} < changes.keys()


def test_a_track_is_brought_up_to_a_file(file: Path) -> None:
    run(file, "--track", "minha-trilha")
    file.write_text(TEXT.replace("- [Airflow](https://www.youtube.com/watch?v=f_lnDBR3rFU)\n", ""))
    changes = json.loads(run(file, "--track", "minha-trilha", "--json"))["changes"]
    assert [row["uid"] for row in changes["retired"]] == ["airflow"]
    assert Resource.objects.get(uid="airflow").retired_at
    assert Track.objects.get().uid == "minha-trilha"


def test_standard_input_is_a_file_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("utf-16"))))
    assert json.loads(run("-", "--dry-run", "--json"))["title"] == "Dados"


def test_without_a_title_it_tells_what_the_track_would_be_called(tmp_path: Path) -> None:
    file = tmp_path / "sem-titulo.md"
    file.write_text("## Grafos\n\n- [a](https://a.example.org)\n\n## Filas\n")
    assert json.loads(run(file, "--dry-run", "--json"))["title"] == "Grafos"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "step"),
        (b"# Fotos\n\n![gato](https://example.org/gato.png)\n", "step"),
        (b"# S\xc3\xb3 palavras\n\nNada para abrir.\n", "step"),
        (b"\x89PNG\r\n\x1a\n\0\0", "no text"),
        (b"- [a](https://example.org)\n" * 200_000, "at most"),
    ],
    ids=["empty", "images", "prose", "binary", "too-big"],
)
def test_nothing_to_study_is_a_refusal(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "README.md"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=why) as refused:
        run(path)
    assert refused.value.returncode == 2
    assert not Track.objects.exists()


def test_a_file_that_is_not_there_is_a_refusal(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nenhum.md"):
        with pytest.raises(CommandError, match="cannot be opened") as refused:
            run(path)
        assert refused.value.returncode == 2


def test_a_uid_that_no_track_may_have_is_a_refusal(file: Path) -> None:
    with pytest.raises(CommandError, match="--track"):
        run(file, "--track", "com espaço")
