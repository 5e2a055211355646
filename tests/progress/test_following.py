"""A followed track tells what changed in it since its learner last looked."""

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import Resource, Status, Track
from progress.journey import LearnerJourney, adopt
from progress.models import Following, State
from tests import builders, cast
from tests.progress.test_adoption import visitor
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
PAGE = "/meu-caminho/"


@pytest.fixture
def ana() -> User:
    return cast.ana()


@pytest.fixture
def followed(ana: User) -> tuple[Track, list[Resource]]:
    """Two links, of which Ana has done the first."""
    track, rows = builders.track_of("Rules", "Old paper")
    LearnerJourney(ana.pk).set_state(rows[0], State.DONE, track)
    return track, rows


def grow(track: Track, *titles: str) -> list[Resource]:
    rows = [builders.resource(title) for title in titles]
    for row in rows:
        builders.step(track.sections.get(), resource=row)
    return rows


def page_of(client: Client, person: User) -> str:
    client.force_login(person)
    return client.get(PAGE).content.decode()


def seen(track: Track) -> str:
    return reverse("progress:seen", args=[track.uid])


def test_a_mark_makes_one_follow_its_track_as_it_stands(
    ana: User, followed: tuple[Track, list[Resource]]
) -> None:
    track, rows = followed
    following = Following.objects.get(learner=ana)
    assert (following.track, following.seen) == (track, [row.pk for row in rows])


def test_nothing_new_says_nothing(
    client: Client, ana: User, followed: tuple[Track, list[Resource]]
) -> None:
    assert "Entendi" not in page_of(client, ana)


def test_what_came_and_what_left_is_told_with_its_titles(
    client: Client, ana: User, followed: tuple[Track, list[Resource]]
) -> None:
    track, [_, old] = followed
    grow(track, "Feature stores", "Data contracts")
    old.retire()
    page = page_of(client, ana)
    assert "2 recursos novos, 1 saiu" in page
    assert "Feature stores" in page
    assert "Data contracts" in page
    assert "Saiu: <span>Old paper</span>" in page


def test_looking_and_marking_leave_the_news_until_one_takes_note(
    client: Client, ana: User, followed: tuple[Track, list[Resource]]
) -> None:
    track, [_, old] = followed
    grow(track, "Feature stores")
    page_of(client, ana)
    LearnerJourney(ana.pk).set_state(old, State.DONE, track)
    assert "1 recurso novo" in page_of(client, ana)
    for _ in range(2):
        assert client.post(seen(track)).headers["Location"] == PAGE
    assert "1 recurso novo" not in page_of(client, ana)


def test_a_duplicate_that_was_merged_is_no_news(
    client: Client, ana: User, followed: tuple[Track, list[Resource]]
) -> None:
    _, [rules, _] = followed
    survivor = builders.resource("Rules, the same")
    rules.merged_into = survivor
    rules.save(update_fields=["merged_into"])
    assert "Entendi" not in page_of(client, ana)


def test_a_mark_without_a_track_follows_none(ana: User) -> None:
    LearnerJourney(ana.pk).set_state(builders.resource(), State.DONE)
    assert not Following.objects.exists()


def test_a_visitor_who_signs_in_follows_the_tracks_of_their_marks(
    client: Client, ana: User, followed: tuple[Track, list[Resource]]
) -> None:
    before, [rules, _] = followed
    grow(before, "Data contracts")
    after, rows = builders.track_of("Feature stores", title="Outra")
    builders.step(after.sections.get(), resource=rules)
    for _ in range(2):
        adopt(visitor({rules.pk: State.DONE, rows[0].pk: State.DOING}), ana.pk)
    grow(after, "Old paper, again")
    assert Following.objects.count() == 2
    page = page_of(client, ana)
    assert "Data contracts" in page  # still news: it was followed already
    assert page.count("1 recurso novo") == 2


def test_taking_note_is_for_who_follows(
    client: Client, ana: User, followed: tuple[Track, list[Resource]]
) -> None:
    track, _ = followed
    grow(track, "Feature stores")
    assert client.post(seen(track)).headers["Location"] == f"/conta/entrar/?next={PAGE}"
    client.force_login(cast.caio())
    assert client.post(seen(track)).status_code == 404
    assert client.get(seen(track)).status_code == 405
    assert "1 recurso novo" in page_of(client, ana)


def test_a_track_that_is_a_draft_again_cannot_be_taken_note_of(
    client: Client, ana: User, followed: tuple[Track, list[Resource]]
) -> None:
    track, _ = followed
    track.withdraw(to=Status.DRAFT)
    client.force_login(ana)
    assert client.post(seen(track)).status_code == 404
