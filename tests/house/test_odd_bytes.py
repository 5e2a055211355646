"""A NUL, which PostgreSQL refuses to look for, finds nothing and breaks nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from progress.models import StudyEvent
from tests import builders, cast

pytestmark = pytest.mark.django_db
NULS = ["%00", "a%00b", "%%0000", "\0"]


@pytest.mark.parametrize("word", NULS)
def test_a_nul_is_read_as_what_cannot_be_read(client: Client, word: str) -> None:
    page = client.get(reverse("catalog:search"), QUERY_STRING=f"q={word}").content.decode()
    assert "\N{REPLACEMENT CHARACTER}" in page
    assert "\0" not in page


@pytest.mark.parametrize("word", NULS)
@pytest.mark.parametrize("name", ["trilha", "etapa", "recurso"])
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
