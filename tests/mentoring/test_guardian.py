"""Somebody under 18 shows something once whoever is responsible for them has agreed to it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail, signing
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from progress.mentoring import access
from progress.mentoring.giving import Guides
from progress.mentoring.models import Age, Cohort, Consent, Guide, Invitation, Membership, Shown
from progress.mentoring.models.consent import ANSWERED_WITHIN, SALT, midnight_after, token_for
from progress.mentoring.models.membership import MINOR_FOR
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
GUARDIAN = "mae@trilha.test"


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


@pytest.fixture
def cohort() -> Cohort:
    return builders.cohort(cast.malu(), builders.track_of("Rules")[0])


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def stamp(cohort: Cohort) -> str:
    return Guides(access.guides_of(cohort)).stamp


def enter(cohort: Cohort, ana: User, *shown: str, age: str = "minor") -> Client:
    client = Client()
    client.force_login(ana)
    ends = timezone.now() + timedelta(days=7)
    made = Invitation.objects.create(cohort=cohort, made_by=cohort.owner, expires_at=ends)
    client.get(made.get_absolute_url())
    form = {"who": stamp(cohort), "shown": shown, "age": age, "guardian": GUARDIAN}
    assert client.post("/turmas/entrar/", form).status_code == 302
    return client


def link() -> str:
    found = re.search(r"/turmas/responsavel/\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


def answer(address: str, do: str) -> HttpResponse:
    return Client().post(address, {"do": do})


def seen_by(mentor: Any) -> set[str]:
    return set(access.consents_to(mentor).values_list("field", flat=True))


def test_nothing_is_open_before_the_yes(cohort: Cohort, ana: User) -> None:
    client = enter(cohort, ana, "ticks", "dates")
    assert seen_by(cohort.owner) == set()
    assert [letter.to for letter in mail.outbox] == [[GUARDIAN]]
    assert ana.email not in str(mail.outbox[0].body)
    page = text(client.get(f"/turmas/{cohort.uid}/participacao/"))
    assert "Falta o sim de quem é responsável por você." in page
    assert 0 < page.index("Você entrou na turma") < page.index("Pedimos o sim")
    asked = text(Client().get(link()))
    assert "Ana pede o seu sim" in asked
    assert "Só Malu veria, e mais ninguém." in asked
    assert "quais passos marcou" in asked
    assert "em quantos dias" not in asked


def test_the_address_is_kept_nowhere(cohort: Cohort, ana: User) -> None:
    enter(cohort, ana, "ticks")
    for model in (Consent, Membership, Invitation, User):
        assert GUARDIAN not in repr(list(model.objects.values()))
    assert GUARDIAN not in repr(signing.loads(link().split("/")[3], salt=SALT))


def test_yes_opens_just_what_was_asked(cohort: Cohort, ana: User) -> None:
    client = enter(cohort, ana, "ticks")
    assert Client().head(link()).status_code == 200
    assert seen_by(cohort.owner) == set()  # looking answers nothing
    for _ in range(2):
        assert answer(link(), "agree").status_code == 302
    assert seen_by(cohort.owner) == {"ticks"}
    assert "Você já disse sim." in text(Client().get(link()))
    first, form = link(), {"give": "dates", "who": stamp(cohort)}
    address = f"/turmas/{cohort.uid}/participacao/consentimento/"
    assert "O sim de quem é responsável por você" in text(client.post(address, form))
    client.post(address, form | {"guardian": GUARDIAN})
    assert seen_by(cohort.owner) == {"ticks"}
    answer(first, "agree")  # the first link speaks of the ticks alone
    assert seen_by(cohort.owner) == {"ticks"}
    answer(link(), "agree")
    assert seen_by(cohort.owner) == {"ticks", "dates"}


def test_the_last_day_is_the_one_where_the_learner_lives(cohort: Cohort, ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(time_zone="America/Rio_Branco")
    ana.refresh_from_db()
    enter(cohort, ana, "ticks")
    with timezone.override(ana.zone):
        Consent.objects.update(ends_at=midnight_after(date(2030, 11, 30)))
    assert "até 30 nov. 2030" in text(Client().get(link()))


def test_no_takes_it_back(cohort: Cohort, ana: User) -> None:
    enter(cohort, ana, "ticks")
    for _ in range(2):
        answer(link(), "decline")
    assert Consent.objects.get().withdrawn_at
    assert "Nada disso é mostrado." in text(Client().get(link()))
    answer(link(), "agree")
    assert seen_by(cohort.owner) == set()


def test_a_yes_can_be_taken_back(cohort: Cohort, ana: User) -> None:
    enter(cohort, ana, "ticks")
    answer(link(), "agree")
    answer(link(), "decline")
    assert seen_by(cohort.owner) == set()


@pytest.mark.parametrize("who", ["learner", "guide"])
def test_who_asks_or_would_see_it_does_not_agree(cohort: Cohort, ana: User, who: str) -> None:
    client = enter(cohort, ana, "ticks")
    if who == "guide":
        client.force_login(cohort.owner)
    assert 'value="agree"' not in text(client.get(link()))
    client.post(link(), {"do": "agree"})
    assert seen_by(cohort.owner) == set()
    assert not Consent.objects.get().guardian_at
    assert 'value="agree"' in text(Client().get(link()))
    client.post(link(), {"do": "decline"})
    assert Consent.objects.get().withdrawn_at


@pytest.mark.parametrize("address", ["Outra+x@trilha.test", "malu@trilha.test", "ANA@trilha.test"])
def test_no_letter_goes_to_who_asks_or_would_see_it(
    cohort: Cohort, ana: User, address: str
) -> None:
    EmailAddress.objects.create(user=ana, email="outra@trilha.test", verified=False)
    assert access.is_from_inside(address, ana, cohort)
    assert not access.is_from_inside(GUARDIAN, ana, cohort)
    assert not access.is_from_inside(address, cast.caio(), builders.cohort(cast.duda()))


def test_under_18_in_one_cohort_is_under_18_in_all(cohort: Cohort, ana: User) -> None:
    before = builders.cohort(cohort.owner, cohort.track)
    builders.member(before, ana, Shown.RHYTHM)
    assert seen_by(cohort.owner) == {"rhythm"}
    enter(cohort, ana, "ticks")
    assert seen_by(cohort.owner) == set()
    Membership.objects.get(cohort=cohort).leave()
    third = builders.cohort(cohort.owner, cohort.track)
    client = enter(third, ana, "ticks", age="adult")
    assert seen_by(cohort.owner) == set()
    assert 'name="age"' not in text(show_more(client, third))
    assert set(Membership.objects.values_list("age", flat=True)) == {Age.MINOR}
    [said] = set(Membership.objects.values_list("age_at", flat=True))
    assert Membership.objects.minor_since(ana, timezone.now()) == said


def test_after_a_year_the_age_is_asked_again(cohort: Cohort, ana: User) -> None:
    client = enter(cohort, ana, "ticks")
    Membership.objects.update(age_at=timezone.now() - MINOR_FOR)
    assert 'name="age"' in text(show_more(client, cohort))
    show_more(client, cohort, age="adult")
    assert Membership.objects.get().age == Age.ADULT
    # What waited for a guardian is not opened along with it.
    assert seen_by(cohort.owner) == {"dates"}


def show_more(client: Client, cohort: Cohort, **said: str) -> HttpResponse:
    form = {"give": "dates", "who": stamp(cohort), **said}
    return client.post(f"/turmas/{cohort.uid}/participacao/consentimento/", form)


def test_it_is_about_whoever_guided_then(cohort: Cohort, ana: User) -> None:
    enter(cohort, ana, "ticks")
    rui = cast.person("Rui")
    Guide.objects.create(cohort=cohort, person=rui)
    assert "Rui" not in text(Client().get(link()))
    answer(link(), "agree")
    assert (seen_by(cohort.owner), seen_by(rui)) == ({"ticks"}, set())


def test_another_click_makes_nobody_an_adult(cohort: Cohort, ana: User) -> None:
    client = enter(cohort, ana, "ticks")
    form = {"give": "dates", "who": stamp(cohort), "age": "adult"}
    client.post(f"/turmas/{cohort.uid}/participacao/consentimento/", form)
    assert Membership.objects.get().age == Age.MINOR
    assert seen_by(cohort.owner) == set()


def gone(cohort: Cohort, ana: User, how: str) -> str:
    member = builders.member(cohort, ana, Shown.TICKS, age=Age.MINOR)
    token = token_for(member.consents.all())
    if how == "left":
        member.leave()
    if how == "put away":
        cohort.put_away()
    if how == "erased":
        ana.ask_to_be_erased()
    if how == "grown up":
        Membership.objects.update(age=Age.ADULT)
    if how == "foreign":
        token = signing.dumps([row.pk for row in member.consents.all()], salt="another")
    return f"/turmas/responsavel/{token}/"


@pytest.mark.parametrize("how", ["left", "put away", "erased", "grown up", "foreign"])
def test_what_is_over_opens_nothing(cohort: Cohort, ana: User, how: str) -> None:
    address = gone(cohort, ana, how)
    said = Client().get(address)
    assert said.status_code == answer(address, "agree").status_code == 404
    assert said.content == Client().get("/turmas/responsavel/x/").content
    assert said["Referrer-Policy"] == "same-origin"


def test_the_link_lasts_seven_days(
    cohort: Cohort, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, later = gone(cohort, ana, ""), timezone.now().timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: later + ANSWERED_WITHIN.total_seconds() - 60)
    assert Client().get(address).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: later + ANSWERED_WITHIN.total_seconds() + 60)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("token", ["%00", "a:b:c", "ç", "x" * 3000, "%F0%9F%92%A9"])
def test_odd_tokens_open_nothing(client: Client, token: str) -> None:
    assert client.get(f"/turmas/responsavel/{token}/").status_code == 404


def test_an_invitation_is_no_yes(client: Client, cohort: Cohort) -> None:
    """Each token opens one kind of door."""
    ends = timezone.now() + timedelta(days=7)
    made = Invitation.objects.create(cohort=cohort, made_by=cohort.owner, expires_at=ends)
    assert client.get(f"/turmas/responsavel/{made.token}/").status_code == 404


def test_a_few_letters_a_day(cohort: Cohort, ana: User) -> None:
    client = enter(cohort, ana, "ticks")
    form = {"give": "dates", "who": stamp(cohort), "guardian": GUARDIAN}
    address = f"/turmas/{cohort.uid}/participacao/consentimento/"
    codes = [client.post(address, form).status_code for _ in range(10)]
    assert codes == [302] * 9 + [429]
    assert len(mail.outbox) == 10
