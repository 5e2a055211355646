"""Files that are broken, or made to break something: a clear word in the form, nothing written."""

import json
import stat
from collections.abc import Callable
from io import BytesIO
from os import urandom
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from catalog.models import Resource
from progress.models import Completion, Note
from tests import builders, cast
from tests.privacy import life
from trilha.accounts.models import Parcel, User
from trilha.privacy.archive import LARGEST, MOST_FILES
from trilha.privacy.document import MOST_VALUES, document

pytestmark = pytest.mark.django_db


def zipped(*files: tuple[str | ZipInfo, bytes], method: int = ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def refused(content: bytes) -> str:
    """What the form says. Nothing waits, nothing is written."""
    ana = User.objects.filter(name="Ana").first() or cast.ana()
    answer = life.upload(life.signed_in(ana), content)
    assert answer.status_code == 200
    assert not Parcel.objects.exists()
    assert not Completion.objects.exists()
    assert not Note.objects.exists()
    [said] = answer.context["form"].errors["file"]
    assert said in answer.content.decode().replace("&quot;", '"')
    return str(said)


def a_link() -> ZipInfo:
    entry = ZipInfo("dados.json")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def encrypted() -> bytes:
    content = bytearray(zipped(("dados.json", b"{}")))
    content[6] |= 1  # the flag of the file …
    content[content.index(b"PK\x01\x02") + 8] |= 1  # … and of the directory
    return bytes(content)


def lying_about_its_size() -> bytes:
    """30 MB that say they are 100 bytes."""
    content = bytearray(zipped(("dados.json", b" " * 30 * 1024**2)))
    for where in (22, content.index(b"PK\x01\x02") + 24):
        content[where : where + 4] = (100).to_bytes(4, "little")
    return bytes(content)


ZIPS: dict[str, Callable[[], bytes]] = {
    "empty archive": zipped,
    "no data": lambda: zipped(("outra.json", b"{}")),
    "two of them": lambda: zipped(("dados.json", b"{}"), ("dados.jso1", b"{}")).replace(
        b"dados.jso1", b"dados.json"
    ),
    "cut off": lambda: zipped(("dados.json", b"{}" * 100))[:-30],
    "only its beginning": lambda: b"PK\x03\x04",
    "broken inside": lambda: zipped(("dados.json", bytes(range(256)) * 9)).replace(
        b"\x10", b"\x11"
    ),
    "encrypted": encrypted,
    "a link": lambda: zipped((a_link(), b"/etc/passwd")),
    "a path upwards": lambda: zipped(("dados.json", b"{}"), ("../fora", b"")),
    "a path from the root": lambda: zipped(("dados.json", b"{}"), ("/fora", b"")),
    "a drive": lambda: zipped(("dados.json", b"{}"), ("C:\\fora", b"")),
    "too many files": lambda: zipped(
        ("dados.json", b"{}"), *((str(n), b"") for n in range(MOST_FILES))
    ),
    "another packing": lambda: zipped(("dados.json", b"{}"), method=ZIP_BZIP2),
    "a bomb": lambda: zipped(("dados.json", b" " * 21 * 1024**2)),
    "a dense bomb": lambda: zipped(("dados.json", b" " * 19 * 1024**2)),
    "a bomb beside": lambda: zipped(("dados.json", b"{}"), ("x", b" " * 21 * 1024**2)),
    "a lie": lying_about_its_size,
    "too large": lambda: b"PK" + b"x" * LARGEST,
    "a stored bomb": lambda: zipped(("dados.json", b" " * (LARGEST + 1)), method=ZIP_STORED),
}


@pytest.mark.parametrize("which", ZIPS)
def test_an_odd_zip(which: str) -> None:
    assert refused(ZIPS[which]())


TEXTS: dict[str, bytes] = {
    "no JSON": b"ola",
    "half a JSON": b'{"format": "trilha/1"',
    "not UTF-8": '{"format": "é"}'.encode("latin-1"),
    "UTF-16": '{"format": "trilha/1"}'.encode("utf-16"),
    "a list": b"[]",
    "null": b"null",
    "a number": b"5",
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "a number of 20,000 digits": b'{"format": ' + b"9" * 20_000 + b"}",
    "no number": b'{"format": NaN}',
    "another format": b'{"format": "trilha/2"}',
    "no format": b"{}",
    "nothing but the format": b'{"format": "trilha/1"}',
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "bytes": bytes(range(256)),
}


@pytest.mark.parametrize("which", TEXTS)
def test_an_odd_text(which: str) -> None:
    assert refused(TEXTS[which])
    assert refused(zipped(("dados.json", TEXTS[which])))


def test_an_empty_file_and_none() -> None:
    client = life.signed_in(cast.ana())

    assert "Este arquivo está vazio." in life.upload(client, b"").content.decode()
    assert "Escolha um arquivo." in client.post(reverse("bring_data")).content.decode()


def mark(row: Resource, **other: Any) -> dict[str, Any]:
    ref = {"uid": row.uid, "title": row.title, "url": row.url}
    return {"resource": ref, "state": "done", "at": "2026-02-01T08:00:00Z", **other}


WRONG: dict[str, Any] = {
    "no list": {"completions": {}},
    "text for a list": {"completions": "done"},
    "a row that is none": {"completions": [1]},
    "an unknown state": {"state": "nearly"},
    "a state by number": {"state": 3},
    "true for a state": {"state": True},
    "no date": {"at": None},
    "a date without a zone": {"at": "2026-02-01T08:00:00"},
    "only a day": {"at": "2026-02-01"},
    "a date in the future": {"at": "2099-02-01T08:00:00Z"},
    "a date before all": {"at": "0001-01-01T00:00:00+14:00"},
    "the last date": {"at": "9999-12-31T23:59:59-14:00"},
    "a date by number": {"at": 1_700_000_000},
    "no resource": {"resource": None},
    "a resource by key": {"resource": 1},
    "a uid by number": {"resource": {"uid": 10**30, "title": "x", "url": "x"}},
    "a uid too long": {"resource": {"uid": "x" * 81, "title": "x", "url": "x"}},
    "NUL": {"resource": {"uid": "a\0b", "title": "x", "url": "x"}},
    "half a character": {"resource": {"uid": "a", "title": "\ud800", "url": "x"}},
    "a plan of huge minutes": {"plan": {"minutes": 10**4000}},
    "a plan without days": {"plan": {"weekdays": []}},
    "a plan of unknown days": {"plan": {"weekdays": ["domingo"]}},
    "a plan with true for minutes": {"plan": {"minutes": True}},
    "a note of 100 kB": {"notes": [{"text": "x" * 100_000}]},
    "a link that runs": {"own_links": [{"url": "javascript:alert(1)"}]},
    "a link with a name": {"own_links": [{"url": "https://a@b.org/"}]},
    "a handle that is too long": {"public_page": {"handle": "a" * 31}},
    "a page that shows the unknown": {"public_page": {"shows": ["email"]}},
    "an unknown thing": {"bookmarks": [{"kind": "user"}]},
    "an unknown zone": {"account": {"time_zone": "Mars/Base"}},
    "no account": {"account": None},
    "too many rows": {"followings": [0] * 50_001},
}


def changed(said: Any, change: Any) -> Any:
    """The part that is named, and its one row, with what is wrong in it."""
    if isinstance(said, dict) and isinstance(change, dict):
        return said | {name: changed(said.get(name), value) for name, value in change.items()}
    if isinstance(said, list) and isinstance(change, list) and len(change) == 1:
        inner = isinstance(change[0], dict)
        return [changed(said[0], change[0]) if inner else change[0]]
    return change


def test_a_value_that_is_wrong() -> None:
    """All of them in one test: the life that is told takes longer than what is asked of it."""
    malu = cast.malu()
    life.live(malu)
    data = document(malu)
    Completion.objects.all().delete()
    Note.objects.all().delete()
    unclear = {}
    for which, wrong in WRONG.items():
        if wrong.keys() & {"state", "at", "resource"}:
            wrong = {"completions": [wrong]}  # noqa: PLW2901
        cache.clear()  # of one person so many are not read
        said = refused(json.dumps(changed(data, wrong)).encode())
        knows = said.startswith("O arquivo não está como a Trilha escreve") and next(iter(wrong))
        if "JSON" not in said and not (knows and knows in said):
            unclear[which] = said
    assert unclear == {}


def test_foreign_uids_reach_nobody_elses_rows() -> None:
    ana, malu = cast.ana(), cast.malu()
    life.live(malu)
    theirs = life.journey_of(malu)

    life.bring(ana, json.dumps(document(malu)).encode())

    assert life.journey_of(malu) == theirs


def test_nothing_is_half_written() -> None:
    """The last thing in the file is wrong: what stands before it does not come either."""
    ana = cast.ana()
    track, (one,) = builders.track_of("Um")
    link = {"name": "x", "greeting": "", "track": track.uid, "section": None, "items": "nada"}
    data = {**document(ana), "completions": [mark(one)], "share_links": [link]}

    assert "share_links[1].items" in refused(json.dumps(data).encode())


def test_a_huge_file_is_not_even_stored(client: Client) -> None:
    ana = cast.ana()
    client.force_login(ana)
    huge = SimpleUploadedFile("x.zip", b"PK" + b"x" * 4 * LARGEST)

    answer = client.post(reverse("bring_data"), {"file": huge})

    assert "grande demais" in answer.content.decode()
    kept = answer.context["form"].files["file"].size
    assert settings.LARGEST_UPLOAD < kept < settings.LARGEST_UPLOAD + 200_000
    assert connection.needs_rollback is False


@pytest.mark.parametrize("value", [b"{}", b"[]", b'{"":0}', b"0"])
def test_what_would_fill_the_memory_is_not_even_parsed(value: bytes) -> None:
    """A zip of half a megabyte took more than half a gigabyte."""
    values = b",".join([value] * (MOST_VALUES + 1))
    content = b'{"format": "trilha/1", "x": [%b], "y": "%b"}' % (
        values,
        urandom(80_000).hex().encode(),
    )
    assert refused(zipped(("dados.json", content))) == "Este arquivo tem linhas demais."
