"""A copy is brought while its person goes on studying: nobody waits for ever, nothing is lost."""

from threading import Event
from typing import Any

import pytest
from django.db import connection

from progress.journey import LearnerJourney
from progress.models import Conflict, Note, State
from progress.privacy import bringing
from tests import builders, cast
from tests.privacy import life
from tests.progress.test_races import at_once
from trilha.privacy.document import bring, read

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mark_made_meanwhile_neither_waits_nor_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    ana = cast.ana()
    track, [one, two] = builders.track_of("Um", "Dois")
    LearnerJourney(ana.pk).set_state(one, State.DONE, track)
    file = read(life.download(ana))
    inside, marked, original = Event(), Event(), bringing.bring

    def slow(*args: Any) -> None:
        inside.set()
        # On PostgreSQL the mark is stored while the import still runs; SQLite lets one at a time.
        together = connection.vendor == "postgresql"
        assert marked.wait(5 if together else 0.3) or not together
        original(*args)

    def mark() -> None:
        assert inside.wait(5)
        LearnerJourney(ana.pk).set_state(two, State.DONE, track)
        marked.set()

    monkeypatch.setattr(bringing, "bring", slow)
    at_once(lambda: bring(ana, file), mark)

    assert LearnerJourney(ana.pk).states == {one.pk: State.DONE, two.pk: State.DONE}


def test_a_note_written_meanwhile_is_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, (_, [one]) = cast.ana(), builders.track_of("Um")
    note = Note.objects.create(learner=ana, resource=one, text="de lá")
    file = read(life.download(ana))
    note = note.become("daqui") or note
    inside, writing, joined = Event(), Event(), Note.joined

    def slow(*args: Any) -> str:
        inside.set()
        writing.wait(0.5)
        return joined(*args)

    def write() -> str:
        assert inside.wait(5)
        try:
            Note.objects.write(ana.pk, one, "mais", note.stamp)
        except Conflict as conflict:
            return conflict.stored.text
        finally:
            writing.set()
        return ""

    monkeypatch.setattr(Note, "joined", slow)
    _, told = at_once(lambda: bring(ana, file), write)

    # The import came first, so the tab is shown both texts.
    assert told == Note.objects.get().text == "daqui\n\n---\n\nde lá"
