"""What two people say to each other is theirs: who else finds it, and what it tells of one."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.journey import LearnerJourney
from progress.mentoring.models import Cohort, Guide, Membership, Message, Thread
from progress.models import State
from tests import builders, cast
from tests.mentoring.talking import CLOSED, Saturday, at, by, closing, text
from trilha.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]


def left(saturday: Saturday) -> None:
    Membership.objects.update(left_at=timezone.now())


def removed(saturday: Saturday) -> None:
    Membership.objects.update(left_at=timezone.now(), removed=True)


def no_guide(saturday: Saturday) -> None:
    Guide.objects.all().delete()


def archived(saturday: Saturday) -> None:
    Cohort.objects.update(archived_at=timezone.now())


@pytest.mark.parametrize("end", [left, removed, no_guide, archived])
def test_afterwards_the_learner_reads_and_nobody_writes(saturday: Saturday, end: Any) -> None:
    thread = saturday.thread("Oi.")
    ana, malu = by(saturday.ana), by(saturday.malu)
    end(saturday)
    page = text(ana.get(at(thread)))
    assert "Oi." in page
    assert "ficou só para ler" in page
    assert "<textarea" not in page
    answer = text(ana.post(at(thread), {"text": "Ainda?", "do": "open"}))
    assert CLOSED in answer
    assert "Ainda?" in answer
    ana.post(closing(thread), {"do": "close"})
    assert Thread.objects.get().closed_at is None
    begin = {"step": saturday.sql.uid, "text": "Oi?"}
    ana.post(saturday.write, begin)
    assert (malu.get(at(thread)).status_code, malu.post(at(thread)).status_code) == (404, 404)
    assert malu.post(saturday.write_to, begin).status_code == 404
    assert malu.post(closing(thread), {"do": "close"}).status_code == 404
    assert (Thread.objects.count(), Message.objects.count()) == (1, 1)


def test_days_of_grace_end_it_for_both(saturday: Saturday) -> None:
    thread, soon = saturday.thread("Oi."), timezone.now() + timedelta(days=7)
    User.objects.filter(name="Malu").update(erase_at=soon)
    assert by(saturday.ana).get(at(thread)).status_code == 404
    assert "Ninguém guia esta turma agora." in text(by(saturday.ana).get(saturday.write))
    User.objects.filter(name="Malu").update(erase_at=None)
    assert by(saturday.ana).get(at(thread)).status_code == 200
    User.objects.filter(name="Ana").update(erase_at=soon)
    assert by(saturday.malu).get(at(thread)).status_code == 404


def test_nobody_else_finds_it(saturday: Saturday) -> None:
    thread = saturday.thread("Só nossa.")
    rui = cast.person("Rui")
    Guide.objects.create(cohort=saturday.cohort, person=rui)
    others = [rui, cast.caio(), cast.duda(), cast.person("Sol", is_staff=True, is_superuser=True)]
    for person in others:
        client = by(person)
        assert client.get(at(thread)).status_code == 404
        assert client.post(at(thread), {"text": "Oi"}).status_code == 404
        assert client.post(closing(thread), {"do": "close"}).status_code == 404
        assert "Só nossa." not in text(client.get("/conversas/"))
        assert "Regras" not in text(client.get("/conversas/"))
    for person in others[1:]:
        client = by(person)
        assert client.get(saturday.write_to).status_code == 404
        assert client.get(saturday.write).status_code == 404
    assert by(saturday.malu).get(saturday.write).status_code == 404
    assert by(saturday.ana).get(saturday.write_to).status_code == 404


def test_a_visitor_signs_in_first(client: Client, saturday: Saturday) -> None:
    thread = saturday.thread("Oi.")
    for address in (at(thread), saturday.write, saturday.write_to, "/conversas/"):
        assert client.get(address)["Location"] == f"/conta/entrar/?next={address}"
    for address in (at(thread), saturday.write, saturday.write_to):
        assert client.post(address, {"text": "Oi"})["Location"] == f"/conta/entrar/?next={address}"
    assert client.post(closing(thread))["Location"] == "/conta/entrar/?next=/conversas/"
    assert Message.objects.count() == 1


def test_what_only_takes_posts_is_no_page(saturday: Saturday) -> None:
    assert by(saturday.ana).get(closing(saturday.thread("Oi."))).status_code == 405
    assert by(saturday.ana).post("/conversas/").status_code == 405


def test_a_mentor_in_their_own_cohort_does_not_talk_with_themselves(saturday: Saturday) -> None:
    mine = builders.member(saturday.cohort, saturday.malu)
    malu = by(saturday.malu)
    assert (
        malu.get(reverse("mentoring:write_to", args=[saturday.cohort.uid, mine.uid])).status_code
        == 404
    )
    assert "Ninguém guia esta turma agora." in text(malu.get(saturday.write))


def test_a_thread_says_nothing_of_what_the_learner_marked(saturday: Saturday) -> None:
    """Neither of them consented to anything: only titles and messages stand there."""
    thread = saturday.thread("Oi.")
    malu = by(saturday.malu)
    before = text(malu.get(saturday.write_to)), text(malu.get("/conversas/"))
    page = text(malu.get(at(thread)))
    LearnerJourney(saturday.ana.pk).set_state(saturday.rules, State.DONE)
    clean = [strip(said) for said in (*before, page)]
    after = [malu.get(saturday.write_to), malu.get("/conversas/"), malu.get(at(thread))]
    assert [strip(text(answer)) for answer in after] == clean


def strip(page: str) -> str:
    """Without what is new in each answer: tokens and the uid of the form."""
    return re.sub(r'name="(csrfmiddlewaretoken|uid)" value="[^"]+"', "", page)
