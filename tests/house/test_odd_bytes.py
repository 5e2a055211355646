"""A NUL, which PostgreSQL refuses to look for, finds nothing and breaks nothing."""

from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client
from django.urls import reverse

from progress.models import StudyEvent
from tests import builders, cast
from trilha.wsgi import in_utf_8

pytestmark = pytest.mark.django_db
NULS = ["%00", "a%00b", "%%0000", "\0"]


@pytest.mark.parametrize("word", NULS)
def test_a_nul_is_read_as_what_cannot_be_read(client: Client, word: str) -> None:
    page = client.get(reverse("catalog:search"), QUERY_STRING=f"q={word}").content.decode()
    assert "\N{REPLACEMENT CHARACTER}" in page
    assert "\0" not in page


@pytest.mark.parametrize("word", NULS)
@pytest.mark.parametrize("name", ["trilha", "etapa", "recurso", "de"])
def test_a_link_begun_from_nowhere_is_empty(client: Client, name: str, word: str) -> None:
    client.force_login(cast.malu())
    answer = client.get(reverse("mentoring:new"), QUERY_STRING=f"{name}={word}")
    assert answer.status_code == 200


def test_a_mark_made_nowhere_is_made(client: Client) -> None:
    ana, (_, [sql]) = cast.ana(), builders.track_of("SQL")
    client.force_login(ana)
    answer = client.post(
        reverse("progress:mark", args=[sql.uid]),
        {"state": "done"},
        QUERY_STRING="trilha=%00",
        headers={"Origin": "http://testserver"},
    )
    assert answer.status_code == 303
    assert StudyEvent.objects.get().track is None


def test_the_desk_completes_it_to_nothing(client: Client) -> None:
    client.force_login(cast.duda())
    asked = "app_label=catalog&model_name=section&field_name=track&term=%00ab"
    answer = client.get(reverse("admin:autocomplete"), QUERY_STRING=asked)
    assert answer.json()["results"] == []


CHARSETS = ["unicode_escape", "utf-7", "idna", "hex", "undefined", "utf-8"]


def from_outside(kind: str, query: str = "", body: bytes = b"") -> WSGIRequest:
    """What becomes of a request that says this of itself, on its way through the door."""
    asked: dict[str, Any] = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": kind, "QUERY_STRING": query}
    asked |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    request: WSGIRequest = in_utf_8(lambda environ, _begin: WSGIRequest(environ))(asked, None)
    return request


@pytest.mark.parametrize("charset", [*CHARSETS, "*=utf-8''hex"])
@pytest.mark.parametrize("name", ["charset=", " Charset = "])
def test_an_encoding_that_a_request_names_is_not_believed(charset: str, name: str) -> None:
    request = from_outside(f"text/html;{name}{charset}", r"q=%5Cud800 %5Cx00 %2B2AA-")
    assert request.GET["q"] == r"\ud800 \x00 +2AA-"


@pytest.mark.parametrize("charset", CHARSETS)
def test_nor_is_that_of_a_form(charset: str) -> None:
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert from_outside(kind, body=b"text=%5Cud800").POST["text"] == r"\ud800"
    part = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800\r\n--x--\r\n'
    kind = f"multipart/form-data; charset={charset}; boundary=x"
    assert from_outside(kind, body=part).POST["text"] == r"\ud800"
