"""Who guides a cohort with Malu, and how that ends."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from progress.mentoring import access
from progress.mentoring.models import Cohort, Guide, Invitation, Role, Shown
from progress.mentoring.models.invitation import ForAnother
from tests import builders, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    return builders.cohort(cast.malu(), builders.track())


@pytest.fixture
def rita(cohort: Cohort) -> Guide:
    return cohort.guides.create(person=cast.person("Rita"))


def page(client: Client, cohort: Cohort) -> str:
    return client.get(reverse("mentoring:guides", args=[cohort.uid])).content.decode()


def stop(cohort: Cohort) -> str:
    return reverse("mentoring:stop_guiding", args=[cohort.uid])


def remove(cohort: Cohort, guide: Guide) -> str:
    return reverse("mentoring:remove_guide", args=[cohort.uid, guide.pk])


def test_the_owner_sees_who_guides_and_may_remove(
    client: Client, cohort: Cohort, rita: Guide
) -> None:
    client.force_login(cohort.owner)
    text = page(client, cohort)
    assert "Malu" in text
    assert "Rita" in text
    assert "rita@" not in text
    assert remove(cohort, rita) in text
    assert stop(cohort) not in text
    assert client.post(remove(cohort, rita))["Location"].endswith("/mentoria/")
    assert [guide.person for guide in cohort.guides.all()] == [cohort.owner]


def test_a_co_mentor_may_leave_and_sees_nothing_from_then_on(
    client: Client, cohort: Cohort, rita: Guide
) -> None:
    builders.member(cohort, cast.ana(), Shown.TICKS)
    week = timezone.now() + timedelta(days=7)
    call = Invitation.objects.create(cohort=cohort, made_by=rita.person, expires_at=week)
    client.force_login(rita.person)
    text = page(client, cohort)
    assert stop(cohort) in text
    assert remove(cohort, rita) not in text
    assert access.consents_to(rita.person).exists()
    assert client.post(stop(cohort))["Location"] == "/turmas/"
    call.refresh_from_db()
    assert call.revoked_at
    assert not access.consents_to(rita.person).exists()
    assert access.consents_to(cohort.owner).exists()
    assert client.get(reverse("mentoring:guides", args=[cohort.uid])).status_code == 404


def test_the_owner_stays(client: Client, cohort: Cohort) -> None:
    client.force_login(cohort.owner)
    assert client.post(stop(cohort)).status_code == 404
    assert client.post(remove(cohort, cohort.guides.get())).status_code == 404
    assert cohort.guides.count() == 1


def test_a_guide_of_another_cohort_is_not_found(client: Client, cohort: Cohort) -> None:
    other = builders.cohort(cast.caio())
    theirs = other.guides.create(person=cast.person("Rita"))
    client.force_login(cohort.owner)
    assert client.post(remove(cohort, theirs)).status_code == 404
    assert client.post(remove(other, theirs)).status_code == 404
    assert other.guides.count() == 2


def test_nobody_else(client: Client, cohort: Cohort, rita: Guide) -> None:
    ana = cast.ana()
    builders.member(cohort, ana)
    client.force_login(rita.person)
    assert client.post(remove(cohort, rita)).status_code == 404
    for person in (ana, cast.caio()):
        client.force_login(person)
        assert client.get(reverse("mentoring:guides", args=[cohort.uid])).status_code == 404
        assert client.post(stop(cohort)).status_code == 404
    client.logout()
    for address in (stop(cohort), remove(cohort, rita)):
        assert "/conta/" in client.post(address)["Location"]
        assert client.get(address).status_code == 405
    assert cohort.guides.count() == 2


@pytest.mark.parametrize("who", ["another", "unverified", "forgotten"])
def test_a_mail_calls_whoever_has_its_address_to_guide(
    client: Client, cohort: Cohort, who: str
) -> None:
    rui, week = cast.person("Rui"), timezone.now() + timedelta(days=7)
    said = {"email": "Rui@trilha.test", "role": Role.GUIDE, "mailed_at": timezone.now()}
    call = Invitation.objects.create(cohort=cohort, made_by=cohort.owner, expires_at=week, **said)
    if who == "unverified":
        EmailAddress.objects.update(verified=False)
    if who == "forgotten":
        Invitation.objects.update(email="")
    client.force_login(cast.caio() if who == "another" else rui)
    client.get(call.get_absolute_url())
    for answer in (client.get("/turmas/entrar/"), client.post("/turmas/entrar/")):
        page = answer.content.decode()
        assert "Este convite foi para outro endereço." in page
        assert "rui@" not in page.lower()
    assert cohort.guides.count() == 1
    with pytest.raises(ForAnother):
        Guide.objects.join(Invitation.objects.get(), cast.duda())
    assert Invitation.objects.get().used == 0
    EmailAddress.objects.update(verified=True)
    Invitation.objects.update(email="Rui@trilha.test")
    client.force_login(rui)
    client.get(call.get_absolute_url())
    assert client.post("/turmas/entrar/")["Location"] == f"/turmas/{cohort.uid}/"


def test_twice_the_guides_cost_the_same(client: Client, cohort: Cohort, rita: Guide) -> None:
    client.force_login(cohort.owner)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, cohort)
        return len(asked)

    few = queries()
    for name in ("Bia", "Lia"):
        cohort.guides.create(person=cast.person(name))
    assert queries() == few
