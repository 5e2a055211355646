"""The page of one resource, as a learner with marks, notes and kept things sees it."""

import pytest
from django.test import Client

from progress.journey import LearnerJourney
from progress.models import Bookmark, State
from tests import builders, cast

pytestmark = pytest.mark.django_db


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
