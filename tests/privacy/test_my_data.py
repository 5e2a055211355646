"""The page on which a person sees what is kept of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from progress.mentoring.models import Consent, Shown
from progress.mentoring.models.consent import midnight_after
from progress.models import StudyPlan
from tests import cast
from tests.privacy import life

pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]


def page(user: Any) -> str:
    return life.signed_in(user).get(reverse("my_data")).content.decode()


def test_it_counts_what_is_kept_and_says_why() -> None:
    ana = cast.ana()
    life.live(ana)

    rows = life.signed_in(ana).get(reverse("my_data")).context["kept"]

    many = {row.what: row.many for row in rows}
    assert many["Andamento"] == 3
    assert many["Sugestões"] == 4
    assert many["Notas"] == many["Plano de estudo"] == many["E-mail"] == 1
    assert all(row.why and row.who for row in rows)


def test_consents_have_dates() -> None:
    ana = cast.ana()
    life.live(ana)

    html = page(ana)

    given = ("Página pública no ar", "Calendário do plano", "E-mail da semana", "Nome na página")
    for consent in given:
        assert consent in html
    assert html.count("desde 1 de março de 2026") == 4
    assert "Comece aqui" in html


def test_it_counts_and_names_what_is_between_people() -> None:
    ana = cast.ana()
    life.together(ana)

    answer = life.signed_in(ana).get(reverse("my_data"))

    many = {row.what: row.many for row in answer.context["kept"]}
    assert many["O que você abriu em turmas"] == many["Convites que você fez"] == 2
    once = ("Participações em turmas", "Quem olhou", "Mensagens", "Propostas")
    assert {many[what] for what in once} == {1}
    html = answer.content.decode()
    assert "<strong>Andamento na turma</strong>" in html
    assert "“Turma da tarde”" in html
    assert "quem guia a turma vê, em Tatu, vale até " in html


def test_a_consent_holds_until_its_last_day_and_not_the_one_after() -> None:
    ana = cast.ana()
    life.together(ana)
    Consent.objects.update(ends_at=midnight_after(date(2030, 11, 30)))

    assert "vale até 30 de novembro de 2030" in page(ana)


def test_a_consent_that_was_taken_back_is_not_in_force() -> None:
    ana = cast.ana()
    life.together(ana)
    Consent.objects.update(withdrawn_at=timezone.now())

    assert "na turma</strong>" not in page(ana)


def test_without_any_consent_it_says_so() -> None:
    assert "Nada. Suas notas e marcas são só suas." in page(cast.ana())


def test_a_plan_without_calendar_and_mail_is_no_consent() -> None:
    ana = cast.ana()
    life.live(ana)
    StudyPlan.objects.update(key="", calendar_since=None, mail_since=None)

    assert "Calendário do plano" not in page(ana)


def test_it_says_what_stays_after_erasure() -> None:
    assert "as aceitas ficam, sem o seu nome" in page(cast.ana())


def test_twice_the_rows_cost_the_same(django_assert_max_num_queries: Callable[..., Any]) -> None:
    ana = cast.ana()
    life.live(ana)
    client = life.signed_in(ana)
    client.get(reverse("my_data"))
    with django_assert_max_num_queries(40) as first:
        client.get(reverse("my_data"))
    cost = len(first)
    for n in range(3):
        life.builders.share_link(ana, name=f"Lista {n}")
        cohort = life.builders.cohort(cast.person(f"Guia{n}"))
        life.builders.member(cohort, ana, Shown.TICKS, Shown.DATES)
    with django_assert_max_num_queries(cost):
        client.get(reverse("my_data"))


@pytest.mark.parametrize("name", ["my_data", "copy_data", "bring_data", "erase_me"])
def test_a_visitor_signs_in_first(name: str, client: Client) -> None:
    for answer in (client.get(reverse(name)), client.post(reverse(name))):
        if name == "my_data" and answer.status_code == 405:
            continue
        assert answer.status_code == 302
        assert answer["Location"].startswith("/conta/")


@pytest.mark.parametrize("name", ["copy_data", "bring_data", "erase_me"])
def test_other_verbs_are_refused(name: str) -> None:
    assert life.signed_in(cast.ana()).put(reverse(name)).status_code == 405


def test_the_schema_is_published(client: Client) -> None:
    answer = client.get(reverse("data_schema"))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/schema+json"


def test_the_account_leads_there() -> None:
    html = life.signed_in(cast.ana()).get(reverse("account")).content.decode()

    assert f'href="{reverse("my_data")}"' in html
