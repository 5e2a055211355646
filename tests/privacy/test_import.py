"""Bringing a copy: a look first, the furthest state wins, and nothing that is here is lost."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.models import Resource
from progress.journey import LearnerJourney
from progress.mentoring.models import Cohort, Membership
from progress.models import (
    Assessment,
    Completion,
    Due,
    Mastery,
    Note,
    OwnLink,
    Pass,
    PassMark,
    PublicPage,
    State,
    StudyEvent,
    StudyPlan,
)
from tests import builders, cast
from tests.privacy import life
from trilha.accounts.models import Parcel, User
from trilha.privacy.archive import BadFileError
from trilha.privacy.document import bring, document, read

pytestmark = pytest.mark.django_db
Change = Callable[[dict[str, Any]], object]
DAY = "2026-02-01T08:00:00Z"


def copy_with(user: User, **lists: Any) -> bytes:
    """A copy of an account's data that says something else."""
    return json.dumps({**document(user), **lists}, default=str).encode()


def named(row: Resource, **other: str) -> dict[str, str]:
    return {"uid": row.uid, "title": row.title, "url": row.url, **other}


def a_mark(row: Resource, state: str = "done", **other: str) -> dict[str, Any]:
    return {"resource": named(row, **other), "state": state, "at": DAY}


def a_note(row: Resource, text: str) -> dict[str, Any]:
    return {"resource": named(row), "text": text, "created_at": DAY, "changed_at": DAY}


def look(user: User, content: bytes) -> Any:
    client = life.signed_in(user)
    return client.get(life.upload(client, content)["Location"]).context["report"]


def test_a_look_writes_nothing() -> None:
    ana, malu = cast.ana(), cast.malu()
    life.live(ana)

    report = look(malu, life.download(ana))

    assert report.came["Andamento"] == 3
    assert report.came["Notas"] == 1
    assert report.came["Links de mentoria"] == 1
    assert not Completion.objects.filter(learner=malu).exists()
    assert not Note.objects.filter(learner=malu).exists()


def test_the_furthest_state_wins_with_its_date() -> None:
    ana = cast.ana()
    track, (one, two) = builders.track_of("Um", "Dois")
    journey = LearnerJourney(ana.pk)
    journey.set_state(one, State.DONE, track)
    journey.set_state(two, State.DOING, track)
    here = Completion.objects.get(resource=one).changed_at

    life.bring(ana, copy_with(ana, completions=[a_mark(one, "doing"), a_mark(two, "done")]))

    assert LearnerJourney(ana.pk).states == {one.pk: State.DONE, two.pk: State.DONE}
    assert Completion.objects.get(resource=one).changed_at == here
    assert Completion.objects.get(resource=two).changed_at == datetime(2026, 2, 1, 8, tzinfo=UTC)


def test_found_by_address_when_the_uid_is_another() -> None:
    ana = cast.ana()
    _, (one, two) = builders.track_of("Um", "Dois")
    strange = [
        a_mark(one, uid="outro-nome"),  # unknown here
        a_mark(two, uid=one.uid, url=two.url + "/?utm_source=x#topo"),  # here something else
    ]

    life.bring(ana, copy_with(ana, completions=strange))

    assert set(LearnerJourney(ana.pk).states) == {one.pk, two.pk}


def test_an_address_that_moved_is_found_by_what_it_is_called() -> None:
    ana = cast.ana()
    _, (one,) = builders.track_of("Um")

    life.bring(ana, copy_with(ana, completions=[a_mark(one, url="https://old.example.org/um")]))

    assert set(LearnerJourney(ana.pk).states) == {one.pk}


def test_what_is_unknown_is_named_with_the_reason() -> None:
    ana = cast.ana()
    _, (one,) = builders.track_of("Um")
    away = {"uid": "longe", "title": "Longe", "url": "https://far.example.org/"}
    other = {"uid": one.uid, "title": "Outro", "url": "https://else.example.org/"}
    marks = [{"resource": ref, "state": "done", "at": DAY} for ref in (away, other)]
    report = look(ana, copy_with(ana, completions=marks, activity=[]))

    assert not report.came
    assert [tuple(row) for row in report.left_out] == [
        ("Longe", "não existe aqui, nem por identificador nem por endereço"),
        ("Outro", "aqui, este identificador é de outro recurso"),
    ]


def test_what_is_between_people_is_named_as_left_out() -> None:
    ana, malu = cast.ana(), cast.malu()
    life.together(ana)

    report = look(malu, life.download(ana))

    left = {row.what for row in report.left_out}
    assert {"Participações em turmas", "Turmas que você guia", "Conversas", "Propostas"} <= left
    assert {"Compartilhado comigo", "Quem olhou", "Avisos de turmas"} <= left
    life.bring(malu, life.download(ana))
    assert not Membership.objects.filter(learner=malu).exists()
    assert not Cohort.objects.filter(owner=malu).exists()


