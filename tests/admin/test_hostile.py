"""Files that were made to break something get an answer in words, and change nothing."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalog.models import Preview, Resource, Source
from catalog.readme.parse import parse
from tests import builders
from tests.admin.desk import Desk

SHEET = "/admin/catalog/resource/planilha/"
FILE = "/admin/catalog/track/arquivo/"
IMPORT = "/admin/catalog/track/importar/"
README = "# Horta\n\n## Solo\n\n- [Adubo](https://a.example.org/1)\n"


def sent(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("arquivo", content)}


@pytest.mark.parametrize(
    "cells",
    [
        f"minutes\nhttps://a.example.org/1,{'9' * 5_000}",
        'tags\nhttps://a.example.org/1,"um\ndois"',
        'skills\nhttps://a.example.org/1,"um\rdois"',
    ],
)
def test_a_cell_that_no_field_takes_is_no_crash(desk: Desk, cells: str) -> None:
    page = desk.client.post(SHEET, sent(f"url,{cells}".encode()))
    assert page.status_code == 200
    assert page.context["incoming"].wrong  # for the title is missing at least
    assert not Resource.objects.exists()


def test_names_in_several_lines_of_a_cell_are_several(desk: Desk) -> None:
    cells = 'url,title,tags\nhttps://a.example.org/1,Adubo,"um\n""dois, três"""'
    [line] = desk.client.post(SHEET, sent(cells.encode())).context["incoming"].new
    assert line.lists["tags"] == ["dois, três", "um"]


@pytest.mark.parametrize("page", [SHEET, IMPORT])
def test_what_no_database_stores_is_no_text_in_any_alphabet(desk: Desk, page: str) -> None:
    text = "url,title\nhttps://a.example.org/1,A\0B\n\n- [A\0B](https://a.example.org/1)\n"
    looked = desk.client.post(page, {"way": "file", **sent(text.encode("utf-16"))})
    assert looked.context["form"].errors["file"]


@pytest.mark.parametrize("value", ["\0", "\ud800", 5, ["a"], {"a": 1}])
def test_no_fact_about_a_source_is_taken_unread(desk: Desk, value: Any) -> None:
    track, _ = builders.track_of("Regras")
    data = desk.client.get(f"/trilhas/{track.uid}/trilha.json").json()
    for name in data["source"]:
        wrong = {**data, "source": {**data["source"], name: value}}
        page = desk.client.post(FILE, {"text": json.dumps(wrong), "go": "1"})
        assert page.status_code == 200
        assert f"source.{name}" in str(page.context["form"].errors["file"])


def test_a_line_with_a_number_of_many_digits_is_none(desk: Desk) -> None:
    desk.client.post(IMPORT, {"way": "text", "text": README})
    preview = reverse("admin:catalog_import_preview", args=[Preview.objects.get().pk])
    assert desk.client.post(preview, {"do": f"save {'9' * 5_000}"}).status_code == 302


def test_no_title_begins_another_file_in_a_patch(desk: Desk) -> None:
    evil = "Adubo\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+mal"
    track, _ = builders.track_of(evil)
    Source.objects.create(track=track, text="# Outra\n", outline=parse("# Outra\n").as_dict())
    answer = desk.client.get(reverse("admin:catalog_track_patch", args=[track.pk]))
    lines = answer.text.split("\n")
    assert any(line.startswith("# ") and "Adubo" in line for line in lines)
    named = [line for line in lines if line.startswith(("+++ ", "--- "))]
    assert named == ["--- a/README.md", "+++ b/README.md"]
