"""The weekly mail is asked for on the page of the plan, and ended there or by its own link."""

import pytest
from django.core.signing import Signer
from django.test import Client

from progress.letter import unsubscribe_url
from progress.models import StudyPlan
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
SWITCH = "/meu-caminho/plano/email/"
PLAN = "/meu-caminho/plano/"


@pytest.fixture
def ana(client: Client) -> User:
    ana = cast.ana()
    StudyPlan.objects.keep(ana, builders.track_of("Rules")[0], 180, 0b10101)
    client.force_login(ana)
    return ana


def is_on() -> bool:
    return StudyPlan.objects.get().mail_since is not None


def way_out(learner: User) -> str:
    return unsubscribe_url(learner.pk).removeprefix("https://localhost")


def test_it_is_off_until_she_asks(client: Client, ana: User) -> None:
    assert not is_on()
    page = client.get(PLAN).content.decode()
    assert "Ligar o e-mail semanal" in page

    answer = client.post(SWITCH, {"do": "on"}, follow=True)
    assert answer.redirect_chain == [(f"{PLAN}#email", 302)]
    assert is_on()
    assert "O primeiro chega na próxima segunda-feira." in answer.content.decode()
    assert "a semana chega em ana@trilha.test" in answer.content.decode()

    since = StudyPlan.objects.get().mail_since
    client.post(SWITCH, {"do": "on"})
    assert StudyPlan.objects.get().mail_since == since

    client.post(SWITCH, {"do": "off"})
    assert not is_on()


def test_a_visitor_signs_in_first(ana: User) -> None:
    answer = Client().post(SWITCH, {"do": "on"})
    assert answer.headers["Location"] == f"/conta/entrar/?next={PLAN}"
    assert not is_on()


def test_who_has_no_plan_has_no_mail(client: Client, ana: User) -> None:
    client.force_login(cast.caio())
    assert client.post(SWITCH, {"do": "on"}).status_code == 404
    assert not is_on()


def test_the_switch_is_no_page(client: Client, ana: User) -> None:
    assert client.get(SWITCH).status_code == 405


def test_another_word_changes_nothing(client: Client, ana: User) -> None:
    answer = client.post(SWITCH, {"do": "maybe"})
    assert answer.status_code == 400
    assert "Use ligar ou desligar." in answer.content.decode()


def test_a_mail_program_ends_it_with_one_post(client: Client, ana: User) -> None:
    """Without cookies, token or redirect, as RFC 8058 has it; as often as it likes."""
    client.post(SWITCH, {"do": "on"})
    program = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = program.post(way_out(ana), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "o e-mail semanal não vem mais" in answer.content.decode()
        assert not is_on()
    assert not program.cookies


def test_looking_at_the_address_ends_nothing(client: Client, ana: User) -> None:
    client.post(SWITCH, {"do": "on"})
    answer = Client().get(way_out(ana))
    page = answer.content.decode()
    assert is_on()
    assert "no-store" in answer.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in page
    assert page.count("Parar de receber") == 1
    assert "ana@trilha.test" not in page
    assert "o e-mail semanal não vem mais" in Client().post(way_out(ana)).content.decode()
    assert "o e-mail semanal não vem mais" in Client().get(way_out(ana)).content.decode()


def test_the_link_of_who_is_gone_says_so_too(ana: User) -> None:
    address = way_out(ana)
    StudyPlan.objects.all().delete()
    User.objects.all().delete()
    assert Client().post(address).status_code == 200


def test_only_our_own_links_open(client: Client, ana: User) -> None:
    client.post(SWITCH, {"do": "on"})
    good = way_out(ana)
    elsewhere = Signer(salt="for something else", sep=".").sign(str(ana.pk))
    forged = [
        good[:-2] + "/",
        good.replace(f"/{ana.pk}.", f"/{ana.pk + 1}."),
        f"/email/parar/{elsewhere}/",
        f"/email/parar/{ana.pk}/",
        "/email/parar/%C3%A9.%C3%A9/",
    ]
    for address in forged:
        assert Client().get(address).status_code == 404, address
        assert Client().post(address).status_code == 404, address
    assert is_on()
