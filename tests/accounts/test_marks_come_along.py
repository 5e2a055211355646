"""What Ana ticked before she had an account is hers when she signs in."""

import pytest
from django.test import Client
from django.urls import reverse

from progress.models import Completion
from progress.sessions import MARKS
from tests import builders, cast
from tests.accounts.steps import last_code, sign_in, sign_up, tick, type_code
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticked(client: Client) -> Client:
    _, resources = builders.track_of("What is Pyspark", "Apache Airflow")
    tick(client, *resources)
    return client


def test_signing_up_shows_what_comes_along(ticked: Client) -> None:
    page = ticked.get(reverse("account_signup")).content.decode()
    assert "Seus 2 passos vão junto" in page
    assert "What is Pyspark" in page
    assert "Apache Airflow" in page


def test_of_many_the_latest_are_shown_and_the_rest_counted(client: Client) -> None:
    _, resources = builders.track_of(*[f"Recurso {n}" for n in range(10)])
    tick(client, *resources)
    page = client.get(reverse("account_signup")).content.decode()
    assert "Seus 10 passos vão junto" in page
    assert page.count('class="step"') == 8
    assert "e mais 2" in page


def test_without_marks_there_is_only_the_form(client: Client) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    assert '<h1 id="criar">Criar conta</h1>' in page
    assert "passo" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_door_says_what_is_kept_on_this_device(ticked: Client) -> None:
    page = ticked.get(reverse("account_login")).content.decode()
    assert "2 passos guardados neste aparelho." in page


def test_after_signing_up_they_are_hers_and_a_page_says_so(ticked: Client) -> None:
    sign_up(ticked, next="/sobre/")
    answer = type_code(ticked)
    assert answer.headers["Location"] == "/conta/bem-vinda/"
    page = ticked.get(answer.headers["Location"]).content.decode()
    assert "Pronto, Ana. Seus 2 passos vieram junto." in page
    assert '<a class="btn main" href="/sobre/">' in page
    assert Completion.objects.filter(learner=User.objects.get()).count() == 2


def test_without_marks_she_starts_on_her_path(client: Client) -> None:
    sign_up(client)
    page = client.get(type_code(client).headers["Location"]).content.decode()
    assert "Pronto, sua conta está criada." in page
    assert client.get(reverse("welcome")).headers["Location"] == "/meu-caminho/"


def test_the_welcome_is_for_whoever_signed_up(client: Client) -> None:
    assert client.get(reverse("welcome")).headers["Location"].startswith("/conta/entrar/")
    client.force_login(cast.caio())
    assert client.get(reverse("welcome")).headers["Location"] == "/meu-caminho/"
    assert client.post(reverse("welcome")).status_code == 405


def test_at_signing_in_they_join_the_others(ticked: Client) -> None:
    ana = cast.ana()
    page = ticked.get(sign_in(ticked, ana.email).headers["Location"]).content.decode()
    assert "Seus 2 passos vieram junto." in page
    assert Completion.objects.filter(learner=ana).count() == 2


def test_by_code_as_well(ticked: Client) -> None:
    ana = cast.ana()
    ticked.post(reverse("account_request_login_code"), {"email": ana.email})
    ticked.post(reverse("account_confirm_login_code"), {"code": last_code()})
    assert Completion.objects.filter(learner=ana).count() == 2


def test_nothing_stays_behind_for_the_next_person_at_this_device(ticked: Client) -> None:
    sign_in(ticked, cast.ana().email)
    assert not ticked.session.get(MARKS)
    ticked.post(reverse("account_logout"))
    caio = cast.caio()
    sign_in(ticked, caio.email)
    assert not Completion.objects.filter(learner=caio).exists()


def test_a_wrong_password_moves_nothing(ticked: Client) -> None:
    sign_in(ticked, cast.ana().email, "não é esta senha")
    assert len(ticked.session[MARKS]) == 2
    assert not Completion.objects.exists()
