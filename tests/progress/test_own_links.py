"""Ana adds links of her own to her copy of a track: nobody else sees them."""

from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from catalog.models import Resource, Section, Step, Track
from progress.models import OwnLink, State, StudyEvent
from progress.models.ownlink import MOST
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def ana() -> User:
    return cast.ana()


@pytest.fixture
def tab(ana: User, client: Client) -> Client:
    client.force_login(ana)
    return client


@pytest.fixture
def stage() -> Section:
    track, _ = builders.track_of("Rules of ML")
    return track.sections.get()


def form_of(stage: Section) -> str:
    return f"{reverse('progress:new_own')}?trilha={stage.track.uid}&etapa={stage.uid}"


def add(tab: Client, stage: Section, url: str = "https://example.org/a", **said: Any) -> Any:
    return tab.post(form_of(stage), {"url": url, "title": "", "section": stage.pk, **said})


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def page_of(tab: Client, track: Track) -> str:
    return text(tab.get(track.get_absolute_url()))


# Adding


def test_a_link_stands_in_its_section_and_only_ana_sees_it(tab: Client, stage: Section) -> None:
    answer = add(tab, stage, title="Meu caderno de SQL")
    link = OwnLink.objects.get()
    assert answer["Location"] == f"{stage.track.get_absolute_url()}#meu-{link.uid}"
    for address in (stage.track.get_absolute_url(), stage.get_absolute_url()):
        assert "Meu caderno de SQL" in text(tab.get(address))
        assert "0 de 1 seu" in text(tab.get(address))
        for stranger in (Client(), signed_in(cast.person(f"Caio{len(address)}"))):
            assert "Meu caderno de SQL" not in text(stranger.get(address))


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_only_those_who_are_signed_in_are_offered_to_add(tab: Client, stage: Section) -> None:
    assert "Adicionar um recurso meu" in page_of(tab, stage.track)
    assert "Adicionar um recurso meu" not in page_of(Client(), stage.track)


def test_the_form_begins_with_the_section_that_was_pressed(tab: Client, stage: Section) -> None:
    assert f'<option value="{stage.pk}" selected>' in text(tab.get(form_of(stage)))


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://www.example.org/guias/sql-basico/?a=1", "example.org/sql-basico"),
        ("https://example.org/guias/introdu%C3%A7%C3%A3o", "example.org/introdução"),
        ("https://example.org/a/%00", "example.org/%00"),
        ("https://example.org", "example.org"),
        ("example.org/sem-protocolo", "example.org/sem-protocolo"),
    ],
)
def test_without_a_title_the_address_serves(
    tab: Client, stage: Section, url: str, title: str
) -> None:
    add(tab, stage, url)
    assert OwnLink.objects.get().title == title


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "Cole o endereço"),
        ("isto não é", "URL válida"),
        ("javascript:alert(1)", "URL válida"),
        ("https://ana:senha@example.org/", "sem nome de usuário"),
    ],
)
def test_a_bad_address_says_so_and_nothing_typed_is_lost(
    tab: Client, stage: Section, url: str, said: str
) -> None:
    page = text(add(tab, stage, url, title="Meu caderno"))
    assert said in page
    assert 'value="Meu caderno"' in page
    assert not OwnLink.objects.exists()


def test_an_address_once_in_a_section_however_it_is_written(tab: Client, stage: Section) -> None:
    add(tab, stage, "https://example.org/a")
    answer = add(tab, stage, "http://www.example.org/a/?utm_source=x")
    assert "Este endereço já está nesta etapa." in text(answer)
    add(tab, stage, section="")  # at the end of the track it is another place
    assert OwnLink.objects.count() == 2


def test_what_the_track_has_already_is_shown_first(tab: Client, stage: Section) -> None:
    step = Step.objects.get()
    known = Resource.objects.get()
    page = text(add(tab, stage, known.url))
    assert "já está nesta trilha" in page
    assert f"{stage.track.get_absolute_url()}#p-{step.uid}" in page
    assert not OwnLink.objects.exists()
    add(tab, stage, known.url, anyway="1")
    assert OwnLink.objects.exists()


