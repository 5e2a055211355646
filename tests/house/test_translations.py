"""The interface is whole in English: every Portuguese string of the source has its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

HOME = Path(settings.BASE_DIR)
CATALOG = HOME / "locale/en/LC_MESSAGES/django.po"
Key = tuple[str, str | None, str | None]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """Every string of the source as it is now, read by GNU gettext."""
    if not shutil.which("xgettext"):
        pytest.fail("GNU gettext is missing: run ./dev test, or install gettext.", pytrace=False)
    copy = tmp_path_factory.mktemp("source")
    for room in ["trilha", "catalog", "progress", "templates", "manage.py"]:
        source = HOME / room
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / room)
    (copy / "locale").mkdir()
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale=en", "--no-location"],
        cwd=copy,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": ""},  # the copy has no tests
        check=True,
        capture_output=True,
    )
    return polib.pofile(str(copy / "locale/en/LC_MESSAGES/django.po"))


def key(entry: polib.POEntry) -> Key:
    return (entry.msgid, entry.msgctxt, entry.msgid_plural or None)


def test_every_string_has_its_english(said: polib.POFile) -> None:
    translated = {key(entry) for entry in polib.pofile(str(CATALOG)) if entry.translated()}
    assert sorted(entry.msgid for entry in said if key(entry) not in translated) == []


def test_no_english_is_left_over(said: polib.POFile) -> None:
    strings = {key(entry) for entry in said}
    left = [entry.msgid for entry in polib.pofile(str(CATALOG)) if key(entry) not in strings]
    assert left == []


def test_placeholders_and_markup_survive() -> None:
    """What stands in braces, percent signs and tags is the same in both languages."""
    marks = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")

    def found(*texts: str) -> set[frozenset[str]]:
        return {frozenset(marks.findall(text)) for text in texts if text}

    broken = [
        entry.msgid
        for entry in polib.pofile(str(CATALOG))
        if not found(entry.msgstr, *entry.msgstr_plural.values())
        <= found(entry.msgid, entry.msgid_plural)
    ]
    assert broken == []


def test_nothing_is_fuzzy() -> None:
    assert [entry.msgid for entry in polib.pofile(str(CATALOG)) if entry.fuzzy] == []
