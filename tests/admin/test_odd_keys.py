"""What is no key is refused: the database is not asked for it."""

import pytest
from django.urls import reverse

from catalog.models import Resource
from tests import builders
from tests.admin.desk import Desk

pytestmark = pytest.mark.parametrize("key", ["x", "9" * 5000, "9" * 25])


def test_rows_that_cannot_be_are_not_ticked(desk: Desk, key: str) -> None:
    resource = builders.resource()
    sent = {"action": "retire", "_selected_action": [resource.pk, key], "index": "0"}
    answer = desk.client.post(reverse("admin:catalog_resource_changelist"), sent)
    assert answer.status_code == 400
    assert not Resource.objects.exclude(retired_at=None).exists()


@pytest.mark.parametrize("field", ["merged_into", "skills"])
def test_a_resource_points_to_none(desk: Desk, key: str, field: str) -> None:
    answer = desk.send(builders.resource("Regras"), title="Outras", **{field: key})
    assert answer.status_code == 200
    assert "Outras" in answer.text  # nothing typed is lost


def test_a_new_one_begins_with_none(desk: Desk, key: str) -> None:
    url = reverse("admin:catalog_resource_add")
    assert desk.client.get(url, {"skills": key}).status_code == 200


def test_a_step_points_to_none(desk: Desk, key: str) -> None:
    track, _ = builders.track_of("Regras")
    answer = desk.send(track.sections.get(), **{"steps-0-resource": key})
    assert answer.status_code == 200
