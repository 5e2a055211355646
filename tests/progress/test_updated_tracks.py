"""A track follows a source that changes in every way: no mark goes to another address, and no note
is lost."""

import pytest

from catalog.links import canonical
from catalog.models import Resource
from catalog.readme.merging import Pick
from catalog.readme.parse import parse
from catalog.readme.write import write
from catalog.upstream import Update, update
from progress.journey import LearnerJourney
from progress.models import Completion, Note, State
from tests import builders, cast
from tests.readme.test_mutations import Author

pytestmark = pytest.mark.django_db


def test_marks_and_notes_stay_with_what_was_studied() -> None:
    author, ana = Author(2026), cast.ana()
    readme = author.readme(sections=3)
    track = builders.track_from(write(readme))
    journey = LearnerJourney(ana.pk, "Ana")
    studied = {}
    for _ in range(6):
        for step in track.steps.select_related("resource"):
            if step.resource and author.dice.random() < 0.2:
                journey.set_state(step.resource, State.DONE, track)
                if not Note.objects.filter(resource=step.resource).exists():
                    builders.note(ana, step.resource, f"Sobre {step.resource.url}")
                studied[step.resource_id] = canonical(step.resource.url)
        for _deed in range(author.dice.randint(1, 10)):
            author.mutate(readme)
        text = write(readme)
        found = Update(track, parse(text))
        pick = author.dice.choice([Pick.OURS, Pick.THEIRS])
        update(track, text, {line.key: {"pick": pick} for line in found.merge.asked})
    assert len(studied) > 5
    done = Completion.objects.filter(learner=ana, state=State.DONE)
    assert {row.resource_id for row in done} == studied.keys()
    addresses = dict(Resource.objects.filter(pk__in=studied).values_list("pk", "address"))
    assert addresses == studied
    notes = Note.objects.filter(learner=ana).values_list("resource__address", "text")
    assert {canonical(text.removeprefix("Sobre ")): at for at, text in notes} == {
        at: at for at in studied.values()
    }
    assert len(notes) == len(studied)
