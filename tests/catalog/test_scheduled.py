"""A draft goes live by itself at its moment, once."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from reversion.models import Revision, Version

from catalog.models import Edition, Status, Track
from tests import builders

pytestmark = pytest.mark.django_db


def draft(due: timedelta, **fields: Any) -> Track:
    """One whose moment is so far away; in the past it has come."""
    moment: datetime = timezone.now() + due
    return builders.track(**{"status": "draft", "publish_at": moment, **fields})


def publish_due() -> None:
    call_command("publish_due", verbosity=0)


def test_the_command_says_what_it_did() -> None:
    track = draft(timedelta(0))
    for said in (f"published: {track.uid}\n", "nothing is due.\n"):
        out = StringIO()
        call_command("publish_due", stdout=out)
        assert out.getvalue() == said


def test_at_its_moment_a_draft_is_open_to_everybody() -> None:
    track, edition = draft(timedelta(minutes=-1)), Edition.now()
    publish_due()
    track.refresh_from_db()
    assert (track.status, track.publish_at) == (Status.PUBLISHED, None)
    assert track.published_at
    assert Edition.now() == edition + 1


def test_the_history_says_that_nobody_did_it() -> None:
    track = draft(timedelta(0))
    publish_due()
    kept = Version.objects.get_for_object(track).get().revision
    assert (kept.user, kept.comment) == (None, "publicação agendada")


def test_it_is_safe_to_repeat() -> None:
    draft(timedelta(0))
    publish_due()
    before = Edition.now(), Revision.objects.count()
    publish_due()
    assert (Edition.now(), Revision.objects.count()) == before


def test_before_its_moment_nothing_happens() -> None:
    track, edition = draft(timedelta(minutes=1)), Edition.now()
    publish_due()
    track.refresh_from_db()
    assert track.status == Status.DRAFT
    assert track.publish_at
    assert Edition.now() == edition


def test_what_is_no_draft_is_not_due() -> None:
    draft(timedelta(0), status="retired")
    draft(timedelta(0), status="published")
    assert not Track.objects.due_for_publishing()


@pytest.mark.parametrize("to", [Status.PUBLISHED, Status.RETIRED])
def test_a_hand_that_is_faster_takes_the_moment_away(to: Status) -> None:
    track = draft(timedelta(days=1))
    _ = track.publish() if to == Status.PUBLISHED else track.withdraw(to)
    track.refresh_from_db()
    assert (track.status, track.publish_at) == (to, None)
