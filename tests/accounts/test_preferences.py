"""Ana chooses once how Trilha looks and behaves for her."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from progress.models import StudyPlan
from tests import builders, cast
from trilha.accounts import zones
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db

PAGE = reverse("preferences")
FORM = {"language": "pt-br", "theme": "", "time_zone": "America/Sao_Paulo",
        "rhythm": "on", "shortcuts": "on"}  # fmt: skip


@pytest.fixture
def ana(client: Client) -> User:
    ana = cast.ana()
    client.force_login(ana)
    return ana


def plan(ana: User, **fields: Any) -> StudyPlan:
    track, _ = builders.track_of("Rules")
    return StudyPlan.objects.create(learner=ana, track=track, **fields)


def text(client: Client, address: str = PAGE) -> str:
    return client.get(address).content.decode()


def test_everything_is_kept(client: Client, ana: User) -> None:
    form = {"language": "pt-br", "theme": "dark", "time_zone": "America/Manaus"}
    assert client.post(PAGE, form).headers["Location"] == PAGE
    assert "Preferências salvas." in text(client)
    ana.refresh_from_db()
    assert (ana.theme, ana.time_zone, ana.rhythm, ana.shortcuts) == (
        "dark", "America/Manaus", False, False,
    )  # fmt: skip
    client.post(PAGE, FORM)
    ana.refresh_from_db()
    assert (ana.theme, ana.rhythm, ana.shortcuts) == ("", True, True)


def test_the_account_leads_here(client: Client, ana: User) -> None:
    assert f'href="{PAGE}"' in text(client, reverse("account"))


def test_her_language_takes_her_to_the_page_in_it(client: Client, ana: User) -> None:
    answer = client.post(PAGE, FORM | {"language": "en"})
    assert answer.headers["Location"] == "/en/conta/preferencias/"
    ana.refresh_from_db()
    assert ana.language == "en"


def test_her_theme_stands_in_every_page_without_a_further_statement(
    client: Client, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert "data-theme=" not in text(client, "/sobre/").partition(">\n<head>")[0]
    client.post(PAGE, FORM | {"theme": "dark"})
    client.get("/sobre/")  # where it says that this was saved
    with django_assert_num_queries(2):  # the session, the person
        page = text(client, "/sobre/")
    assert '<html lang="pt-BR" data-theme="dark" data-keys="on">' in page
    assert '<html lang="pt-BR">' in text(Client(), "/sobre/")


def test_shortcuts_can_be_off(client: Client, ana: User) -> None:
    client.post(PAGE, {name: value for name, value in FORM.items() if name != "shortcuts"})
    assert '<html lang="pt-BR" data-keys="off">' in text(client, "/sobre/")


@pytest.mark.parametrize(
    "wrong", ["", "Marte/Olympus", "../../etc/passwd", "localtime", "a" * 70, "America/\0"]
)
def test_a_zone_that_is_none_is_refused_in_words(client: Client, ana: User, wrong: str) -> None:
    answer = client.post(PAGE, FORM | {"time_zone": wrong, "theme": "dark"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'id="id_time_zone_error"' in page
    assert '<option value="dark" selected>' in page  # nothing that was chosen is lost
    assert '<html lang="pt-BR" data-keys="on">' in page  # nor holds what was not saved
    ana.refresh_from_db()
    assert (ana.time_zone, ana.theme) == ("America/Sao_Paulo", "")


@pytest.mark.parametrize("field", ["language", "theme"])
def test_what_we_do_not_have_is_refused_in_words(client: Client, ana: User, field: str) -> None:
    answer = client.post(PAGE, FORM | {field: "tlh"})
    assert f'id="id_{field}_error"' in answer.content.decode()
    ana.refresh_from_db()
    assert (ana.language, ana.theme) == ("pt-br", "")


def test_brazil_comes_first_and_an_older_name_stays_chosen(client: Client, ana: User) -> None:
    page = text(client)
    assert page.index("Brasília") < page.index("Fernando de Noronha") < page.index("Abidjan")
    assert "São Paulo (UTC−3)" in page
    client.post(PAGE, FORM | {"time_zone": "America/Buenos_Aires"})
    page = text(client)
    assert '<option value="America/Buenos_Aires" selected' in page
    assert page.count("<option") < 450


def test_what_is_offered_is_a_zone() -> None:
    offered = [name for _, rows in zones.offered(timezone.now()) for name, _ in rows]
    assert set(offered) <= zones.known()
    assert len(offered) == len(set(offered)) > 400


def test_the_weekly_mail_of_a_plan(client: Client, ana: User) -> None:
    page = text(client)
    assert "Quem tem um plano" in page
    assert "weekly_mail" not in page
    mine = plan(ana)
    assert "weekly_mail" in text(client)
    client.post(PAGE, FORM | {"weekly_mail": "on"})
    mine.refresh_from_db()
    since = mine.mail_since
    assert since
    client.post(PAGE, FORM | {"weekly_mail": "on"})
    mine.refresh_from_db()
    assert mine.mail_since == since  # saving again is no new consent
    client.post(PAGE, FORM)
    mine.refresh_from_db()
    assert mine.mail_since is None


def test_without_a_plan_there_is_nothing_to_send(client: Client, ana: User) -> None:
    assert client.post(PAGE, FORM | {"weekly_mail": "on"}).status_code == 302
    assert not StudyPlan.objects.exists()


def test_only_what_stands_here_and_only_ones_own(client: Client, ana: User) -> None:
    caio = cast.caio()
    theirs = plan(caio)
    form = {"theme": "dark", "email": "x@trilha.test", "is_staff": "on", "name": "X"}
    client.post(PAGE, FORM | form | {"id": str(caio.pk), "weekly_mail": "on"})
    caio.refresh_from_db()
    theirs.refresh_from_db()
    assert (caio.theme, theirs.mail_since) == ("", None)
    ana.refresh_from_db()
    assert (ana.email, ana.is_staff, ana.name, ana.theme) == (
        "ana@trilha.test", False, "Ana", "dark",
    )  # fmt: skip


def test_saving_an_old_page_brings_no_old_password_back(client: Client, ana: User) -> None:
    ana.set_password("outra frase bem comprida")
    ana.save(update_fields=["password"])
    client.force_login(ana)
    client.post(PAGE, FORM)
    ana.refresh_from_db()
    assert ana.check_password("outra frase bem comprida")


def test_a_visitor_is_asked_to_come_in(client: Client) -> None:
    for answer in (client.get(PAGE), client.post(PAGE, FORM)):
        assert answer.headers["Location"].startswith("/conta/entrar/")
