"""Duda gives a draft the moment at which it goes live."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.models import Track
from tests import builders
from tests.admin.desk import Desk
from trilha.accounts.models import User

DAY, HOUR = "publish_at_0", "publish_at_1"


@pytest.fixture
def draft(db: None) -> Track:
    return builders.track(status="draft")


def at(day: str, hour: str) -> dict[str, Any]:
    return {DAY: day, HOUR: hour}


def test_the_moment_is_one_of_the_sites_clock(desk: Desk, duda: User, draft: Track) -> None:
    duda.time_zone = "Asia/Tokyo"
    duda.save()
    desk.save(draft, **at("2099-03-01", "08:00"))
    draft.refresh_from_db()
    assert draft.publish_at == datetime(2099, 3, 1, 11, tzinfo=UTC)  # eight in São Paulo
    form = desk.form(draft)
    assert (form[DAY], form[HOUR]) == ("2099-03-01", "08:00")
    assert "Entra no ar sozinha em <b>1 de março de 2099, 08h00</b>" in page(desk, draft)
    listed = desk.client.get(reverse("admin:catalog_track_changelist")).text
    assert "rascunho, no ar em 01/03/2099 08:00" in listed


def page(desk: Desk, track: Track) -> str:
    return str(desk.client.get(desk.url(track)).text)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (at("2020-01-01", "08:00"), "Essa hora já passou."),
        (at("2099-01-01", ""), "hora"),
        (at("amanhã", "08:00"), "data"),
    ],
)
def test_what_is_no_moment_to_come_is_refused(
    desk: Desk, draft: Track, sent: dict[str, str], said: str
) -> None:
    answer = desk.send(draft, **sent)
    assert answer.status_code == 200
    assert said in str(answer.context["adminform"].form.errors["publish_at"])
    draft.refresh_from_db()
    assert draft.publish_at is None


def test_a_moment_that_passed_meanwhile_does_not_stop_other_changes(
    desk: Desk, draft: Track
) -> None:
    draft.publish_at = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=1)
    draft.save()
    desk.save(draft, title="Outro nome")


def test_an_empty_field_takes_the_moment_back(desk: Desk, draft: Track) -> None:
    desk.save(draft, **at("2099-03-01", "08:00"))
    desk.save(draft, **at("", ""))
    draft.refresh_from_db()
    assert draft.publish_at is None


def test_only_a_draft_is_asked(desk: Desk) -> None:
    assert "publish_at" not in page(desk, builders.track())
