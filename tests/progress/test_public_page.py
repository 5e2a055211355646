"""Ana shows her way to everybody: what she chose, nothing else, and only while she wants."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from catalog.models import Resource, Status, Track
from progress.forms.publicpage import PublicPageForm
from progress.journey import LearnerJourney
from progress.models import Note, PublicPage, State, StudyEvent
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db

SETTINGS = reverse("progress:public_settings")
PREVIEW = reverse("progress:public_preview")
SWITCH = reverse("progress:public_switch")
PAGE = "/p/ana-souza/"
EVERYTHING = {"shows_name": "on", "shows_percent": "on", "shows_dates": "on", "shows_rhythm": "on"}


@pytest.fixture
def ana() -> User:
    return cast.ana()


@pytest.fixture
def desk(client: Client, ana: User) -> Client:
    client.force_login(ana)
    return client


def studied(ana: User, *titles: str) -> tuple[Track, list[Resource]]:
    """A track of which she has done the first."""
    track, rows = builders.track_of(*(titles or ("Rules", "Airflow")))
    LearnerJourney(ana.pk).set_state(rows[0], State.DONE, track)
    return track, rows


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def main(answer: HttpResponse) -> str:
    return text(answer).partition("<main")[2].partition("</main>")[0]


def test_from_nothing_to_the_air_and_back(desk: Client, ana: User) -> None:
    track, _ = studied(ana)
    assert "Ninguém vê nada." in text(desk.get(SETTINGS))
    form = {"handle": "Ana-Souza", "tracks": [track.pk], **EVERYTHING}
    assert desk.post(SETTINGS, form)["Location"] == PREVIEW
    stranger = Client()
    assert stranger.get(PAGE).status_code == 404
    assert "Prévia: só você vê." in text(desk.get(PREVIEW))
    assert desk.post(SWITCH, {"on": "1"})["Location"] == SETTINGS
    page = text(stranger.get(PAGE))
    assert "<h1>Ana</h1>" in page
    assert track.title in page
    assert "1 de 2" in page
    assert f"http://testserver{PAGE}" in text(desk.get(SETTINGS))
    desk.post(SWITCH, {"on": "0"})
    assert stranger.get(PAGE).status_code == 404


def test_the_preview_is_what_a_stranger_sees(desk: Client, ana: User) -> None:
    track, _ = studied(ana)
    desk.post(SETTINGS, {"handle": "ana-souza", "tracks": [track.pk], **EVERYTHING})
    before = main(desk.get(PREVIEW))
    desk.post(SWITCH, {"on": "1"})
    seen = main(Client().get(PAGE))
    notice, _, rest = before.partition("</form></div></div>")
    assert "Pôr no ar" in notice
    assert rest.strip() == seen.partition(">")[2].strip()


SAYS = {
    "shows_name": "Ana",
    "shows_percent": "1 de 2",
    "shows_dates": "desde",
    "shows_rhythm": "Um ano de estudo",
}


@pytest.mark.parametrize("field", [*SAYS, None])
def test_field_by_field(client: Client, ana: User, field: str | None) -> None:
    track, _ = studied(ana)
    builders.public_page(ana, track, **({field: True} if field else {}))
    page = main(client.get(PAGE))
    assert {name for name, word in SAYS.items() if word in page} == ({field} if field else set())
    assert track.title in page


def test_without_any_choice_there_is_the_handle_alone(client: Client, ana: User) -> None:
    track, rows = studied(ana)
    Note.objects.create(learner=ana, resource=rows[0], text="segredo meu")
    builders.public_page(ana)
    page = text(client.get(PAGE))
    assert "<h1>ana-souza</h1>" in page
    for word in (track.title, "Ana", "ana@", "segredo", "Rules"):
        assert word not in page


def test_a_person_without_a_name_is_called_by_the_handle(client: Client) -> None:
    ana = cast.ana()
    User.objects.update(name="  ")
    builders.public_page(ana, shows_name=True)
    page = text(client.get(PAGE))
    assert "<h1>ana-souza</h1>" in page
    assert "@trilha.test" not in page


def test_only_chosen_tracks_that_are_published(client: Client, ana: User) -> None:
    (one, _), (other, _), (gone, _) = (studied(ana) for _ in range(3))
    Track.objects.filter(pk=other.pk).update(title="Outra")  # not chosen
    gone.status, gone.title = Status.RETIRED, "Retirada"
    gone.save(update_fields=["status", "title"])
    builders.public_page(ana, one, gone)
    page = text(client.get(PAGE))
    assert one.title in page
    assert "Outra" not in page
    assert "Retirada" not in page


def test_rhythm_switched_off_in_the_preferences_is_off_here_too(client: Client, ana: User) -> None:
    studied(ana)
    builders.public_page(ana, shows_rhythm=True)
    assert "Um ano de estudo" in text(client.get(PAGE))
    User.objects.update(rhythm=False)
    assert "Um ano de estudo" not in text(client.get(PAGE))


def test_days_are_those_of_its_person(client: Client, ana: User) -> None:
    track, _ = studied(ana)
    late = datetime(2026, 3, 2, 3, 30, tzinfo=UTC)  # half past midnight in Brasília
    StudyEvent.objects.update(at=late)
    builders.public_page(ana, track, shows_dates=True)
    assert "desde 2 de março de 2026" in text(client.get(PAGE))
    User.objects.update(time_zone="America/Manaus")
    assert "desde 1 de março de 2026" in text(client.get(PAGE))


def away(page: PublicPage, how: str) -> None:
    if how == "off":
        page.switch(on=False)
    elif how == "unknown":
        page.delete()
    elif how == "inactive":
        User.objects.update(is_active=False)
    else:
        User.objects.update(erase_at=timezone.now() + timedelta(days=7))


def test_off_unknown_inactive_and_leaving_look_the_same(client: Client, ana: User) -> None:
    track, _ = studied(ana)
    page = builders.public_page(ana, track, shows_percent=True)
    badge = f"{PAGE}{track.uid}.svg"
    assert client.get(PAGE).status_code == client.get(badge).status_code == 200
    answers = []
    for how in ("off", "inactive", "erase", "unknown"):
        away(page, how)
        if how != "off":
            PublicPage.objects.update(on_since=timezone.now())
        answers += [client.get(PAGE), client.get(badge)]
        User.objects.update(is_active=True, erase_at=None)
    answers += [client.get("/p/nobody/"), client.get("/p/no%00body/"), client.get("/p/Ana!/")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({answer["Cache-Control"] for answer in answers}) == 1


def test_nobody_is_asked_and_nothing_is_kept(
    desk: Client, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Also of a browser that has a session: six statements, none of them about whoever looks."""
    track, _ = studied(ana)
    builders.public_page(ana, track, **dict.fromkeys(SAYS, True))
    for browser in (desk, Client()):
        with django_assert_num_queries(6) as said:
            answer = browser.get(PAGE)  # the page, two of the outline, states, dates, rhythm
        assert "session" not in str(said.captured_queries)
        assert not answer.cookies
        assert "Vary" not in answer
        assert "Sair" not in text(answer)
    assert text(desk.get(PAGE)) == text(Client().get(PAGE))


