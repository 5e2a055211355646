"""What Ana shows in a cohort: given and taken back alone, at once, to those who guide it now."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from progress.journey import LearnerJourney
from progress.mentoring import access
from progress.mentoring.giving import Guides, all_giving
from progress.mentoring.models import (
    Age,
    Cohort,
    Consent,
    Guide,
    Invitation,
    Membership,
    Shown,
    Shut,
)
from progress.models import Note, State
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    return builders.cohort(cast.malu(), builders.track_of("Rules")[0])


@pytest.fixture
def member(cohort: Cohort, ana: User) -> Membership:
    return builders.member(cohort, ana, Shown.TICKS)


@pytest.fixture
def hers(client: Client, member: Membership) -> Client:
    client.force_login(member.learner)
    return client


def there(cohort: Cohort) -> str:
    return f"/turmas/{cohort.uid}/participacao/"


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def send(client: Client, cohort: Cohort, **said: Any) -> HttpResponse:
    who = Guides(access.guides_of(cohort)).stamp
    return client.post(f"{there(cohort)}consentimento/", {"who": who} | said)


def seen_by(mentor: Any) -> set[str]:
    return set(access.consents_to(mentor).values_list("field", flat=True))


def note_on(cohort: Cohort, ana: User) -> Note:
    return builders.note(ana, cohort.track.sections.get().steps.first().resource)  # type: ignore[union-attr]


def test_the_page_says_what_is_open(hers: Client, cohort: Cohort) -> None:
    said = text(hers.get(there(cohort)))
    assert "Quem guia: Malu." in said
    assert 'name="take" value="ticks"' in said
    assert 'name="give" value="dates"' in said
    assert "<small>fechado" in said
    assert "texto versão 1" in said


def test_each_is_opened_and_taken_back_alone(hers: Client, cohort: Cohort) -> None:
    for _ in range(2):  # a double click says it once
        assert send(hers, cohort, give="dates")["Location"] == there(cohort)
    assert seen_by(cohort.owner) == {"ticks", "dates"}
    assert Consent.objects.count() == 2
    for _ in range(2):
        send(hers, cohort, take="ticks")
    assert seen_by(cohort.owner) == {"dates"}
    assert "tirado em" in text(hers.get(there(cohort)))
    send(hers, cohort, give="ticks")
    assert seen_by(cohort.owner) == {"ticks", "dates"}
    # What was open and when stays known.
    assert Consent.objects.filter(field=Shown.TICKS).count() == 2


def test_all_at_once(hers: Client, cohort: Cohort) -> None:
    send(hers, cohort, give="rhythm")
    send(hers, cohort, take="all")
    assert seen_by(cohort.owner) == set()
    assert "Nada seu aparece além do nome." in text(hers.get(there(cohort)))
    assert access.members_for(cohort.owner).exists()


def test_a_mentor_with_the_page_open_is_shown_nothing_more(
    hers: Client, cohort: Cohort, ana: User
) -> None:
    rules = cohort.track.sections.get().steps.first().resource  # type: ignore[union-attr]
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    asked = access.ticks_for(cohort.owner, cohort, [rules.pk])
    assert asked.exists()
    send(hers, cohort, take="ticks")
    assert not asked.all().exists()


@pytest.mark.parametrize(("until", "last"), [("me", None), ("cohort", 60), ("date", 3), ("", 60)])
def test_until_when(hers: Client, cohort: Cohort, until: str, last: int | None) -> None:
    today = timezone.localdate()
    Cohort.objects.update(ends_on=today + timedelta(days=60))
    day = (today + timedelta(days=3)).isoformat()
    send(hers, cohort, give="dates", until=until, last_day=day)
    given = Consent.objects.get(field=Shown.DATES)
    assert given.last_day == (today + timedelta(days=last) if last else None)


def test_what_ended_by_itself_can_be_given_again(hers: Client, cohort: Cohort) -> None:
    ended = timezone.now() - timedelta(hours=1)
    Consent.objects.update(given_at=ended - timedelta(days=3), ends_at=ended)
    assert "valeu até" in text(hers.get(there(cohort)))
    send(hers, cohort, give="ticks")
    assert seen_by(cohort.owner) == {"ticks"}
    assert Consent.objects.earliest("given_at").withdrawn_at == ended


def test_a_new_mentor_sees_nothing_until_she_says_yes_again(
    hers: Client, cohort: Cohort, member: Membership
) -> None:
    rui = cast.person("Rui")
    Guide.objects.create(cohort=cohort, person=rui)
    said = text(hers.get(there(cohort)))
    assert "Rui agora também guia a turma e não vê nada seu. Mostrar também?" in said
    assert (seen_by(cohort.owner), seen_by(rui)) == ({"ticks"}, set())
    assert send(hers, cohort, give="again").status_code == 302
    assert (seen_by(cohort.owner), seen_by(rui)) == ({"ticks"}, {"ticks"})
    assert "Mostrar também?" not in text(hers.get(there(cohort)))
    send(hers, cohort, give="again")
    assert Consent.objects.count() == 2


def test_a_yes_is_for_those_whom_the_page_named(hers: Client, cohort: Cohort) -> None:
    before = Guides(access.guides_of(cohort)).stamp
    rui = cast.person("Rui")
    Guide.objects.create(cohort=cohort, person=rui)
    answer = send(hers, cohort, give="dates", who=before)
    assert "A turma mudou enquanto você lia" in text(answer)
    assert "Rui" in text(answer)
    assert seen_by(cohort.owner) == {"ticks"}


def test_a_mistake_does_not_hide_that_the_cohort_changed(hers: Client, cohort: Cohort) -> None:
    said: dict[str, Any] = {"give": "dates", "until": "date", "guardian": ""}
    before = Guides(access.guides_of(cohort)).stamp
    Guide.objects.create(cohort=cohort, person=cast.person("Rui"))
    answer = send(hers, cohort, who=before, last_day="2020-01-01", **said)
    assert f'name="who" value="{before}"' in text(answer)
    answer = send(hers, cohort, who=before, last_day=timezone.localdate().isoformat(), **said)
    assert "A turma mudou enquanto você lia" in text(answer)
    assert f'name="who" value="{Guides(access.guides_of(cohort)).stamp}"' in text(answer)
    assert seen_by(cohort.owner) == {"ticks"}


def test_a_note_begins_in_plain_words(hers: Client, cohort: Cohort, ana: User) -> None:
    note = note_on(cohort, ana)
    note.become("## Ler\n\n- **uma** [parte](https://example.org/a) & `mais`")
    said = hers.get(there(cohort)).content.decode()
    assert '<small class="soft">Ler uma parte &amp; mais</small>' in said


def test_each_note_on_its_own(hers: Client, cohort: Cohort, ana: User) -> None:
    note, other = note_on(cohort, ana), builders.note(ana, builders.resource("Fora da turma"))
    said = text(hers.get(there(cohort)))
    assert f'value="note-{note.pk}"' in said
    assert f'value="note-{other.pk}"' not in said
    for _ in range(2):
        send(hers, cohort, give=f"note-{note.pk}")
    assert access.notes_for(cohort.owner, cohort).get() == note
    assert "1 nota" in text(hers.get(there(cohort)))
    send(hers, cohort, take=f"note-{note.pk}")
    assert not access.notes_for(cohort.owner, cohort).exists()
    assert send(hers, cohort, give=f"note-{other.pk}").status_code == 404


@pytest.mark.parametrize(
    "give", ["note", "note-", "note-x", "note-0", "note-²", "note-" + "9" * 30, "name", "", "all"]
)
def test_what_cannot_be_given_is_not_found(hers: Client, cohort: Cohort, give: str) -> None:
    assert send(hers, cohort, give=give).status_code == 404
    assert Consent.objects.count() == 1


@pytest.mark.parametrize("take", ["note", "note-x", "note-" + "9" * 30, "nothing", ""])
def test_taking_back_what_is_not_there_changes_nothing(
    hers: Client, cohort: Cohort, take: str
) -> None:
    assert send(hers, cohort, take=take).status_code == 302
    assert seen_by(cohort.owner) == {"ticks"}


def test_somebody_elses_note_is_not_found(hers: Client, cohort: Cohort) -> None:
    theirs = note_on(cohort, cast.caio())
    assert send(hers, cohort, give=f"note-{theirs.pk}").status_code == 404


def test_how_old_one_is_is_asked_before_the_first_yes(
    hers: Client, cohort: Cohort, member: Membership
) -> None:
    Consent.objects.all().delete()
    Membership.objects.update(age="")
    answer = send(hers, cohort, give="dates")
    assert "Qual é a sua idade?" in text(answer)
    assert "Diga a sua idade" not in text(answer)  # it was not asked before
    assert "Diga a sua idade" in text(send(hers, cohort, give="dates", guardian=""))
    assert not Consent.objects.exists()
    send(hers, cohort, give="dates", age="adult")
    member.refresh_from_db()
    assert member.age == Age.ADULT
    assert seen_by(cohort.owner) == {"dates"}


def test_it_leads_back_to_the_page_of_looks(hers: Client, cohort: Cohort) -> None:
    assert send(hers, cohort, take="ticks", back="looks")["Location"] == "/quem-olhou/"


def test_leaving_shows_nothing_more_and_keeps_what_is_hers(
    hers: Client, cohort: Cohort, ana: User
) -> None:
    note = note_on(cohort, ana)
    LearnerJourney(ana.pk).set_state(note.resource, State.DONE)
    for _ in range(2):
        assert hers.post(f"{there(cohort)}saida/")["Location"] == there(cohort)
    assert seen_by(cohort.owner) == set()
    assert not access.members_for(cohort.owner).exists()
    assert "Você saiu em" in text(hers.get(there(cohort)))
    assert send(hers, cohort, give="ticks").status_code == 404
    assert Note.objects.get() == note
    assert LearnerJourney(ana.pk).state_of(note.resource) == State.DONE


def test_a_mentor_ends_a_place(hers: Client, cohort: Cohort, member: Membership) -> None:
    rui, desk = cast.person("Rui"), Client()
    Guide.objects.create(cohort=cohort, person=rui)
    desk.force_login(rui)
    for _ in range(2):
        answer = desk.post(f"/turmas/{cohort.uid}/pessoas/{member.uid}/remocao/")
        assert answer["Location"] == f"/turmas/{cohort.uid}/"
    member.refresh_from_db()
    assert member.removed
    assert seen_by(cohort.owner) == set()
    assert "A turma encerrou sua participação em" in text(hers.get(there(cohort)))
    hers.post(f"{there(cohort)}saida/")
    member.refresh_from_db()
    assert member.removed  # what happened first stays said


def test_who_had_left_comes_back_by_a_newer_invitation_alone(
    hers: Client, cohort: Cohort, member: Membership
) -> None:
    hers.post(f"{there(cohort)}saida/")
    week = timezone.now() + timedelta(days=7)
    older = Invitation.objects.create(cohort=cohort, made_by=cohort.owner, expires_at=week, most=5)
    desk = Client()
    desk.force_login(cohort.owner)
    said = desk.post(f"/turmas/{cohort.uid}/pessoas/{member.uid}/remocao/", follow=True)
    assert "Ana já tinha saído" in text(said)
    with pytest.raises(Shut):
        Membership.objects.join(older, member.learner)
    older.pk, older.uid, older.made_at = None, uuid4(), timezone.now()
    older.save()
    assert not Membership.objects.join(older, member.learner).removed


def test_a_cohort_that_was_put_away_says_so(hers: Client, cohort: Cohort) -> None:
    cohort.put_away()
    assert "A turma foi arquivada em" in text(hers.get(there(cohort)))
    assert send(hers, cohort, give="ticks").status_code == 404


def test_who_may_not(client: Client, cohort: Cohort, member: Membership) -> None:
    posts = [
        f"{there(cohort)}consentimento/",
        f"{there(cohort)}saida/",
        f"/turmas/{cohort.uid}/pessoas/{member.uid}/remocao/",
    ]
    for address in (there(cohort), *posts):
        ask = client.get if address == there(cohort) else client.post
        assert ask(address)["Location"].startswith("/conta/entrar/")
    for somebody in (cast.caio(), cohort.owner):  # who guides has no place of their own
        client.force_login(somebody)
        assert client.get(there(cohort)).status_code == 404
        assert [client.post(address).status_code for address in posts[:2]] == [404, 404]
    client.force_login(member.learner)
    assert client.post(posts[2]).status_code == 404
    assert [client.get(address).status_code for address in posts] == [405] * 3
    member.refresh_from_db()
    assert member.left_at is None
    assert seen_by(cohort.owner) == {"ticks"}


def test_the_page_costs_the_same_with_many_notes(
    hers: Client, cohort: Cohort, ana: User, django_assert_max_num_queries: Any
) -> None:
    stage = cohort.track.sections.get()  # type: ignore[union-attr]
    for n in range(8):
        resource = builders.resource(f"Recurso {n}")
        builders.step(stage, resource=resource)
        note = builders.note(ana, resource)
        send(hers, cohort, give=f"note-{note.pk}")
    hers.get(there(cohort))
    with django_assert_max_num_queries(13):
        assert "Recurso 7" in text(hers.get(there(cohort)))


def test_all_cohorts_of_hers_in_three_questions(
    ana: User, member: Membership, django_assert_num_queries: Any
) -> None:
    for n in range(3):
        builders.member(builders.cohort(cast.person(f"Rui{n}")), ana, Shown.RHYTHM)
    with django_assert_num_queries(3):
        said = [(g.guides.names, [row.state for row in g.rows]) for g in all_giving(ana)]
    assert said[0] == ("Malu", ["open", "never", "never", "never"])
    assert said[3] == ("Rui2", ["never", "never", "open", "never"])
