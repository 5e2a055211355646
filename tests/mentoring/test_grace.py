"""In the days between asking to be erased and being erased, nothing of a person is shown."""

from typing import Any

import pytest
from django.urls import reverse

from progress.mentoring.access import consents_to
from progress.mentoring.models import Look, Message, Proposal, Received, Shown, Thread
from tests import builders, cast
from tests.privacy.life import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]


@pytest.fixture
def together() -> Any:
    """Ana in Malu's cohort, with something of every kind between them."""
    ana, malu = cast.person("Ana"), cast.person("Malu")
    track, (resource,) = builders.track_of("Tatu")
    member = builders.member(builders.cohort(malu, track), ana, Shown.TICKS)
    thread = Thread.objects.create(membership=member, mentor=malu, resource=resource)
    Message.objects.create(thread=thread, by=malu, text="Oi")
    Proposal.objects.create(membership=member, by=malu).steps.create(resource=resource)
    Received.objects.create(learner=ana, link=builders.share_link(malu, resource))
    Look.objects.remember(malu, Look.Where.COHORT, [(member, [Shown.TICKS])])
    return member, thread


OWN = ["cohorts", "threads", "proposals", "received", "looks"]


@pytest.mark.parametrize("name", [*OWN, "membership", "thread", "write", "path"])
def test_a_mentor_who_is_leaving_is_named_nowhere(together: Any, name: str) -> None:
    member, thread = together
    places = {"membership": member.cohort.uid, "write": member.cohort.uid, "thread": thread.uid}
    keys = [places[name]] if name in places else []
    there = reverse("progress:path" if name == "path" else f"mentoring:{name}", args=keys)
    client = signed_in(member.learner)
    assert "Malu" in client.get(there).content.decode() or name == "path"

    member.cohort.owner.ask_to_be_erased()

    assert "Malu" not in client.get(there).content.decode()


@pytest.mark.parametrize("name", ["cohort", "sheet", "threads", "thread", "propose", "person"])
def test_a_learner_who_is_leaving_is_named_nowhere(together: Any, name: str) -> None:
    member, thread = together
    places: dict[str, list[Any]] = {
        "threads": [],
        "thread": [thread.uid],
        "person": [member.cohort.uid, member.uid],
    }
    there = reverse(f"mentoring:{name}", args=places.get(name, [member.cohort.uid]))
    client = signed_in(member.cohort.owner)
    assert "Ana" in client.get(there).content.decode()
    assert consents_to(member.cohort.owner).exists()

    member.learner.ask_to_be_erased()

    assert "Ana" not in client.get(there).content.decode()
    assert not consents_to(member.cohort.owner).exists()
