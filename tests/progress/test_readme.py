"""A track as a README with one's own ticks. The same for learners and visitors."""

import pytest
from django.test import Client

from tests import builders, cast
from tests.progress.test_mark import mark

pytestmark = pytest.mark.django_db
MINE = "/trilhas/dados/meu-README.md"


@pytest.mark.parametrize("signed_in", [True, False])
def test_boxes_are_ticked_where_a_person_is_done(client: Client, signed_in: bool) -> None:
    if signed_in:
        client.force_login(cast.ana())
    track, [sql, git] = builders.track_of("SQL", "Git", uid="dados")
    assert MINE not in client.get(track.get_absolute_url()).content.decode()
    mark(client, sql.uid)
    mark(client, git.uid, "doing")

    answer = client.get(MINE)

    boxes = [line[:9] for line in answer.content.decode().splitlines() if line.startswith("-")]
    assert boxes == ["- [x] [SQ", "- [ ] [Gi"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert f'href="{MINE}"' in client.get(track.get_absolute_url()).content.decode()


def test_the_readme_of_a_stranger_has_their_ticks_and_not_mine(client: Client) -> None:
    _, [sql] = builders.track_of("SQL", uid="dados")
    client.force_login(cast.ana())
    mark(client, sql.uid)
    stranger = Client()
    stranger.force_login(cast.caio())
    assert "[x]" not in stranger.get(MINE).content.decode()


def test_what_nobody_can_see_is_not_found(client: Client) -> None:
    builders.track_of("SQL", uid="dados", status="draft")
    assert client.get(MINE).status_code == 404
    assert client.post(MINE).status_code == 405
