"""Ana comes by an invitation, sees what would be seen of her, chooses, and is in the cohort."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from progress.journey import LearnerJourney
from progress.mentoring import access
from progress.mentoring.giving import Guides
from progress.mentoring.models import (
    Age,
    Cohort,
    Consent,
    Guide,
    Invitation,
    Membership,
    Role,
    Shown,
)
from progress.models import State
from tests import builders, cast
from tests.accounts.steps import sign_up, type_code
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
JOIN = "/turmas/entrar/"


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


@pytest.fixture
def cohort() -> Cohort:
    track, _ = builders.track_of("Rules", "MLOps")
    return builders.cohort(cast.malu(), track, ends_on=timezone.localdate() + timedelta(days=60))


def invitation(cohort: Cohort, **fields: Any) -> Invitation:
    ends = timezone.now() + timedelta(days=7)
    said = {"cohort": cohort, "made_by": cohort.owner, "expires_at": ends, "most": 5}
    return Invitation.objects.create(**said | fields)


def invited(cohort: Cohort, person: User | None, **fields: Any) -> Client:
    """A browser that has opened an invitation."""
    client = Client()
    if person:
        client.force_login(person)
    assert client.get(invitation(cohort, **fields).get_absolute_url())["Location"] == JOIN
    return client


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def stamp(cohort: Cohort) -> str:
    return Guides(access.guides_of(cohort)).stamp


def enter(client: Client, cohort: Cohort, *shown: Shown, **said: Any) -> HttpResponse:
    """The form as a browser sends it."""
    form = {"who": stamp(cohort), "shown": list(shown), "until": "cohort", "last_day": "",
            "guardian": ""}  # fmt: skip
    return client.post(JOIN, form | ({"age": "adult"} if shown else {}) | said)


def open_fields(cohort: Cohort) -> set[str]:
    return set(access.consents_to(cohort.owner).values_list("field", flat=True))


def test_the_link_leads_to_a_page_without_its_token_and_uses_nothing_up(cohort: Cohort) -> None:
    made, client = invitation(cohort), Client()
    answer = client.get(made.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (302, JOIN)
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert not Session.objects.exists()
    cookie = client.cookies["convite"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 86400)
    previewing = Client()
    assert previewing.head(made.get_absolute_url()).status_code == 302
    assert not previewing.cookies
    page = text(client.get(JOIN))
    assert "Malu convidou você" in page
    assert cohort.name in page
    assert made.token not in page
    assert "/conta/criar/?next=/turmas/entrar/" in page
    made.refresh_from_db()
    assert made.used == 0


def ended(cohort: Cohort, how: str) -> str:
    now = timezone.now()
    said: dict[str, dict[str, Any]] = {
        "expired": {"expires_at": now - timedelta(seconds=1)},
        "revoked": {"revoked_at": now},
        "used up": {"used": 5},
    }
    made = invitation(cohort, **said.get(how, {}))
    if how == "put away":
        Cohort.objects.update(archived_at=now)
    if how == "mentor gone":
        User.objects.filter(pk=made.made_by_id).update(is_active=False)
    token = made.token
    if how == "foreign":
        from django.core import signing

        token = signing.Signer(salt="another").sign(str(made.uid))
    return f"/turmas/convite/{token}/"


@pytest.mark.parametrize(
    "how", ["expired", "revoked", "used up", "put away", "mentor gone", "foreign"]
)
def test_what_opens_nothing_looks_the_same(cohort: Cohort, how: str) -> None:
    answers = [Client().get(address) for address in (ended(cohort, how), "/turmas/convite/x/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert dict(answers[0].items()) == dict(answers[1].items())
    assert not answers[0].cookies


@pytest.mark.parametrize("token", ["%00", "a:b", "ç:ç", "x" * 3000, "%F0%9F%92%A9", "::", "%0A"])
def test_odd_tokens_open_nothing(client: Client, token: str) -> None:
    assert client.get(f"/turmas/convite/{token}/").status_code == 404


def test_guessing_is_held_back(client: Client, cohort: Cohort) -> None:
    codes = [client.get(f"/turmas/convite/x{n}/").status_code for n in range(31)]
    assert codes == [404] * 30 + [429]
    assert client.get(invitation(cohort).get_absolute_url()).status_code == 302


def test_a_visitor_signs_up_by_code_and_lands_here(client: Client, cohort: Cohort) -> None:
    client.get(invitation(cohort).get_absolute_url())
    assert client.post(JOIN)["Location"].startswith("/conta/entrar/?next=")
    sign_up(client, "nova@trilha.test", next=JOIN)
    assert type_code(client)["Location"] == JOIN
    assert "Entrar sem mostrar nada" in text(client.get(JOIN))
    answer = enter(client, cohort, Shown.TICKS)
    assert answer["Location"] == f"/turmas/{cohort.uid}/participacao/"
    assert client.cookies["convite"].value == ""
    assert client.get(JOIN).status_code == 404
    assert Membership.objects.get().learner.email == "nova@trilha.test"


def test_she_sees_exactly_her_own_data_of_now(ana: User, cohort: Cohort) -> None:
    first = next(iter(cohort.track.sections.get().steps.all())).resource  # type: ignore[union-attr]
    LearnerJourney(ana.pk).set_state(first, State.DONE, cohort.track)
    page = text(invited(cohort, ana).get(JOIN))
    assert "50%" in page
    assert f'<strong lang="en">{first.title}</strong>' in page or first.title in page
    assert "1 dia nesta semana" in page
    assert "O que Malu pode ver de você?" in page
    assert " checked" not in page.partition("Até quando?")[0]  # nothing is chosen for her
    assert ana.email not in page.partition("<main")[2]


def test_all_current_mentors_are_named(ana: User, cohort: Cohort) -> None:
    Guide.objects.create(cohort=cohort, person=cast.person("Rui"))
    page = text(invited(cohort, ana).get(JOIN))
    assert "Quem guia: Malu e Rui." in page
    assert "O que Malu e Rui podem ver de você?" in page


def test_without_any_yes_only_a_name_is_there(ana: User, cohort: Cohort) -> None:
    client = invited(cohort, ana)
    assert enter(client, cohort).status_code == 302
    assert Membership.objects.get().age == ""
    assert not Consent.objects.exists()
    assert Invitation.objects.get().used == 1
    assert access.members_for(cohort.owner).get().learner == ana


def test_each_yes_keeps_its_text_and_its_days(ana: User, cohort: Cohort) -> None:
    enter(invited(cohort, ana), cohort, Shown.TICKS, Shown.NUMBERS)
    assert open_fields(cohort) == {"ticks", "numbers"}
    given = Consent.objects.all()
    assert {consent.text for consent in given} == {1}
    assert {consent.last_day for consent in given} == {cohort.ends_on}
    assert Membership.objects.get().age == Age.ADULT


def test_until_a_day_that_ends_where_she_lives(ana: User, cohort: Cohort) -> None:
    ana.time_zone = "Asia/Tokyo"
    ana.save(update_fields=["time_zone"])
    day = timezone.localdate() + timedelta(days=9)
    enter(invited(cohort, ana), cohort, Shown.TICKS, until="date", last_day=day.isoformat())
    end = Consent.objects.get().ends_at
    assert end
    assert end.astimezone(ana.zone).replace(tzinfo=None).isoformat() == (
        f"{day + timedelta(days=1)}T00:00:00"
    )


def test_until_she_takes_it_back(ana: User, cohort: Cohort) -> None:
    enter(invited(cohort, ana), cohort, Shown.TICKS, until="me")
    assert Consent.objects.get().ends_at is None


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"age": ""}, "Diga a sua idade"),
        ({"until": "date"}, "Escolha o último dia."),
        ({"until": "date", "last_day": "2020-01-01"}, "Escolha um dia entre hoje"),
        ({"age": "minor"}, "Escreva o e-mail de quem é responsável por você."),
        ({"age": "minor", "guardian": "Ana+mae@trilha.test"}, "Escreva o e-mail de quem é resp"),
        ({"age": "minor", "guardian": "malu@trilha.test"}, "Escreva o e-mail de quem é resp"),
        ({"age": "minor", "guardian": "nada"}, "e-mail"),
        ({"who": "0"}, "A turma mudou enquanto você lia"),
        ({"shown": ["note"]}, "note"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    ana: User, cohort: Cohort, said: dict[str, Any], problem: str
) -> None:
    answer = enter(invited(cohort, ana), cohort, Shown.TICKS, **said)
    assert answer.status_code == 200
    assert escape(problem) in text(answer)
    assert not Membership.objects.exists()
    if "shown" not in said:
        assert 'value="ticks" checked' in text(answer)
        assert f'value="{stamp(cohort)}"' in text(answer)  # the next yes is for those named now


def test_a_name_is_asked_for_when_there_is_none(ana: User, cohort: Cohort) -> None:
    ana.name = ""
    ana.save(update_fields=["name"])
    client = invited(cohort, ana)
    assert "Escreva um nome" in text(enter(client, cohort))
    assert "não o e-mail" in text(enter(client, cohort, name=ana.email))
    enter(client, cohort, name="Ana Lima")
    assert Membership.objects.get().learner.name == "Ana Lima"


def test_twice_is_harmless(ana: User, cohort: Cohort) -> None:
    client = invited(cohort, ana, most=1)
    called, answers = client.cookies["convite"].value, []
    for _ in range(2):  # a double click sends the same twice
        client.cookies["convite"] = called
        answers.append(enter(client, cohort, Shown.TICKS))
    assert {answer["Location"] for answer in answers} == {f"/turmas/{cohort.uid}/participacao/"}
    assert (Membership.objects.count(), Consent.objects.count()) == (1, 1)
    assert Invitation.objects.get().used == 1


def test_by_mail_the_address_is_forgotten_when_it_was_used(ana: User, cohort: Cohort) -> None:
    enter(invited(cohort, ana, most=1, email=ana.email), cohort)
    assert Invitation.objects.get().email == ""


def test_no_place_left(ana: User, cohort: Cohort) -> None:
    Cohort.objects.update(capacity=1)
    client = invited(cohort, ana)
    builders.member(cohort, cast.caio())
    assert "A turma está cheia agora." in text(client.get(JOIN))
    assert "A turma está cheia agora." in text(enter(client, cohort, Shown.TICKS))
    assert Membership.objects.count() == 1
    assert Invitation.objects.get().used == 0


def test_revoked_while_she_reads(ana: User, cohort: Cohort) -> None:
    client = invited(cohort, ana)
    Invitation.objects.all().revoke(timezone.now())
    assert enter(client, cohort).status_code == 404
    assert not Membership.objects.exists()


def test_who_left_comes_back_by_a_new_invitation(ana: User, cohort: Cohort) -> None:
    member = builders.member(cohort, ana, Shown.TICKS)
    member.leave()
    enter(invited(cohort, ana), cohort, Shown.RHYTHM)
    again = Membership.objects.get()
    assert (again.pk, again.left_at, again.removed) == (member.pk, None, False)
    assert open_fields(cohort) == {"rhythm"}


def test_who_was_removed_needs_a_newer_one(ana: User, cohort: Cohort) -> None:
    old = invited(cohort, ana)
    builders.member(cohort, ana).leave(removed=True)
    assert enter(old, cohort).status_code == 404
    assert enter(invited(cohort, ana), cohort).status_code == 302
    assert Membership.objects.get().left_at is None


def test_who_guides_does_not_study(cohort: Cohort) -> None:
    assert invited(cohort, cohort.owner).get(JOIN)["Location"] == f"/turmas/{cohort.uid}/"
    enter(invited(cohort, cohort.owner), cohort)
    assert not Membership.objects.exists()


def test_to_guide_is_another_page_and_another_yes(ana: User, cohort: Cohort) -> None:
    rui = cast.person("Rui")
    client = invited(cohort, rui, role=Role.GUIDE, most=1)
    page = text(client.get(JOIN))
    assert "Guiar junto quer dizer" in page
    assert "Andamento" not in page
    called = client.cookies["convite"].value
    for _ in range(2):  # a double click
        client.cookies["convite"] = called
        assert client.post(JOIN)["Location"] == f"/turmas/{cohort.uid}/"
    assert access.cohorts_guided_by(rui).get() == cohort
    assert not access.cohorts_owned_by(rui).exists()
    assert Invitation.objects.get().used == 1


def test_who_studies_does_not_guide(ana: User, cohort: Cohort) -> None:
    builders.member(cohort, ana)
    client = invited(cohort, ana, role=Role.GUIDE)
    assert client.post(JOIN)["Location"] == f"/turmas/{cohort.uid}/participacao/"
    assert "saia dela primeiro" in text(client.get(f"/turmas/{cohort.uid}/participacao/"))
    assert not access.cohorts_guided_by(ana).exists()


def test_without_an_invitation_there_is_nothing(client: Client, ana: User) -> None:
    assert client.get(JOIN).status_code == 404
    client.force_login(ana)
    assert client.get(JOIN).status_code == 404
    assert client.post(JOIN).status_code == 404
    assert client.put(JOIN).status_code == 405


def test_the_page_costs_the_same_however_long_the_track(
    ana: User, cohort: Cohort, django_assert_max_num_queries: Any
) -> None:
    for n in range(5):
        stage = builders.section(cohort.track, f"Etapa {n}")  # type: ignore[arg-type]
        for m in range(3):
            builders.step(stage, resource=builders.resource(f"Recurso {n} {m}"))
    client = invited(cohort, ana)
    with django_assert_max_num_queries(16):
        assert "6 etapas" in text(client.get(JOIN))


def test_dates_alone_do_not_say_of_what(ana: User, cohort: Cohort) -> None:
    """What the sample hides without ticks is what mentors are never told."""
    first = cohort.track.sections.get().steps.first().resource  # type: ignore[union-attr]
    LearnerJourney(ana.pk).set_state(first, State.DONE, cohort.track)
    enter(invited(cohort, ana), cohort, Shown.DATES)
    assert access.dates_for(cohort.owner, cohort, [first.pk]).exists()
    assert not access.moments_for(cohort.owner, cohort, [first.pk]).exists()