@pytest.mark.parametrize("tracks", [1, 2])
def test_more_tracks_cost_no_more(
    client: Client, ana: User, tracks: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    builders.public_page(
        ana, *(studied(ana)[0] for _ in range(tracks)), **dict.fromkeys(SAYS, True)
    )
    with django_assert_num_queries(6):
        client.get(PAGE)
    client.force_login(ana)
    with django_assert_num_queries(10):
        client.get(SETTINGS)


def test_it_is_asked_for_again_every_time(client: Client, ana: User) -> None:
    page = builders.public_page(ana)
    answer = client.get(PAGE)
    assert answer["Cache-Control"] == "no-cache"
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in text(answer)
    assert '<meta property="og:title" content="O caminho de ana-souza">' in text(answer)
    headers = {"If-None-Match": answer["ETag"]}
    assert client.get(PAGE, headers=headers).status_code == 304
    page.switch(on=False)
    assert client.get(PAGE, headers=headers).status_code == 404


def test_it_speaks_english_too(client: Client, ana: User) -> None:
    builders.public_page(ana)
    assert '<html lang="en">' in text(client.get("/en/p/ana-souza/"))


@pytest.mark.parametrize(
    "handle",
    ["", "an", "a" * 31, "joão", "аna", "ana_s", "ana souza", "-ana", "ana-", "a--b", "ana/x",
     "<b>", "ana\0s", "%41na"],
)  # fmt: skip
def test_a_handle_of_other_letters_is_refused_in_words(desk: Client, handle: str) -> None:
    page = text(desk.post(SETTINGS, {"handle": handle, "shows_dates": "on"}))
    assert 'id="id_handle_error"' in page
    assert "checked" in page.partition('name="shows_dates"')[2].partition(">")[0]  # nothing lost
    assert not PublicPage.objects.exists()


@pytest.mark.parametrize(
    "handle",
    ["admin", "ADMIN", "adm1n", "a-d-m-i-n", "trilha", "tr1lha-oficial", "api", "conta", "suporte",
     "suporte-ml", "www", "meu-caminho", "links", "recursos", "meus-dados", "saude", "pt-br"],
)  # fmt: skip
def test_a_handle_that_passes_for_ours_is_refused_in_words(desk: Client, handle: str) -> None:
    assert "parece da própria Trilha" in text(desk.post(SETTINGS, {"handle": handle}))
    assert not PublicPage.objects.exists()


def test_a_taken_handle_is_not_proposed(desk: Client, ana: User) -> None:
    assert 'value="ana"' in desk.get(SETTINGS).content.decode()
    PublicPage.objects.create(learner=cast.malu(), handle="ana")
    assert 'value="ana"' not in desk.get(SETTINGS).content.decode()


def test_a_handle_that_is_taken(desk: Client, ana: User) -> None:
    PublicPage.objects.create(learner=cast.caio(), handle="ana-souza")
    page = text(desk.post(SETTINGS, {"handle": "ana-souza", "shows_name": "on"}))
    assert "Este endereço já tem dono." in page
    assert 'value="ana-souza"' in page
    assert not PublicPage.objects.filter(learner=ana).exists()


def test_a_handle_that_is_taken_between_the_check_and_the_writing(ana: User) -> None:
    form = PublicPageForm(
        {"handle": "ana-souza"},  # type: ignore[arg-type]
        PublicPage(learner=ana),
        LearnerJourney(ana.pk),
    )
    assert form.is_valid()
    PublicPage.objects.create(learner=cast.caio(), handle="ana-souza")
    assert form.save() is None
    assert "já tem dono" in str(form.errors["handle"])


def test_the_same_form_twice_makes_one_page(ana: User) -> None:
    forms = [
        PublicPageForm(
            {"handle": "ana-souza"},  # type: ignore[arg-type]
            PublicPage(learner=ana),
            LearnerJourney(ana.pk),
        )
        for _ in range(2)
    ]
    assert all(form.is_valid() for form in forms)
    assert forms[0].save() == forms[1].save() == PublicPage.objects.get()


@pytest.mark.django_db(transaction=True)
def test_two_people_want_one_handle_at_once() -> None:
    people, start, answers = [cast.ana(), cast.caio()], Barrier(2), []

    def want(person: User) -> None:
        client = Client()
        client.force_login(person)
        start.wait()
        answers.append(client.post(SETTINGS, {"handle": "ana-souza"}).status_code)
        connection.close()

    threads = [Thread(target=want, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 302]
    assert PublicPage.objects.count() == 1


def test_a_new_handle_leaves_the_old_one(desk: Client, ana: User) -> None:
    builders.public_page(ana)
    answer = desk.post(SETTINGS, {"handle": "ana-estuda"})
    assert answer["Location"] == SETTINGS
    assert "A página já mostra o que você escolheu." in text(desk.get(SETTINGS))
    assert desk.get(PAGE).status_code == 404
    assert desk.get("/p/ana-estuda/").status_code == 200


def test_her_name_is_proposed_as_a_handle(client: Client) -> None:
    for name, handle in (("João d'Ávila", "joao-davila"), ("Jó", ""), ("Admin", "")):
        person = cast.person(name.replace(" ", "").replace("'", ""))
        User.objects.filter(pk=person.pk).update(name=name)
        client.force_login(person)
        page = text(client.get(SETTINGS))
        found = page.partition('name="handle"')[2].partition(">")[0]
        assert (f'value="{handle}"' in found) if handle else ("value=" not in found)


def test_only_ones_own_tracks_can_be_chosen(desk: Client, ana: User) -> None:
    draft = builders.track("Rascunho", status=Status.DRAFT)
    page = text(desk.post(SETTINGS, {"handle": "ana-souza", "tracks": [draft.pk]}))
    assert 'id="e-tracks"' in page
    assert "Rascunho" not in page
    assert not PublicPage.objects.exists()


@pytest.mark.parametrize("address", [SETTINGS, PREVIEW, SWITCH])
def test_a_visitor_is_asked_to_come_in(client: Client, address: str) -> None:
    answer = client.post(address) if address == SWITCH else client.get(address)
    assert answer["Location"].startswith("/conta/entrar/")


def test_there_is_nothing_to_preview_or_switch_before_it_is_saved(desk: Client) -> None:
    PublicPage.objects.create(learner=cast.caio(), handle="caio")
    assert desk.get(PREVIEW).status_code == desk.post(SWITCH, {"on": "1"}).status_code == 404
    assert PublicPage.objects.get().on_since is None


def test_a_switch_is_posted_and_holds_what_holds(desk: Client, ana: User) -> None:
    page = builders.public_page(ana)
    assert desk.get(SWITCH).status_code == desk.post(PREVIEW).status_code == 405
    assert desk.post(PAGE).status_code == 405
    since = page.on_since
    desk.post(SWITCH, {"on": "1"})
    page.refresh_from_db()
    assert page.on_since == since
    desk.post(SWITCH, {"on": "whatever"})
    page.refresh_from_db()
    assert page.on_since is None
