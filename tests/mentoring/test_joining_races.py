"""Several people at the same moment: no place is taken twice, nothing is said twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from progress.mentoring.models import (
    Changed,
    Cohort,
    Consent,
    Full,
    Guide,
    Invitation,
    Membership,
    Role,
    Shown,
    Shut,
)
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], object]) -> list[object]:
    def run(action: Callable[[], object]) -> object:
        try:
            return action()
        except (Full, Shut, ValidationError) as said:
            return type(said)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def people(number: int) -> list[User]:
    return [cast.person(f"Pessoa{n}") for n in range(number)]


def invitation(cohort: Cohort, most: int) -> Invitation:
    ends = timezone.now() + timedelta(days=7)
    return Invitation.objects.create(
        cohort=cohort, made_by=cohort.owner, expires_at=ends, most=most
    )


def enter(by: Invitation, person: User) -> Callable[[], object]:
    return lambda: Membership.objects.join(by, person, age="adult", shown=[Shown.TICKS])


def test_six_people_and_the_two_last_places() -> None:
    cohort = builders.cohort(cast.malu(), capacity=2)
    by = invitation(cohort, most=10)
    said = at_once(*[enter(by, person) for person in people(6)])
    assert said.count(Full) == 4
    assert Membership.objects.standing().count() == 2
    by.refresh_from_db()
    assert by.used == 2


def test_six_people_and_an_invitation_for_two() -> None:
    by = invitation(builders.cohort(cast.malu()), most=2)
    assert at_once(*[enter(by, person) for person in people(6)]).count(Shut) == 4
    assert Membership.objects.count() == Consent.objects.count() == 2


def test_one_person_on_six_devices() -> None:
    by, ana = invitation(builders.cohort(cast.malu()), most=6), cast.ana()
    joined = at_once(*[enter(by, ana)] * 6)
    assert {member.pk for member in joined} == {Membership.objects.get().pk}  # type: ignore[attr-defined]
    assert Consent.objects.count() == 1
    by.refresh_from_db()
    assert by.used == 1


def test_six_calls_and_the_room_for_one_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("progress.mentoring.models.invitation.MOST_A_DAY", 1)
    malu = cast.malu()
    said = {"role": Role.MEMBER, "expires_at": timezone.now() + timedelta(days=7)}

    def call(n: int) -> Callable[[], object]:
        cohort = builders.cohort(malu, name=f"Turma {n}")
        return lambda: Invitation.objects.invite(cohort, malu, [f"p{n}@trilha.test"], **said)

    assert at_once(*[call(n) for n in range(6)]).count(ValidationError) == 5
    assert Invitation.objects.count() == 1


def test_the_same_yes_on_six_devices() -> None:
    member = builders.member(builders.cohort(cast.malu()), cast.ana())
    at_once(*[lambda: member.give(Shown.DATES)] * 6)
    assert Consent.objects.count() == 1


def test_a_cohort_that_went_with_its_mentor_lets_nobody_in() -> None:
    cohort, ana = builders.cohort(cast.malu()), cast.ana()
    by, further = invitation(cohort, most=5), invitation(cohort, most=1)
    cohort.owner.delete()
    with pytest.raises(Shut):
        Membership.objects.join(by, ana)
    with pytest.raises(Shut):
        Guide.objects.join(further, ana)


def test_nothing_is_shown_to_somebody_whom_the_page_did_not_name() -> None:
    cohort = builders.cohort(cast.malu())
    named = cohort.guides.all().stamp()
    member, by = builders.member(cohort, cast.ana()), invitation(cohort, most=5)
    Guide.objects.create(cohort=cohort, person=cast.person("Rui"))
    with pytest.raises(Changed):
        member.give(Shown.DATES, stamp=named)
    with pytest.raises(Changed):
        Membership.objects.join(by, cast.caio(), age="adult", shown=["ticks"], stamp=named)
    assert not Consent.objects.exists()
    by.refresh_from_db()
    assert (by.used, Membership.objects.count()) == (0, 1)


def test_nothing_is_shown_of_what_the_page_did_not_say() -> None:
    cohort = builders.cohort(cast.malu())
    member, said = builders.member(cohort, cast.ana()), cohort.guides.all().stamp()
    Cohort.objects.update(ends_on=timezone.localdate())
    with pytest.raises(Changed):
        member.give(Shown.DATES, stamp=said)
    assert member.give(Shown.DATES, stamp=cohort.guides.all().stamp())