def test_a_copy_made_before_there_were_cohorts_comes_as_well() -> None:
    ana, malu = cast.ana(), cast.malu()
    life.live(ana)
    data = {**document(ana), "public_page": None}  # its address is taken
    for name in ("agreed", *life.BETWEEN):
        del data[name]
    for link in data["share_links"]:
        del link["embeds"]

    report = bring(malu, read(json.dumps(data).encode()))

    assert report.came["Andamento"] == 3
    assert not report.left_out


def test_what_is_agreed_here_stays() -> None:
    ana = cast.ana()
    _, (one, two) = builders.track_of("Um", "Dois")
    Due.objects.create(learner=ana, resource=one, due_on=date(2026, 12, 1))
    said = [
        {"resource": named(row), "due_on": day, "created_at": DAY}
        for row, day in ((one, "2027-01-01"), (two, "2027-01-02"), (two, None))
    ]

    for _again in range(2):
        life.bring(ana, copy_with(ana, agreed=said))

    days = dict(Due.objects.values_list("resource", "due_on"))
    assert days == {one.pk: date(2026, 12, 1), two.pk: date(2027, 1, 2)}


@pytest.mark.parametrize("day", ["2026-13-01", "1999-01-01", "2096-01-01", "1 de maio", 3])
def test_a_day_that_is_none(day: Any) -> None:
    ana = cast.ana()
    _, (one,) = builders.track_of("Um")
    said = [{"resource": named(one), "due_on": day, "created_at": DAY}]

    with pytest.raises(BadFileError, match=r"agreed\[1\]\.due_on"):
        read(copy_with(ana, agreed=said))


def test_a_draft_is_not_found() -> None:
    ana = cast.ana()
    _, (one,) = builders.track_of("Segredo", status="draft")

    report = look(ana, copy_with(ana, completions=[a_mark(one)]))

    assert not report.came


def test_different_notes_are_joined() -> None:
    ana = cast.ana()
    _, (one, two, three) = builders.track_of("Um", "Dois", "Três")
    Note.objects.create(learner=ana, resource=one, text="daqui")
    Note.objects.create(learner=ana, resource=two, text="curta")
    said = [a_note(one, "de lá"), a_note(two, "curta, e mais"), a_note(three, "nova")]
    copy = copy_with(ana, notes=said)

    for _ in range(2):
        life.bring(ana, copy)

    notes = dict(Note.objects.filter(learner=ana).values_list("resource", "text"))
    assert notes == {
        one.pk: "daqui\n\n---\n\nde lá",
        two.pk: "curta, e mais",
        three.pk: "nova",
    }
    assert Note.objects.get(resource=one).version == 2
    assert "nova" in Note.objects.get(resource=three).stems


def test_what_can_be_written_can_be_brought() -> None:
    ana, malu = cast.ana(), cast.malu()
    _, (one,) = builders.track_of("Um")
    text = "\x1b[0m \u2028 \U0001f9ab \r\n\t\x7f fim "
    Note.objects.create(learner=ana, resource=one, text=text)

    life.bring(malu, life.download(ana))

    assert Note.objects.get(learner=malu).text == text


def test_of_very_many_notes_on_one_resource_the_first_are_taken() -> None:
    """No copy is like that, and comparing each with all the others would take minutes."""
    ana, (_, (one,)) = cast.ana(), builders.track_of("Um")
    notes = [a_note(one, f"nota {n:03}") for n in range(60)]

    report = look(ana, copy_with(ana, notes=notes))
    life.bring(ana, copy_with(ana, notes=notes))

    assert Note.objects.get(learner=ana).text.count("nota") == 20
    assert [row.what for row in report.left_out] == ["Um"]


def test_a_note_that_does_not_fit_stays_in_the_file() -> None:
    ana = cast.ana()
    _, (one,) = builders.track_of("Um")
    Note.objects.create(learner=ana, resource=one, text="a" * 20_000)

    report = look(ana, copy_with(ana, notes=[a_note(one, "b" * 30_000)]))

    assert [row.what for row in report.left_out] == ["Um"]


def test_an_event_comes_once() -> None:
    ana = cast.ana()
    _, (one,) = builders.track_of("Um")
    event = {**a_mark(one), "track": "nada"}

    for _ in range(2):
        life.bring(ana, copy_with(ana, activity=[event, event, {**event, "state": "todo"}]))

    assert StudyEvent.objects.filter(learner=ana).count() == 2


def test_the_latest_judgement_counts() -> None:
    ana, skill = cast.ana(), builders.skill()
    Assessment.objects.create(learner=ana, skill=skill, mastery=Mastery.ALONE)
    said = {"skill": {"uid": skill.uid, "title": skill.title}, "mastery": "new", "at": DAY}

    life.bring(ana, copy_with(ana, assessments=[said]))

    assert Assessment.objects.get().mastery == Mastery.ALONE


