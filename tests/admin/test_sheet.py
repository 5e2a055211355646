"""The page of the spreadsheet at the desk."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Resource
from tests import builders, cast
from tests.admin.desk import Desk

PAGE = "/admin/catalog/resource/planilha/"
CSV = "/admin/catalog/resource/planilha.csv"


def sent(text: str | bytes) -> dict[str, SimpleUploadedFile]:
    content = text.encode() if isinstance(text, str) else text
    return {"file": SimpleUploadedFile("recursos.csv", content)}


def test_duda_takes_a_table_looks_and_brings_it_back(desk: Desk) -> None:
    old = builders.resource("Livro", kind="book", description="Uma linha.\r\nOutra.")
    builders.resource("Curso", kind="course")
    listed = desk.client.get(CSV, {"kind": "book"})
    assert listed["Content-Type"] == "text/csv; charset=utf-8"
    text = listed.content.decode()
    assert "Curso" not in text

    looked = desk.client.post(PAGE, sent(text.replace("Livro", "Livro novo")))

    assert "Livro novo" in looked.content.decode()
    assert len(looked.context["incoming"].changed[0].said) == 1  # ends of lines are no words
    seen = desk.form_at_text(looked.text, "going")
    seen["text"] = "\r\n".join(seen["text"].splitlines())  # as browsers send fields
    old.refresh_from_db()
    assert old.title == "Livro"  # it was only a look
    assert desk.client.post(PAGE, seen).status_code == 302
    old.refresh_from_db()
    assert old.title == "Livro novo"
    assert Resource.objects.count() == 2


def test_what_cannot_be_read_is_said(desk: Desk) -> None:
    for content in (b"", b"\x89PNG\0\0", b"nada,disso\n1,2\n", b"uid,title\n1\n", b"x" * 900_001):
        page = desk.client.post(PAGE, sent(content))
        assert page.status_code == 200
        assert page.context["form"].errors["file"]


def test_only_who_curates(client: Client, db: None) -> None:
    for person in (None, cast.caio(), cast.person("Téo", is_staff=True)):
        if person:
            client.force_login(person)
        for page in (PAGE, CSV):
            assert client.get(page).status_code in (302, 403)
        assert client.post(PAGE, sent("uid,title\n")).status_code in (302, 403)