def test_only_sections_of_the_track_are_offered(tab: Client, stage: Section) -> None:
    elsewhere, _ = builders.track_of("Outra")
    answer = add(tab, stage, section=elsewhere.sections.get().pk)
    assert "Faça uma escolha válida" in text(answer)
    assert not OwnLink.objects.exists()


def test_a_track_holds_so_many_and_says_so(tab: Client, ana: User, stage: Section) -> None:
    OwnLink.objects.bulk_create(
        OwnLink(learner=ana, track=stage.track, section=stage, title="x", url=f"https://e.org/{n}")
        for n in range(MOST)
    )
    assert f"leva até {MOST} recursos seus" in text(add(tab, stage))
    assert OwnLink.objects.count() == MOST


def test_a_draft_takes_none_and_a_visitor_signs_in_first(tab: Client, stage: Section) -> None:
    draft, _ = builders.track_of("Rascunho", status="draft")
    assert tab.get(form_of(draft.sections.get())).status_code == 404
    assert add(tab, draft.sections.get()).status_code == 404
    assert tab.get(reverse("progress:new_own")).status_code == 404
    visitor = Client()
    for answer in (visitor.get(form_of(stage)), add(visitor, stage)):
        assert answer["Location"].startswith(reverse("account_login"))
    assert not OwnLink.objects.exists()


# Changing


def test_editing_moves_it_to_another_section(tab: Client, ana: User, stage: Section) -> None:
    link, other = builders.own_link(ana, stage), builders.section(stage.track, "SQL")
    builders.step(other, resource=builders.resource("SQL"))
    said = {"url": link.url, "title": "Outro nome", "section": other.pk}
    tab.post(reverse("progress:own", args=[link.uid]), said)
    link.refresh_from_db()
    assert (link.title, link.section) == ("Outro nome", other)


def test_removing(tab: Client, ana: User, stage: Section) -> None:
    link = builders.own_link(ana, stage)
    address = reverse("progress:remove_own", args=[link.uid])
    assert tab.get(address).status_code == 405
    assert address in text(tab.get(reverse("progress:own", args=[link.uid])))
    assert tab.post(address)["Location"] == reverse("progress:own_links")
    assert not OwnLink.objects.exists()


# Marking


def mark(tab: Client, link: OwnLink, state: str = "done", **headers: str) -> Any:
    address = reverse("progress:mark_own", args=[link.uid])
    return tab.post(f"{address}?em=meu-{link.uid}", {"state": state}, headers=HERE | headers)


def test_a_mark_comes_back_to_its_row(ana: User, stage: Section) -> None:
    tab = Client(enforce_csrf_checks=True)
    tab.force_login(ana)
    link = builders.own_link(ana, stage)
    page = f"http://testserver{stage.track.get_absolute_url()}"
    answer = mark(tab, link, Referer=page)
    assert answer.status_code == 303
    assert answer["Location"] == f"{stage.track.get_absolute_url()}#meu-{link.uid}"
    link.refresh_from_db()
    assert link.state == State.DONE
    assert link.changed_at > link.created_at
    said = page_of(tab, stage.track)
    assert "1 de 1 seu" in said
    undo = f'formaction="{reverse("progress:mark_own", args=[link.uid])}" name="state" value="todo"'
    assert undo in said


def test_another_sites_form_is_refused(ana: User, stage: Section) -> None:
    tab = Client(enforce_csrf_checks=True)
    tab.force_login(ana)
    link = builders.own_link(ana, stage)
    assert mark(tab, link, Origin="https://elsewhere.example").status_code == 403


def test_own_links_count_in_no_ring_and_in_no_rhythm(
    tab: Client, ana: User, stage: Section
) -> None:
    mark(tab, builders.own_link(ana, stage))
    page = page_of(tab, stage.track)
    assert "1 de 2" not in page
    assert 'data-p="full"' not in page
    assert not StudyEvent.objects.exists()


@pytest.mark.parametrize("word", ["", "finished", "3"])
def test_an_unknown_state_changes_nothing(
    tab: Client, ana: User, stage: Section, word: str
) -> None:
    link = builders.own_link(ana, stage)
    assert mark(tab, link, word).status_code == 400
    link.refresh_from_db()
    assert link.state == State.TODO


