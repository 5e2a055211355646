"""What was shared with somebody stays with them: brought along by a visitor, kept by a learner."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from progress.mentoring.brought import COOKIE, MOST
from progress.mentoring.models import Received, ShareLink
from tests import builders, cast
from tests.accounts.steps import sign_in, sign_up, tick, type_code
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
MINE = "/compartilhados/"


@pytest.fixture
def link() -> ShareLink:
    _, [rules] = builders.track_of("Rules")
    return builders.share_link(cast.malu(), rules)


@pytest.fixture
def ana(client: Client) -> User:
    person = cast.ana()
    client.force_login(person)
    return person


def of(person: User) -> list[str]:
    return list(Received.objects.of(person).values_list("link__name", flat=True))


def page(client: Client) -> str:
    answer = client.get(MINE)
    assert answer.status_code == 200
    return answer.content.decode()


def keep(client: Client, link: ShareLink) -> str:
    answer = client.post(reverse("mentoring:keep", args=[link.key]), headers=HERE)
    assert answer.status_code == 303
    return answer["Location"]


def expired(link: ShareLink) -> None:
    link.expires_at = timezone.now()
    link.save()


def revoked(link: ShareLink) -> None:
    link.revoke()


def malformed(link: ShareLink) -> None:
    link.key = "x" * 400


def test_a_visitor_carries_it_in_a_small_signed_cookie(client: Client, link: ShareLink) -> None:
    client.get(link.get_absolute_url())
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 30 * 86400)
    assert bool(cookie["secure"]) is settings.SESSION_COOKIE_SECURE
    assert link.key not in cookie.value
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert not Received.objects.exists()


def test_the_last_ones_only(client: Client) -> None:
    malu = cast.malu()
    links = [builders.share_link(malu, name=f"Link {n}") for n in range(MOST + 1)]
    for one in [*links, links[1]]:
        client.get(one.get_absolute_url())
    assert len(client.cookies[COOKIE].value) < 250
    ana = cast.ana()
    sign_in(client, ana.email)
    assert sorted(of(ana)) == [f"Link {n}" for n in range(1, MOST + 1)]


def test_looking_ahead_and_looking_in_vain_carry_nothing(client: Client, link: ShareLink) -> None:
    there = link.get_absolute_url()
    client.head(there)
    client.get(there, headers={"Sec-Purpose": "prefetch"})
    client.get(f"{there}imagem.png")
    client.get("/l/never-made/")
    client.get(f"{there}quadro/")
    assert COOKIE not in client.cookies


def test_a_learner_carries_nothing(client: Client, link: ShareLink, ana: User) -> None:
    client.get(link.get_absolute_url())
    assert COOKIE not in client.cookies
    assert not of(ana)


def test_signing_up_keeps_it_and_the_welcome_says_so(client: Client, link: ShareLink) -> None:
    client.get(link.get_absolute_url())
    sign_up(client, next=link.get_absolute_url())
    text = client.get(type_code(client)["Location"]).content.decode()
    assert "Pronto, Ana. Sua conta está criada." in text
    assert "O link que você abriu ficou guardado." in text
    assert f'<a class="btn main" href="{link.get_absolute_url()}">' in text
    assert of(User.objects.get(email="ana@trilha.test")) == ["Comece por aqui"]
    assert not client.cookies[COOKIE].value


def test_signing_in_keeps_it_beside_the_marks(client: Client, link: ShareLink) -> None:
    ana = cast.ana()
    client.get(link.get_absolute_url())
    tick(client, link.items.get().resource)
    text = client.get(sign_in(client, ana.email)["Location"]).content.decode()
    assert "Seu passo veio junto." in text
    assert "O link que você abriu está em “Compartilhado comigo”." in text
    client.post(reverse("account_logout"))
    caio = cast.caio()
    sign_in(client, caio.email)
    assert (of(ana), of(caio)) == (["Comece por aqui"], [])


@pytest.mark.parametrize("value", ["", "x", "nada:nada:nada", "00" * 16])
def test_a_cookie_we_did_not_sign_is_nothing(client: Client, link: ShareLink, value: str) -> None:
    ana = cast.ana()
    client.cookies[COOKIE] = value
    assert client.get(link.get_absolute_url()).status_code == 200
    client.cookies[COOKIE] = f"{link.uid.hex}:{value}"
    sign_in(client, ana.email)
    assert not of(ana)


@pytest.mark.parametrize("end", [expired, revoked])
def test_what_ended_meanwhile_is_not_kept(
    client: Client, link: ShareLink, end: Callable[[ShareLink], None]
) -> None:
    ana = cast.ana()
    client.get(link.get_absolute_url())
    end(link)
    sign_in(client, ana.email)
    assert not of(ana)


def test_its_owner_does_not_keep_their_own(client: Client, link: ShareLink) -> None:
    client.get(link.get_absolute_url())
    sign_in(client, link.owner.email)
    assert keep(client, link) == link.get_absolute_url()
    assert not of(link.owner)
    assert "Guardar para mim" not in client.get(link.get_absolute_url()).content.decode()


def test_a_learner_keeps_it_by_a_button(client: Client, link: ShareLink, ana: User) -> None:
    there = link.get_absolute_url()
    assert "Guardar para mim" in client.get(there).content.decode()
    for _ in range(2):
        assert keep(client, link) == there
    assert of(ana) == ["Comece por aqui"]
    text = client.get(there).content.decode()
    assert "Guardar para mim" not in text
    assert f'href="{MINE}"' in text


def test_a_visitor_is_led_to_an_account_and_takes_it_along(client: Client, link: ShareLink) -> None:
    assert keep(client, link) == f"/conta/criar/?next={link.get_absolute_url()}"
    ana = cast.ana()
    sign_in(client, ana.email)
    assert of(ana) == ["Comece por aqui"]


@pytest.mark.parametrize("end", [expired, revoked, malformed])
def test_nothing_is_kept_of_what_does_not_open(
    client: Client, link: ShareLink, ana: User, end: Callable[[ShareLink], None]
) -> None:
    end(link)
    answer = client.post(reverse("mentoring:keep", args=[link.key]), headers=HERE)
    unknown = client.get("/l/never-made/")
    assert (answer.status_code, answer.content) == (404, unknown.content)
    assert answer["Referrer-Policy"] == "same-origin"
    assert not of(ana)


def test_keeping_is_a_post_from_here(link: ShareLink) -> None:
    there = reverse("mentoring:keep", args=[link.key])
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ana())
    assert client.get(there).status_code == 405
    assert client.post(there, headers={"Origin": "https://example.org"}).status_code == 403


def test_the_list_says_what_from_whom_and_until_when(
    client: Client, link: ShareLink, ana: User
) -> None:
    link.last_day = timezone.localdate()
    link.save()
    Received.objects.keep(ana.pk, link)
    text = page(client)
    assert "Comece por aqui" in text
    assert "de Malu" in text
    assert "vale até" in text
    assert text.count(f'href="{link.get_absolute_url()}"') == 2
    assert link.owner.email not in text


@pytest.mark.parametrize(
    ("end", "said"), [(expired, "Este link venceu em"), (revoked, "Malu encerrou este link em")]
)
def test_what_ended_explains_itself_without_what_it_held(
    client: Client, link: ShareLink, ana: User, end: Callable[[ShareLink], None], said: str
) -> None:
    Received.objects.keep(ana.pk, link)
    end(link)
    text = page(client)
    assert said in text
    assert "Comece por aqui" in text
    assert "Rules" not in text
    assert link.key not in text


def test_of_somebody_who_is_leaving_nothing_is_shown(
    client: Client, link: ShareLink, ana: User
) -> None:
    Received.objects.keep(ana.pk, link)
    User.objects.filter(pk=link.owner_id).update(erase_at=timezone.now())
    assert "Comece por aqui" not in page(client)


def test_without_any_the_page_says_how(client: Client, ana: User) -> None:
    assert "Guardar para mim" in page(client)


def test_each_sees_their_own(client: Client, link: ShareLink, ana: User) -> None:
    Received.objects.keep(ana.pk, link)
    client.force_login(cast.caio())
    assert "Comece por aqui" not in page(client)


def test_letting_go_asks_nobody_else(client: Client, link: ShareLink, ana: User) -> None:
    Received.objects.keep(ana.pk, link)
    there = reverse("mentoring:let_go", args=[link.uid])
    assert Client().post(there)["Location"].startswith("/conta/entrar/?next=/compartilhados/")
    assert client.get(there).status_code == 405
    stranger = Client()
    stranger.force_login(cast.caio())
    assert stranger.post(there).status_code == 404
    assert of(ana) == ["Comece por aqui"]
    assert client.post(there)["Location"] == MINE
    assert not of(ana)
    assert client.post(there).status_code == 404


def test_the_list_is_for_people_with_an_account(client: Client) -> None:
    assert client.get(MINE)["Location"] == "/conta/entrar/?next=/compartilhados/"
    client.force_login(cast.ana())
    assert client.post(MINE).status_code == 405


def test_twice_the_links_cost_the_same_queries(
    client: Client, ana: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    malu, costs = cast.malu(), []
    for n in range(4):
        Received.objects.keep(ana.pk, builders.share_link(malu, name=f"Link {n}"))
        if n % 2:
            # session, person, marks, farewells, count, rows
            with django_assert_max_num_queries(6) as queries:
                page(client)
            costs.append(len(queries))
    assert costs[0] == costs[1]