@pytest.mark.parametrize("name", ["assessments", "passes"])
def test_a_file_of_many_rows_is_written_in_as_many_statements_as_one_of_few(name: str) -> None:
    """Fifty thousand took a minute, in which nobody else could write."""
    ana, skill = cast.ana(), builders.skill()
    track, (one,) = builders.track_of("Um")

    def row(n: int) -> dict[str, Any]:
        at = f"2026-02-01T08:{n // 60:02}:{n % 60:02}Z"
        if name == "assessments":
            about = {"uid": skill.uid, "title": skill.title}
            return {"skill": about, "mastery": ["new", "alone"][n % 2], "at": at}
        marks = [{**a_mark(one), "at": at}]
        place = {"track": track.uid, "section": None, "title": "Um"}
        return {**place, "began_at": at, "ended_at": at, "marks": marks}

    def statements(many: int) -> int:
        file = read(copy_with(ana, **{name: [row(n) for n in range(many)]}))
        with CaptureQueriesContext(connection) as asked:
            bring(ana, file, only_look=True)
        return len(asked)

    assert statements(200) == statements(2)
    bring(ana, read(copy_with(ana, **{name: [row(n) for n in range(20)]})))
    assert [row.mastery for row in Assessment.objects.all()] == (
        [Mastery.ALONE] if name == "assessments" else []
    )
    assert PassMark.objects.count() == Pass.objects.count() == (20 if name == "passes" else 0)


def test_the_plan_and_the_page_that_are_here_stay() -> None:
    ana, malu = cast.ana(), cast.malu()
    life.live(ana)
    track = builders.track()
    StudyPlan.objects.create(learner=malu, track=track, minutes=300)
    PublicPage.objects.create(learner=malu, handle="malu")

    report = look(malu, life.download(ana))
    life.bring(malu, life.download(ana))

    assert StudyPlan.objects.get(learner=malu).minutes == 300
    assert PublicPage.objects.get(learner=malu).handle == "malu"
    assert {"Plano de estudo", "Página pública"} <= {row.what for row in report.left_out}


@pytest.mark.parametrize("handle", ["ana", "admin", "dois nomes", "ANA"])
def test_a_handle_that_cannot_be_had_is_said(handle: str) -> None:
    ana, malu = cast.ana(), cast.malu()
    life.live(ana)
    page = {"handle": handle, "tracks": [], "shows": ["name"]}

    report = look(malu, copy_with(ana, public_page=page))

    assert "Página pública" in {row.what for row in report.left_out}
    assert "Página pública" not in report.came


def test_own_links_move_forward_only() -> None:
    ana = cast.ana()
    life.live(ana)
    copy = life.download(ana)
    OwnLink.objects.update(state=State.TODO)

    life.bring(ana, copy)

    [link] = OwnLink.objects.all()
    assert link.state == State.DONE


def test_nobody_elses_file() -> None:
    ana, caio = cast.ana(), cast.caio()
    client = life.signed_in(ana)
    there = life.upload(client, life.download(ana))["Location"]

    for stranger in (life.signed_in(caio), client):
        missing = there if stranger is not client else reverse("confirm_data", args=[uuid4()])
        assert stranger.get(missing).status_code == 404
        assert stranger.post(missing).status_code == 404
    assert Client().post(there).status_code == 302
    assert client.put(there).status_code == 405


def test_a_file_waits_an_hour() -> None:
    ana = cast.ana()
    client = life.signed_in(ana)
    there = life.upload(client, life.download(ana))["Location"]
    Parcel.objects.update(created_at=timezone.now() - timedelta(minutes=61))

    assert client.post(there).status_code == 404


def test_only_the_last_file_waits() -> None:
    ana = cast.ana()
    client = life.signed_in(ana)
    first = life.upload(client, life.download(ana))["Location"]
    life.upload(client, life.download(ana))

    assert client.get(first).status_code == 404
    assert Parcel.objects.count() == 1


def test_ten_times_the_marks_cost_the_same(
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    ana, malu = cast.ana(), cast.malu()
    _, rows = builders.track_of(*(f"Recurso {n}" for n in range(20)))
    few = copy_with(ana, completions=[a_mark(row) for row in rows[:2]])
    many = copy_with(ana, completions=[a_mark(row) for row in rows])
    client = life.signed_in(malu)
    there = life.upload(client, few)["Location"]
    with django_assert_max_num_queries(60) as first:
        client.get(there)
    cost = len(first)
    there = life.upload(client, many)["Location"]
    with django_assert_max_num_queries(cost):
        client.get(there)


def test_what_became_one_thing_meanwhile_comes_once() -> None:
    ana = cast.ana()
    _, rows = life.live(ana)
    survivor = builders.resource("Onça")
    before = life.download(ana)
    Resource.objects.filter(pk=rows[1].pk).update(merged_into=survivor)
    after = life.download(ana)

    for copy in (before, after):
        assert not look(ana, copy).came
