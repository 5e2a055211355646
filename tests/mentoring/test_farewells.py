"""What becomes of a cohort or a link without Ana is told to her: that Malu removed her, put the
cohort away, or had her account erased, of whom then no name stays."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.mentoring.models import (
    Cohort,
    Farewell,
    Guide,
    Invitation,
    Look,
    Membership,
    Received,
    Shown,
    Why,
)
from tests import builders, cast
from tests.privacy.life import days_later, signed_in
from trilha.accounts.models import User
from trilha.accounts.privacy import erase

pytestmark = pytest.mark.django_db


def erased(user: User) -> None:
    User.objects.filter(pk=user.pk).update(erase_at=days_later(-1))
    assert erase(user)


def test_everybody_in_the_cohort_is_told_once() -> None:
    ana, malu, rui, caio = cast.ana(), cast.malu(), cast.person("Rui"), cast.caio()
    cohort = builders.cohort(malu, name="Turma da noite")
    other = builders.cohort(caio, name="Outra")
    Guide.objects.create(cohort=cohort, person=rui)
    for learner in (ana, rui):
        builders.member(cohort, learner)
    builders.member(cohort, caio, left_at=timezone.now())
    builders.member(other, ana)

    erased(malu)

    told = sorted(Farewell.objects.values_list("learner__name", "name"))
    assert told == [("Ana", "Turma da noite"), ("Rui", "Turma da noite")]
    assert list(Cohort.objects.all()) == [other]


def test_what_she_saw_stays_told_without_her() -> None:
    ana, malu = cast.ana(), cast.malu()
    member = builders.member(builders.cohort(malu), ana, Shown.TICKS)
    Look.objects.remember(malu, Look.Where.COHORT, [(member, [Shown.TICKS])])

    erased(malu)

    look = Look.objects.get()
    assert (look.learner, look.by, look.cohort) == (ana, None, None)
    html = signed_in(ana).get(reverse("mentoring:looks")).content.decode()
    assert "<b>Alguém que guiava a turma</b> abriu a página da turma" in html
    assert "Malu" not in html


def test_a_mentor_who_only_helped_just_goes() -> None:
    malu, rui = cast.malu(), cast.person("Rui")
    cohort = builders.cohort(malu)
    Guide.objects.create(cohort=cohort, person=rui)
    builders.member(cohort, cast.ana())

    erased(rui)

    assert not Farewell.objects.exists()
    assert Guide.objects.get(cohort=cohort).person == malu


def test_erasing_a_learner_empties_the_mentors_pages() -> None:
    ana, malu = cast.ana(), cast.malu()
    member = builders.member(builders.cohort(malu), ana, Shown.TICKS)
    Look.objects.remember(malu, Look.Where.COHORT, [(member, [Shown.TICKS])])

    erased(ana)

    assert not Membership.objects.exists()
    assert not Look.objects.exists()
    assert not Farewell.objects.exists()


def test_an_invitation_to_her_address_is_closed_and_forgets_it() -> None:
    ana, cohort = cast.ana(), builders.cohort(cast.malu())
    for address in ("Ana@Trilha.test", "caio@trilha.test"):
        Invitation.objects.create(
            cohort=cohort, made_by=cohort.owner, email=address, expires_at=days_later(3)
        )

    erased(ana)

    hers, his = Invitation.objects.order_by("pk")
    assert (hers.email, bool(hers.revoked_at)) == ("", True)
    assert (his.email, his.revoked_at) == ("caio@trilha.test", None)


# --- What the mentor does while she is here --------------------------------------------------


def said_to(learner: User) -> list[tuple[str, str]]:
    return list(Farewell.objects.filter(learner=learner).values_list("why", "name"))


def test_who_was_removed_is_told_and_who_leaves_knows(client: Client) -> None:
    ana, caio, cohort = cast.ana(), cast.caio(), builders.cohort(cast.malu())
    removed, left = builders.member(cohort, ana), builders.member(cohort, caio)
    for _ in range(2):
        removed.leave(removed=True)
        left.leave()
    assert said_to(ana) == [(Why.REMOVED, "Turma de sábado")]
    assert said_to(caio) == []
    html = signed_in(ana).get(reverse("mentoring:cohorts")).content.decode()
    assert "Você não está mais na turma “Turma de sábado”. O que você estudou continua seu." in html


def test_who_comes_back_is_no_longer_told_that_they_are_out() -> None:
    ana, cohort = cast.ana(), builders.cohort(cast.malu())
    builders.member(cohort, ana).leave(removed=True)
    call = Invitation.objects.create(cohort=cohort, made_by=cohort.owner, expires_at=days_later(3))
    Membership.objects.join(call, ana)
    assert said_to(ana) == []


def test_a_cohort_put_away_and_brought_back_is_one_line() -> None:
    ana, cohort = cast.ana(), builders.cohort(cast.malu())
    builders.member(cohort, ana)
    builders.member(cohort, cast.caio(), left_at=timezone.now())
    other = Farewell.objects.create(learner=ana, name="Outra", why=Why.ARCHIVED)
    client, there = signed_in(ana), reverse("mentoring:cohorts")
    for _ in range(2):
        cohort.put_away()
        assert (
            "foi arquivada; ninguém vê mais nada seu por ela." in client.get(there).content.decode()
        )
        assert Farewell.objects.exclude(pk=other.pk).get().why == Why.ARCHIVED
        cohort.take_out()
        assert Farewell.objects.exclude(pk=other.pk).get().why == Why.BACK
    html = client.get(there).content.decode()
    assert "voltou. Nada seu aparece até você dizer sim de novo." in html
    erased(cohort.owner)
    assert set(said_to(ana)) == {(Why.ERASED, "Turma de sábado"), (Why.ARCHIVED, "Outra")}


def test_whoever_keeps_a_link_of_hers_is_told_that_it_is_gone() -> None:
    ana, malu = cast.ana(), cast.malu()
    for owner, name in ((malu, "Comece por aqui"), (cast.caio(), "De outra pessoa")):
        Received.objects.keep(ana.pk, builders.share_link(owner, name=name))
    erased(malu)
    assert said_to(ana) == [(Why.LINK, "Comece por aqui")]
    client, there = signed_in(ana), reverse("mentoring:received")
    html = client.get(there).content.decode()
    assert "O link “Comece por aqui”, que você guardou, não abre mais" in html
    assert "Malu" not in html
    assert "Comece por aqui" not in client.get(reverse("mentoring:cohorts")).content.decode()
    answer = client.post(
        way(Farewell.objects.get()), headers={"referer": f"http://testserver{there}"}
    )
    assert answer["Location"] == there
    assert not Farewell.objects.exists()


@pytest.fixture
def told() -> Farewell:
    return Farewell.objects.create(learner=cast.ana(), name="Turma de sábado")


def way(farewell: Farewell) -> str:
    return reverse("mentoring:put_farewell_away", args=[farewell.pk])


@pytest.mark.parametrize("page", ["progress:path", "mentoring:cohorts"])
def test_ana_puts_it_away(told: Farewell, page: str) -> None:
    client = signed_in(told.learner)
    there = reverse(page)
    assert "Turma de sábado" in client.get(there).content.decode()
    answer = client.post(way(told), headers={"referer": f"http://testserver{there}"})
    assert (answer.status_code, answer["Location"]) == (302, there)
    assert "Turma de sábado" not in client.get(there).content.decode()
    assert client.post(way(told)).status_code == 404


def test_nobody_else_does(told: Farewell, client: Client) -> None:
    assert client.post(way(told))["Location"].startswith("/conta/entrar/")
    assert signed_in(cast.caio()).post(way(told)).status_code == 404
    assert signed_in(told.learner).get(way(told)).status_code == 405
    assert Farewell.objects.exists()


def test_telling_many_costs_what_telling_few_costs(
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    malu = cast.malu()
    for n in range(2):
        builders.member(builders.cohort(malu), cast.person(f"Pessoa{n}"))
    with django_assert_max_num_queries(5):
        Cohort.objects.say_farewell(malu)
    ana = cast.ana()
    for n in range(2):
        Received.objects.keep(ana.pk, builders.share_link(malu, name=f"Link {n}"))
    with django_assert_max_num_queries(2):
        Received.objects.say_farewell(malu)