# Others


@pytest.mark.parametrize("route", ["own", "mark_own", "remove_own", "suggest_own", "withdraw_own"])
def test_a_stranger_finds_nothing_and_a_visitor_signs_in(
    ana: User, stage: Section, route: str
) -> None:
    link = builders.own_link(ana, stage)
    address, said = reverse(f"progress:{route}", args=[link.uid]), {"state": "done", "title": "x"}
    caio = signed_in(cast.caio())
    assert caio.post(address, said, headers=HERE).status_code == 404
    nothing = reverse(f"progress:{route}", args=[uuid4()])
    assert caio.post(nothing, said, headers=HERE).status_code == 404
    visitor = Client().post(address, said, headers=HERE)
    assert visitor["Location"].startswith(reverse("account_login"))
    link.refresh_from_db()
    assert (link.title, link.state, link.suggestion) == ("Meu caderno", State.TODO, None)


@pytest.mark.parametrize("route", ["mark_own", "remove_own", "withdraw_own"])
def test_looking_changes_nothing(tab: Client, ana: User, stage: Section, route: str) -> None:
    link = builders.own_link(ana, stage)
    assert tab.get(reverse(f"progress:{route}", args=[link.uid])).status_code == 405


# What leaves


def test_without_its_section_a_link_stands_at_the_end(
    tab: Client, ana: User, stage: Section
) -> None:
    gone = builders.section(stage.track, "SQL")
    link = builders.own_link(ana, gone)
    gone.delete()
    page = page_of(tab, stage.track)
    assert f'id="meu-{link.uid}"' in page
    assert "no fim da trilha" in text(tab.get(reverse("progress:own_links")))


def test_a_section_without_rows_keeps_its_links_in_sight(
    tab: Client, ana: User, stage: Section
) -> None:
    link = builders.own_link(ana, stage)
    builders.step(builders.section(stage.track, "SQL"), resource=builders.resource("SQL"))
    Step.objects.filter(section=stage).delete()
    assert page_of(tab, stage.track).count(f'id="meu-{link.uid}"') == 1


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_the_links_of_a_track_that_left_stay(
    tab: Client, ana: User, stage: Section, status: str
) -> None:
    link, track = builders.own_link(ana, stage), stage.track
    track.withdraw(status)
    page = text(tab.get(reverse("progress:own_links")))
    assert "Meu caderno" in page
    assert "trilha fora do ar" in page
    assert track.get_absolute_url() not in page
    hidden = builders.section(track, "Ainda em segredo")
    builders.step(hidden, resource=builders.resource("SQL"))
    address = reverse("progress:own", args=[link.uid])
    assert "Ainda em segredo" not in text(tab.get(address))
    answer = tab.post(address, {"url": link.url, "title": "Novo", "section": stage.pk})
    assert answer["Location"] == f"{reverse('progress:own_links')}#meu-{link.uid}"


# The page of all of them


def test_all_links_by_track(tab: Client, ana: User, stage: Section) -> None:
    other, _ = builders.track_of("SQL", title="Dados")
    builders.own_link(ana, stage, "Primeiro")
    builders.own_link(ana, other.sections.get(), "Segundo")
    builders.own_link(cast.caio(), stage, "De outra pessoa")
    page = text(tab.get(reverse("progress:own_links")))
    assert page.index("Dados") < page.index("Segundo") < page.index("Primeiro")
    assert "De outra pessoa" not in page


def test_an_empty_page_leads_to_the_tracks(tab: Client) -> None:
    page = text(tab.get(reverse("progress:own_links")))
    assert "Falta um link seu em alguma trilha?" in page
    assert reverse("catalog:tracks") in page


@pytest.mark.parametrize("n", [1, 40])
def test_many_links_cost_no_more_statements(
    tab: Client,
    ana: User,
    stage: Section,
    n: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(n):
        builders.own_link(ana, stage)
    with django_assert_max_num_queries(5):  # session, person, states, how many, links
        tab.get(reverse("progress:own_links"))
    with django_assert_max_num_queries(6):
        tab.get(stage.track.get_absolute_url())
