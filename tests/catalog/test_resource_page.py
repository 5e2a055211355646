"""The page of one resource, as a learner with marks, notes and kept things sees it."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from catalog.models import Health, LinkHealth, Resource
from progress.journey import LearnerJourney
from progress.models import Bookmark, State
from tests import builders, cast

pytestmark = pytest.mark.django_db
FAILED = datetime(2026, 10, 3, 15, tzinfo=UTC)


def test_related_resources_stand_there_with_ones_own_marks(client: Client) -> None:
    track, [sql, more] = builders.track_of("SQL para começar", "SQL avançado")
    skill, ana = builders.skill("SQL"), cast.ana()
    for resource in (sql, more):
        resource.skills.add(skill)
    LearnerJourney(ana.pk).set_state(more, State.DONE, track)
    Bookmark.objects.create(learner=ana, resource=more)
    builders.note(ana, sql, "Refazer o exercício.")
    client.force_login(ana)

    page = client.get(sql.get_absolute_url()).text

    row = page[page.index(f'id="p-{more.uid}"') :]
    assert row.index('data-s="done"') < row.index("SQL avançado")
    assert "Refazer o exercício." in page


def link_of(resource: Resource, state: str, **fields: object) -> LinkHealth:
    seen = datetime(2026, 11, 12, 15, tzinfo=UTC)
    return LinkHealth.objects.create(url=resource.url, state=state, checked_at=seen, **fields)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (Health.OK, "Funciona"),
        (Health.SUSPECT, "Pode não abrir"),
        (Health.MOVED, "Mudou de endereço"),
        (Health.WALL, "Pede login"),
        (Health.BLOCKED, "Sem como verificar"),
    ],
)
def test_the_page_says_how_its_link_was_found(client: Client, state: str, said: str) -> None:
    _track, [rules] = builders.track_of("Rules of ML")
    link_of(rules, state)
    page = client.get(rules.get_absolute_url()).text
    assert said in page
    assert "Verificado em 12 de novembro de 2026." in page
    assert "cópia arquivada" not in page


def test_a_link_nobody_visited_yet_is_not_judged(client: Client) -> None:
    _track, [rules] = builders.track_of("Rules of ML")
    page = client.get(rules.get_absolute_url()).text
    assert "Este link não abre" in page  # the button
    assert "Verificado em" not in page


def test_of_a_dead_link_the_archived_copy_comes_first(client: Client) -> None:
    track, [rules, alive] = builders.track_of("Rules of ML", "Outro")
    link_of(rules, Health.DEAD, failing_since=FAILED)
    page = client.get(rules.get_absolute_url()).text
    assert "Este link não abre desde 3 de outubro de 2026." in page
    copy = page.index(f'href="https://web.archive.org/web/20261003/{rules.url}"')
    assert copy < page.index(f'href="{rules.url}"')
    rows = client.get(track.get_absolute_url()).text
    assert rows.count("não abre mais") == 1
    assert rows.index(rules.url) < rows.index("não abre mais") < rows.rindex(alive.url)
