"""What somebody who means harm tries, and does not get."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from progress.mentoring import access
from progress.mentoring.giving import Guides
from progress.mentoring.invited import invitation, to_guardian
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
from progress.mentoring.sight import Sight
from progress.mentoring.tasks import mail_invitation
from progress.models import Completion, State
from tests import builders, cast
from trilha.accounts.models import User
from trilha.accounts.privacy import remove

pytestmark = pytest.mark.django_db
JOIN = "/turmas/entrar/"
LINE = "Turma\r\n\r\nhttps://mal.example/conta\r\n\r\n"


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


@pytest.fixture
def cohort(malu: User) -> Cohort:
    return builders.cohort(malu, builders.track_of("Rules")[0])


def call(cohort: Cohort, email: str = "", **fields: Any) -> Invitation:
    said = {"cohort": cohort, "made_by": cohort.owner, "email": email}
    return Invitation.objects.create(expires_at=timezone.now() + timedelta(days=7), **said | fields)


def stamp(cohort: Cohort) -> str:
    return Guides(access.guides_of(cohort)).stamp


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def seen_by(mentor: User) -> list[str]:
    return list(access.consents_to(mentor).values_list("field", flat=True))


def test_who_said_to_be_a_minor_is_one_still_after_coming_again(cohort: Cohort, ana: User) -> None:
    builders.member(cohort, ana, age=Age.MINOR).leave()
    client = client_of(ana)
    client.get(call(cohort).get_absolute_url())
    form = {"who": stamp(cohort), "shown": ["ticks"], "age": "adult"}
    client.post(JOIN, form)
    client.post(JOIN, form | {"guardian": "mae@trilha.test"})
    assert Membership.objects.get(learner=ana, left_at=None).age == Age.MINOR
    assert seen_by(cohort.owner) == []


def test_no_mail_says_what_a_name_would_put_into_it(cohort: Cohort, ana: User) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(name=LINE)
    cohort.refresh_from_db()
    cohort.track = None
    cohort.list = builders.share_link(cohort.owner, builders.resource(), name=LINE)
    cohort.save()
    member = builders.member(cohort, ana, Shown.TICKS, age=Age.MINOR)
    for letter in (
        invitation(call(cohort, "bia@trilha.test")),
        to_guardian("mae@trilha.test", member, list(Consent.objects.all())),
    ):
        letter.send()
        sent = mail.outbox[-1]
        assert "\n" not in sent.subject
        assert not [line for line in str(sent.body).splitlines() if line.startswith("https://mal")]


def test_taking_invitations_back_makes_no_room_for_more_mails(cohort: Cohort) -> None:
    for _ in range(6):
        made = call(cohort, "alvo@trilha.test")
        mail_invitation.func(made.pk)
        Invitation.objects.filter(pk=made.pk).revoke(timezone.now())
    assert len(mail.outbox) == 3
    assert "alvo@" not in repr(list(Invitation.objects.values()))
    mail_invitation.func(call(cohort, "Alvo+outro@trilha.test").pk)
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("role", Role)
def test_a_mail_promises_no_more_than_an_invitation_holds(cohort: Cohort, role: Role) -> None:
    invitation(call(cohort, "bia@trilha.test", role=role)).send()
    said = str(mail.outbox[0].body)
    assert "só seu" not in said
    assert ("serve uma vez" in said) is (role == Role.MEMBER)
    assert ("só com a conta deste endereço" in said) is (role == Role.GUIDE)


NAMES = ["Veja http://mal.example", "WWW.mal.example", "fale@mal.example"]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_elsewhere(cohort: Cohort, malu: User, ana: User, name: str) -> None:
    form = {"name": name, "subject": f"trilha:{cohort.track.uid}"}  # type: ignore[union-attr]
    said = client_of(malu).post("/turmas/", form).content.decode()
    assert "Escreva um nome, não" in said
    assert Cohort.objects.count() == 1
    for person in (malu, ana):
        User.objects.filter(pk=person.pk).update(name="")
    assert "Escreva um nome, não" in client_of(malu).post(
        "/turmas/", form | {"name": "Sábado", "signature": name}
    ).content.decode()  # fmt: skip
    client = client_of(ana)
    client.get(call(cohort).get_absolute_url())
    said = client.post(JOIN, {"who": stamp(cohort), "name": name}).content.decode()
    assert "Escreva um nome, não" in said
    assert not Membership.objects.exists()


@pytest.mark.parametrize("name", NAMES)
def test_no_mail_repeats_a_name_that_leads_elsewhere(
    cohort: Cohort, malu: User, ana: User, name: str
) -> None:
    malu.name = ana.name = name
    cohort.track, cohort.list = None, builders.share_link(malu, builders.resource(), name=name)
    cohort.owner = malu
    member = builders.member(cohort, ana, Shown.TICKS, age=Age.MINOR)
    for letter in (
        invitation(call(cohort, "bia@trilha.test", made_by=malu)),
        to_guardian("mae@trilha.test", member, list(Consent.objects.all())),
    ):
        letter.send()
        assert "mal.example" not in mail.outbox[-1].subject + str(mail.outbox[-1].body)


def test_a_mentor_who_was_leaving_does_not_see_what_nobody_showed_them(
    cohort: Cohort, ana: User
) -> None:
    rita = cast.person("Rita")
    Guide.objects.create(cohort=cohort, person=rita)
    bia = builders.member(cohort, cast.person("Bia"), Shown.TICKS)
    rita.ask_to_be_erased()
    member = builders.member(cohort, ana)
    member.give(Shown.TICKS, stamp=access.guides_of(cohort).stamp())
    rita.stay()
    assert not access.consents_to(rita).filter(membership=member).exists()
    assert seen_by(cohort.owner) == ["ticks", "ticks"]
    del bia


@pytest.mark.parametrize("door", ["join", "membership"])
def test_a_yes_to_one_thing_is_no_yes_to_another(malu: User, ana: User, door: str) -> None:
    one, other, third = (builders.resource(title) for title in ("Um", "Dois", "Mais"))
    link = builders.share_link(malu, one, other)
    cohort = builders.cohort(malu, list=link)
    client, form = client_of(ana), {"age": ["adult"]}
    if door == "join":
        client.get(call(cohort).get_absolute_url())
        page, there = JOIN, JOIN
        form |= {"shown": ["ticks"]}
    else:
        builders.member(cohort, ana)
        page = f"/turmas/{cohort.uid}/participacao/"
        there, form = f"{page}consentimento/", form | {"give": ["ticks"]}
    read = client.get(page).content.decode()
    form["who"] = [value_of(read, "who")]
    link.pick((row, "") for row in (one, other, third))
    client.post(there, form)
    assert seen_by(malu) == []
    read = client.get(page).content.decode()
    form["who"] = [value_of(read, "who")]
    client.post(there, form)
    assert seen_by(malu) == ["ticks"]


def value_of(page: str, name: str) -> str:
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


def test_two_mentors_who_compare_see_nothing_of_who_only_counts(
    cohort: Cohort, malu: User, ana: User
) -> None:
    """Four show their ticks to Malu and count for Rita: Rita's numbers would hold Ana's alone."""
    assert cohort.track
    step = cohort.track.sections.get().steps.get().resource
    assert step
    rita = cast.person("Rita")
    ticking = [builders.member(cohort, cast.person(f"P{n}"), Shown.TICKS) for n in range(4)]
    Guide.objects.create(cohort=cohort, person=rita)
    for member in [*ticking, builders.member(cohort, ana)]:
        Consent.objects.create(membership=member, field=Shown.NUMBERS)
    for person in User.objects.filter(name__startswith="P"):
        Completion.objects.record(person.pk, {step.pk: State.DONE})
    Completion.objects.record(ana.pk, {step.pk: State.DONE})
    for mentor in (malu, rita):
        members = access.members_for(mentor).filter(cohort=cohort).for_page()
        assert Sight(mentor, cohort, members).uncounted() == []


def test_one_address_is_asked_ten_times_a_day_by_all_together(cohort: Cohort) -> None:
    for n in range(11):
        client = client_of(cast.person(f"P{n}"))
        client.get(call(cohort).get_absolute_url())
        form = {"who": stamp(cohort), "shown": ["ticks"], "age": "minor"}
        client.post(JOIN, form | {"guardian": "alvo@trilha.test"})
    assert len(mail.outbox) == 10


def test_an_unreadable_button_is_no_error_of_ours(cohort: Cohort, malu: User) -> None:
    said = {"do": "\0", "emails": "ana@trilha.test"}
    assert client_of(malu).post(f"/turmas/{cohort.uid}/convites/", said).status_code == 200
    assert not Invitation.objects.exists()


def test_what_is_taken_back_may_be_called_anything(cohort: Cohort, ana: User) -> None:
    builders.member(cohort, ana)
    there = f"/turmas/{cohort.uid}/participacao/consentimento/"
    for said in ("\0", "note-\0", "ticks-1", "note-" + "9" * 30, "x" * 5000):
        for verb in ("take", "give"):
            assert client_of(ana).post(there, {verb: said}).status_code in (302, 404)


def test_of_who_is_erased_no_picture_stays(malu: User) -> None:
    link = builders.share_link(malu, builders.resource())
    for language in ("", "/en"):
        assert Client().get(f"{language}/l/{link.key}/imagem.png").status_code == 200
    keys = [f"mentoring.picture.{link.pk}.{language}" for language in ("pt-br", "en")]
    assert all(cache.get(key) for key in keys)
    remove(malu)
    assert not any(cache.get(key) for key in keys)
