"""A source that went on and a track that was edited meanwhile meet again; our edits go back."""

import subprocess
from pathlib import Path

import pytest
from django.utils import timezone
from reversion.models import Revision

from catalog import exporter
from catalog.models import Resource, Source, Step, Track
from catalog.readme.merging import Decisions, Part, Pick, UndecidedError
from catalog.readme.parse import parse
from catalog.upstream import Edits, OlderError, Update, update
from tests import builders, cast

pytestmark = pytest.mark.django_db

README = """\
# Engenharia de ML

## Cursos

* [Crash Course](https://example.org/crash) - Começar por aqui
* [Made With ML](https://example.org/mwml)
* SQL: https://example.org/sql

## Leituras

* [Rules of ML](https://example.org/rules)
* [Awesome MLOps](https://example.org/awesome)
"""


@pytest.fixture
def track() -> Track:
    return builders.track_from(README)


def step(track: Track, address: str) -> Step:
    return track.steps.get(resource__url=f"https://example.org/{address}")


def after(*changes: tuple[str, str], text: str = README) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def answer(track: Track, text: str, pick: Pick) -> Decisions:
    return {line.key: {"pick": pick} for line in Update(track, parse(text)).merge.asked}


def test_the_same_text_changes_nothing(track: Track) -> None:
    revisions = Revision.objects.count()
    lines = Update(track, parse(README)).merge.lines.values()
    assert not [line for line in lines if not line.is_same]
    update(track, README, {})
    assert Revision.objects.count() == revisions
    assert Edits(track).diff == ""


def test_what_only_the_source_changed_comes_and_our_edits_stay(track: Track) -> None:
    duda = cast.duda()
    kept, moved = step(track, "crash"), step(track, "rules")
    kept.title = "Curso rápido"
    kept.save()
    text = after(
        ("Rules of ML", "Regras de ML"),
        ("* [Awesome MLOps](https://example.org/awesome)\n", ""),
        ("* SQL", "* [Novo](https://example.org/novo)\n* SQL"),
    )
    revisions = Revision.objects.count()
    Track.objects.update(source_url="https://example.org/README.md", source_commit="9f3c2d1")
    update(track, text, {}, by=duda, origin={"commit": "b71e0aa"})
    assert Revision.objects.count() == revisions + 1
    kept.refresh_from_db()
    moved.refresh_from_db()
    track.refresh_from_db()
    assert (track.source_commit, track.source_fetched_on) == ("b71e0aa", timezone.localdate())
    assert (kept.title, moved.heading) == ("Curso rápido", "Regras de ML")
    assert [item.title for item in exporter.outline(track).items()] == [
        "Curso rápido", "Made With ML", "Novo", "SQL", "Regras de ML",
    ]  # fmt: skip
    assert Source.objects.get(track=track).text == text
    assert "Curso rápido" in Edits(track).diff


def test_what_both_changed_has_to_be_decided(track: Track) -> None:
    mine = step(track, "rules")
    mine.title = "As regras"
    mine.save()
    text = after(("Rules of ML", "Regras de ML"))
    (line,) = Update(track, parse(text)).merge.asked
    (change,) = line.asked
    said = (change.part, change.base, change.ours, change.theirs)
    assert said == (Part.TITLE, "Rules of ML", "As regras", "Regras de ML")
    with pytest.raises(UndecidedError):
        update(track, text, {})
    assert Source.objects.get(track=track).text == README
    update(track, text, {line.key: {"pick": Pick.OTHER, "other": {"title": "Regras"}}})
    mine.refresh_from_db()
    assert mine.heading == "Regras"


@pytest.mark.parametrize("pick", [Pick.OURS, Pick.THEIRS])
def test_another_address_is_another_resource(track: Track, pick: Pick) -> None:
    mine = step(track, "rules")
    old = mine.resource
    text = after(("example.org/rules", "example.org/rules-2"))
    update(track, text, answer(track, text, pick))
    mine.refresh_from_db()
    assert old and mine.resource
    assert Resource.objects.get(pk=old.pk).url == "https://example.org/rules"
    assert (mine.resource == old) == (pick == Pick.OURS)
    assert mine.resource.url == f"https://example.org/rules{'-2' if pick == Pick.THEIRS else ''}"


def test_a_line_that_we_took_out_stays_out_until_the_source_rewrites_it(track: Track) -> None:
    step(track, "rules").delete()
    assert not Update(track, parse(README)).merge.asked
    text = after(("Rules of ML", "Regras de ML"))
    (line,) = Update(track, parse(text)).merge.asked
    assert line.asks(Part.STANDING)
    update(track, text, {line.key: {"pick": Pick.THEIRS}})
    assert step(track, "rules").heading == "Regras de ML"


def test_a_text_read_before_the_last_update_is_refused(track: Track) -> None:
    read_at = track.source.taken_at
    update(track, after(("Rules of ML", "Regras de ML")), {})
    with pytest.raises(OlderError):
        update(track, README, {}, read_at=read_at)


def test_a_track_that_remembers_no_text_keeps_what_it_has(track: Track) -> None:
    Source.objects.all().delete()
    text = after(("Rules of ML", "Regras"), ("* SQL", "* [Novo](https://example.org/novo)\n* SQL"))
    update(track, text, {})
    titles = [item.title for item in exporter.outline(track).items()]
    assert "Novo" in titles
    assert "Rules of ML" in titles
    assert "-* [Regras]" in Edits(track).diff


def applied(track: Track, folder: Path, name: str = "README.md") -> str:
    """The source with our edits, as git makes it of the patch."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(track.source.text.encode())
    for check in (["--check"], []):
        told = subprocess.run(
            ["git", "apply", *check, "-"],  # noqa: S607
            input=Edits(track).diff.encode(),
            cwd=folder,
            capture_output=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
    return file.read_bytes().decode()


def test_our_edits_go_back_as_a_patch(track: Track, tmp_path: Path) -> None:
    rename, remark, gone = step(track, "crash"), step(track, "mwml"), step(track, "awesome")
    rename.title = "Curso rápido"
    rename.save()
    remark.remark = "Vale muito."
    remark.save()
    gone.delete()
    moved = step(track, "rules")
    moved.section, moved.position = rename.section, 15
    moved.save()
    told = applied(track, tmp_path)
    assert parse(told) == parse(
        after(
            ("Crash Course", "Curso rápido"),
            ("/mwml)", "/mwml) - Vale muito."),
            ("* [Rules of ML](https://example.org/rules)\n", ""),
            ("* [Awesome MLOps](https://example.org/awesome)\n", ""),
            ("* [Made", "* [Rules of ML](https://example.org/rules)\n* [Made"),
        )
    )
    assert Edits(track).missed == []
