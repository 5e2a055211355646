"""A track comes to the desk as a file, and leaves as one from its page."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.models import Track
from tests import builders, cast
from tests.admin.desk import Desk

PAGE = "/admin/catalog/track/arquivo/"


def sent(data: Any) -> dict[str, SimpleUploadedFile]:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return {"file": SimpleUploadedFile("trilha.json", content)}


def taken(client: Client, track: Track) -> Any:
    answer = client.get(f"/trilhas/{track.uid}/trilha.json")
    assert answer.status_code == 200
    return answer.json()


def test_duda_takes_a_track_looks_and_brings_it_back_changed(desk: Desk) -> None:
    track, _ = builders.track_of("Regras")
    data = taken(desk.client, track)
    data["title"] = "Título novo"

    looked = desk.client.post(PAGE, sent(data))

    assert "Título novo" in looked.content.decode()
    track.refresh_from_db()
    assert track.title != "Título novo"  # it was only a look
    going = desk.form_at_text(looked.text, "going")
    for _twice in range(2):
        assert desk.client.post(PAGE, {**going, "go": "1"}).status_code == 302
    track.refresh_from_db()
    assert track.title == "Título novo"


def test_both_ways_are_found_without_knowing_the_address(desk: Desk) -> None:
    track, _ = builders.track_of("Regras")

    assert PAGE in desk.client.get("/admin/catalog/track/").text
    assert f"/trilhas/{track.uid}/trilha.json" in desk.client.get(track.get_absolute_url()).text


def test_a_draft_is_taken_from_the_desk(desk: Desk) -> None:
    draft, _ = builders.track_of("Regras", status="draft")
    page = desk.client.get(desk.url(draft)).text
    for word, public in (("readme", "readme"), ("json", "track_json")):
        url = desk.url(draft, word)
        assert f'href="{url}" download' in page
        answer = desk.client.get(url)
        assert "Regras" in answer.text
        assert answer["Content-Disposition"].startswith(f'attachment; filename="{draft.uid}.')
        assert desk.client.get(reverse(f"catalog:{public}", args=[draft.uid])).status_code == 404
        assert desk.client.post(url).status_code == 405
        assert desk.client.get(url.replace(str(draft.pk), "999999")).status_code == 404


def test_only_those_who_may_see_a_draft_take_it(client: Client, db: None) -> None:
    url = reverse("admin:catalog_track_json", args=[builders.track(status="draft").pk])
    assert "/admin/login/" in client.get(url)["Location"]
    client.force_login(cast.person("Vera", is_staff=True))
    assert client.get(url).status_code == 403


def test_what_cannot_be_read_is_said(desk: Desk) -> None:
    wrong = [b"", b"\x89PNG", b"[1]", b"[" * 100_000, {"a": 1}, {"format": "trilha/track/1"}]
    for content in [*wrong, b" " * 900_001]:
        page = desk.client.post(PAGE, sent(content))
        assert page.status_code == 200
        assert page.context["form"].errors["file"], content


def test_a_draft_has_no_file_and_the_schema_is_for_all(client: Client, db: None) -> None:
    draft = builders.track(status="draft")
    assert client.get(f"/trilhas/{draft.uid}/trilha.json").status_code == 404
    assert client.post(f"/trilhas/{draft.uid}/trilha.json").status_code == 405
    assert json.loads(client.get("/trilhas/esquema.json").content)["$defs"]


def test_only_who_curates(client: Client, db: None) -> None:
    for person in (None, cast.caio(), cast.person("Téo", is_staff=True)):
        if person:
            client.force_login(person)
        assert client.get(PAGE).status_code in (302, 403)
        assert client.post(PAGE, sent({})).status_code in (302, 403)
