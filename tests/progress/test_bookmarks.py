"""Things kept for later: a button on every page, and one page with all of them."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from progress.models import Bookmark
from tests import builders, cast
from tests.progress.test_races import at_once
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
ALL = "/meu-caminho/guardados/"
HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
SHELVES = {
    "resource": "recursos",
    "skill": "habilidades",
    "community": "comunidades",
    "track": "trilhas",
}


def things() -> dict[str, Any]:
    track, [rules] = builders.track_of("Rules of ML", title="Dados", published_at=timezone.now())
    skill, place = builders.skill("SQL"), builders.community("MLOps community")
    return {"resource": rules, "skill": skill, "community": place, "track": track}


def press(client: Client, kind: str, uid: str, keep: str = "1", **headers: str) -> Any:
    where = reverse("progress:keep", args=[SHELVES[kind], uid])
    return client.post(where, {"keep": keep}, headers=HERE | headers)


@pytest.fixture
def ana() -> User:
    return cast.ana()


@pytest.fixture
def tab(ana: User) -> Client:
    tab = Client(enforce_csrf_checks=True)
    tab.force_login(ana)
    return tab


@pytest.mark.parametrize("kind", SHELVES)
def test_a_press_sets_a_state_and_leads_back(tab: Client, kind: str) -> None:
    thing = things()[kind]
    for keep, kept in (("1", [thing]), ("1", [thing]), ("0", []), ("0", [])):
        answer = press(tab, kind, thing.uid, keep, Referer="http://testserver/comunidades/?x=1")
        assert (answer.status_code, answer["Location"]) == (303, "/comunidades/?x=1")
        assert [row.thing for row in Bookmark.objects.all()] == kept


@pytest.mark.parametrize("kind", SHELVES)
def test_the_pages_show_what_is_kept(tab: Client, kind: str) -> None:
    thing = things()[kind]
    button = rf'id="keep-{SHELVES[kind]}-{thing.uid}"[^>]*aria-pressed="(\w+)"'
    for keep, pressed in (("1", "true"), ("0", "false")):
        press(tab, kind, thing.uid, keep)
        said = tab.get(thing.get_absolute_url()).content.decode()
        assert re.findall(button, said) == [pressed]


@pytest.mark.parametrize("kind", SHELVES)
def test_a_visitor_is_led_to_sign_in_and_back(client: Client, kind: str) -> None:
    thing = things()[kind]
    at = thing.get_absolute_url().partition("#")[0]
    assert f'href="/conta/entrar/?next={at}"' in client.get(at).content.decode()
    answer = press(client, kind, thing.uid, Referer=f"http://testserver{at}")
    assert (answer.status_code, answer["Location"]) == (302, f"/conta/entrar/?next={at}")
    assert not Bookmark.objects.exists()


@pytest.mark.parametrize("kind", SHELVES)
def test_only_a_post_keeps(tab: Client, kind: str) -> None:
    where = reverse("progress:keep", args=[SHELVES[kind], things()[kind].uid])
    assert tab.get(where).status_code == 405


@pytest.mark.parametrize("kind", SHELVES)
def test_what_one_may_not_open_cannot_be_kept(tab: Client, kind: str) -> None:
    secret, [hidden] = builders.track_of("Segredo", status="draft")
    skill, place = builders.skill(), builders.community()
    skill.retire()
    place.retire()
    unseen = {"resource": hidden, "skill": skill, "community": place, "track": secret}
    for uid in (unseen[kind].uid, "nao-existe"):
        for keep in "10":
            assert press(tab, kind, uid, keep).status_code == 404


@pytest.mark.parametrize("word", ["", "2", "true", "1\0", "1" * 9_000])
def test_an_unknown_state_says_so_and_changes_nothing(tab: Client, word: str) -> None:
    answer = press(tab, "resource", things()["resource"].uid, word)
    assert answer.status_code == 400
    assert "Diga se é para guardar" in answer.content.decode()
    assert not Bookmark.objects.exists()


def test_another_sites_form_is_refused(tab: Client) -> None:
    answer = press(tab, "resource", things()["resource"].uid, Origin="https://elsewhere.example")
    assert answer.status_code == 403


def test_nobody_sees_or_drops_what_another_keeps(tab: Client) -> None:
    thing = things()["skill"]
    Bookmark.objects.keep(cast.caio().pk, thing)
    assert "Para depois" in tab.get(ALL).content.decode()
    press(tab, "skill", thing.uid, "0")
    assert Bookmark.objects.count() == 1
    assert 'aria-pressed="false"' in tab.get(thing.get_absolute_url()).content.decode()


def test_the_page_of_all_is_for_who_is_signed_in_and_takes_no_post(tab: Client) -> None:
    assert Client().get(ALL)["Location"] == f"/conta/entrar/?next={ALL}"
    tab.handler.enforce_csrf_checks = False
    assert tab.post(ALL).status_code == 405


def test_it_is_said_once_with_the_way_back(tab: Client) -> None:
    thing = things()["track"]
    press(tab, "track", thing.uid)
    said = tab.get(ALL).content.decode()
    assert "Guardado: <span>Dados</span>" in said
    assert f'formaction="/trilhas/{thing.uid}/guardado/" name="keep" value="0">Desfazer' in said
    press(tab, "track", thing.uid, "0")
    said = tab.get(ALL).content.decode()
    assert "Tirado dos guardados: <span>Dados</span>" in said
    assert 'name="keep" value="1">Desfazer' in said
    assert "Desfazer" not in tab.get(ALL).content.decode()


def test_the_menu_of_a_row_knows_what_is_kept(tab: Client, client: Client) -> None:
    found = things()
    at = found["track"].get_absolute_url()
    assert "Guardar para depois</button>" in tab.get(at).content.decode()
    press(tab, "resource", found["resource"].uid)
    assert "Tirar dos guardados</button>" in tab.get(at).content.decode()
    assert "Guardar para depois</a>" in client.get(at).content.decode()


def test_filters_and_orders(tab: Client, ana: User) -> None:
    found = things()
    for thing in found.values():
        Bookmark.objects.keep(ana.pk, thing)

    def titles(query: str) -> list[str]:
        rows = re.findall(r'class="t"[^>]*>([^<]*)</a>', tab.get(f"{ALL}?{query}").content.decode())
        return [title for title in rows if title]

    assert titles("") == ["Dados", "MLOps community", "SQL", "Rules of ML"]
    assert titles("ordem=antigos") == ["Rules of ML", "SQL", "MLOps community", "Dados"]
    assert titles("ordem=titulo") == ["Dados", "MLOps community", "Rules of ML", "SQL"]
    assert titles("tipo=skill") == ["SQL"]
    assert titles("tipo=track&ordem=titulo") == ["Dados"]
    assert len(titles("tipo=nada&ordem=x%00&pagina=zz")) == 4
    Bookmark.objects.drop(ana.pk, found["skill"])
    assert "Nada deste tipo" in tab.get(f"{ALL}?tipo=skill").content.decode()


def test_titles_are_sorted_as_people_do(tab: Client, ana: User) -> None:
    for title in ("Zebra", "ábaco", "Árvore", "banco"):
        Bookmark.objects.keep(ana.pk, builders.skill(title))
    said = tab.get(f"{ALL}?ordem=titulo").content.decode()
    places = [said.index(f">{title}<") for title in ("ábaco", "Árvore", "banco", "Zebra")]
    assert places == sorted(places)


def test_what_left_the_catalog_stays_listed_and_can_be_dropped(tab: Client, ana: User) -> None:
    found = things()
    for thing in found.values():
        Bookmark.objects.keep(ana.pk, thing)
    for kind in ("resource", "skill", "community"):
        found[kind].retire()
    found["track"].withdraw(to="retired")
    said = tab.get(ALL).content.decode()
    assert said.count("fora do catálogo") == 2
    assert "fora do ar" in said
    assert "fora da trilha" in said
    assert f'href="{found["skill"].get_absolute_url()}"' not in said
    for kind in ("skill", "community", "track"):
        assert press(tab, kind, found[kind].uid, "0").status_code == 303
        assert "Desfazer" not in tab.get(ALL).content.decode()  # nobody could keep it again
    assert [row.kind for row in Bookmark.objects.all()] == ["resource"]


def test_a_resource_without_a_page_is_listed_without_its_mark(tab: Client, ana: User) -> None:
    track, [rules] = builders.track_of("Rules of ML")
    Bookmark.objects.keep(ana.pk, rules)
    track.withdraw(to="draft")
    said = tab.get(ALL).content.decode()
    assert "Rules of ML" in said
    assert "fora do catálogo" in said
    assert f"/recursos/{rules.uid}/andamento/" not in said


def test_duplicates_are_one_thing(tab: Client, ana: User) -> None:
    _, [survivor, one, two] = builders.track_of("Novo", "Velho", "Antigo")
    for row in (one, two, survivor):
        Bookmark.objects.keep(ana.pk, row)
    for row in (one, two):
        row.merged_into = survivor
        row.save()
    said = tab.get(ALL).content.decode()
    assert said.count(">Novo</a>") == 1
    assert "Velho" not in said
    assert 'Tudo&nbsp;<span class="num">1</span>' in said
    assert 'aria-pressed="true"' in tab.get(survivor.get_absolute_url()).content.decode()
    press(tab, "resource", two.uid, "0")
    assert not Bookmark.objects.exists()
    Bookmark.objects.keep(ana.pk, one)
    assert not Bookmark.objects.keep(ana.pk, survivor)


def test_the_database_wants_exactly_one_thing(ana: User) -> None:
    found = things()
    for wrong in ({}, {"skill": found["skill"], "track": found["track"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Bookmark.objects.create(learner=ana, **wrong)


@pytest.mark.parametrize("rows", [2, 4])
@pytest.mark.parametrize("order", ["recentes", "titulo"])
def test_twice_the_kept_things_cost_the_same(
    tab: Client, ana: User, rows: int, order: str, django_assert_max_num_queries: Any
) -> None:
    for _ in range(rows):
        for thing in things().values():
            Bookmark.objects.keep(ana.pk, thing)
    # session, person, marks with what is kept, by kind, how many, rows
    with django_assert_max_num_queries(6):
        tab.get(f"{ALL}?ordem={order}")


@pytest.mark.parametrize("rows", [2, 4])
def test_the_buttons_of_a_page_cost_one_statement(
    tab: Client, client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(rows):
        builders.community(f"Lugar {n}")
    with django_assert_num_queries(2):
        client.get("/comunidades/")
    with django_assert_num_queries(5):  # and the session, the person, marks with what is kept
        tab.get("/comunidades/")


@pytest.mark.django_db(transaction=True)
def test_a_double_click_keeps_once() -> None:
    ana, thing = cast.ana(), builders.skill()
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(ana)
    codes = at_once(*[lambda c=c: press(c, "skill", thing.uid).status_code for c in clients])
    assert set(codes) == {303}
    assert Bookmark.objects.count() == 1
