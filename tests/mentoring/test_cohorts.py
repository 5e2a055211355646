"""The page of one's cohorts, and Malu beginning one."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.models import Status, Track
from progress.mentoring.models import Cohort, Guide
from progress.mentoring.models.cohort import MOST_A_DAY
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
COHORTS = "/turmas/"


def page(client: Client, address: str = COHORTS) -> str:
    return client.get(address).content.decode()


def begin(desk: Client, track: Track | None = None, **fields: Any) -> HttpResponse:
    subject = f"trilha:{track.uid}" if track else ""
    form = {"uid": str(uuid4()), "name": "Turma de sábado", "about": "sábados às 10h",
            "subject": subject, "starts_on": "", "ends_on": "", "steps_a_week": "",
            "capacity": ""}  # fmt: skip
    return desk.post(COHORTS, form | fields)


def test_an_empty_page_says_what_a_cohort_is(desk: Client) -> None:
    assert "Uma turma é um grupo que estuda" in page(desk)
    assert reverse("mentoring:new_cohort") in page(desk)


def test_it_holds_what_she_guides_and_where_she_studies(desk: Client, malu: User) -> None:
    track, caio = builders.track(), cast.caio()
    hers = builders.cohort(malu, track, name="De Malu")
    theirs = builders.cohort(caio, track, name="De Caio")
    builders.cohort(caio, track, name="Que não é com ela")
    builders.member(theirs, malu)
    text = page(desk)
    assert hers.get_absolute_url() in text
    assert reverse("mentoring:membership", args=[theirs.uid]) in text
    assert theirs.get_absolute_url() + '"' not in text
    assert "com Caio" in text
    assert "Que não é com ela" not in text


def test_what_ended_or_was_archived_is_folded(desk: Client, malu: User) -> None:
    builders.cohort(malu, name="Acabou", ends_on=timezone.localdate() - timedelta(days=1))
    builders.cohort(malu, name="Guardada").put_away()
    builders.cohort(malu, name="Em andamento")
    going, _, ended = page(desk).partition('<details class="more">')
    assert "Em andamento" in going
    assert "Acabou" not in going
    assert "terminou em" in ended
    assert "Guardada" in ended
    assert "Trazer de volta" in ended


def test_a_member_sees_an_archived_one_as_ended(client: Client, malu: User) -> None:
    ana = cast.ana()
    cohort = builders.cohort(malu)
    builders.member(cohort, ana)
    cohort.put_away()
    client.force_login(ana)
    told, _, rest = page(client).partition('class="page-head"')
    going, _, ended = rest.partition('<details class="more">')
    assert "foi arquivada" in told
    assert "Turma de sábado" not in going
    assert "arquivada" in ended
    assert "Trazer de volta" not in ended


def test_twice_the_cohorts_cost_the_same(desk: Client, malu: User) -> None:
    caio = cast.caio()

    def more() -> None:
        for _ in range(2):
            builders.cohort(malu, builders.track())
            link = builders.share_link(caio, builders.resource())
            builders.member(builders.cohort(caio, list=link), malu)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(desk)
        return len(asked)

    more()
    few = queries()
    more()
    assert queries() == few


def test_beginning_one(desk: Client, malu: User) -> None:
    track, today = builders.track(), timezone.localdate()
    end = today + timedelta(days=60)
    said = {"starts_on": f"{today}", "ends_on": f"{end}", "steps_a_week": "3", "capacity": "30"}
    answer = begin(desk, track, **said)
    cohort = Cohort.objects.get()
    assert answer["Location"] == cohort.get_absolute_url()
    assert (cohort.owner, cohort.track, cohort.list) == (malu, track, None)
    assert (cohort.about, cohort.steps_a_week, cohort.capacity) == ("sábados às 10h", 3, 30)
    assert (cohort.starts_on, cohort.ends_on) == (today, end)
    assert Guide.objects.get().person == malu


def test_a_list_of_hers_also_when_its_link_was_revoked(desk: Client, malu: User) -> None:
    link = builders.share_link(malu, builders.resource(), name="Minha lista")
    link.revoke()
    assert "Minha lista" in page(desk, "/turmas/nova/")
    begin(desk, subject=f"lista:{link.uid}")
    assert Cohort.objects.get().list == link


def test_neither_a_draft_nor_the_list_of_others(desk: Client) -> None:
    draft = builders.track(status=Status.DRAFT)
    theirs = builders.share_link(cast.caio(), builders.resource(), name="De Caio")
    assert "De Caio" not in page(desk, "/turmas/nova/")
    for subject in (f"trilha:{draft.uid}", f"lista:{theirs.uid}", ""):
        assert begin(desk, subject=subject).status_code == 200
    assert not Cohort.objects.exists()


def test_sent_twice_it_is_one(desk: Client) -> None:
    track, uid = builders.track(), str(uuid4())
    begin(desk, track, uid=uid)
    begin(desk, track, uid=uid, name="Turma de terça")
    assert Cohort.objects.get().name == "Turma de terça"


def test_a_uid_of_somebody_else_changes_nothing_of_theirs(desk: Client) -> None:
    theirs = builders.cohort(cast.caio(), name="De Caio")
    begin(desk, builders.track(), uid=str(theirs.uid))
    theirs.refresh_from_db()
    assert theirs.name == "De Caio"
    assert Cohort.objects.count() == 2


def test_what_was_typed_stays_when_something_is_wrong(desk: Client) -> None:
    today = timezone.localdate()
    past = today - timedelta(days=9)
    text = begin(
        desk, about="às terças", starts_on=f"{today}", ends_on=f"{past}", capacity="0"
    ).content.decode()
    for said in (
        "às terças",
        f'value="{past}"',
        "O fim vem antes do começo.",
        "Escolha uma trilha",
    ):
        assert said in text
    assert not Cohort.objects.exists()


def test_who_has_no_name_is_asked_for_it(desk: Client, malu: User) -> None:
    malu.name = ""
    malu.save()
    track = builders.track()
    assert "Escreva um nome: a turma" in begin(desk, track, signature=" ").content.decode()
    assert "não o e-mail" in begin(desk, track, signature="m@x.org").content.decode()
    begin(desk, track, signature="Malu Prado")
    malu.refresh_from_db()
    assert (malu.name, Cohort.objects.count()) == ("Malu Prado", 1)


def test_more_than_a_hand_makes_is_refused(desk: Client, malu: User) -> None:
    for _ in range(MOST_A_DAY):
        builders.cohort(malu)
    text = begin(desk, builders.track()).content.decode()
    assert f"Você fez {MOST_A_DAY} turmas em um dia" in text
    assert Cohort.objects.count() == MOST_A_DAY


def test_a_visitor_signs_in(client: Client) -> None:
    for answer in (client.get(COHORTS), begin(client), client.get("/turmas/nova/")):
        assert answer.status_code == 302
        assert "/conta/" in answer["Location"]
    assert client.put(COHORTS).status_code == 302
