"""Ana suggests from the page of a resource or of a section, and reads what became of it."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from catalog.models import Edition, Resource, Section, Suggestion, Track
from catalog.models.newcomer import A_DAY
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
NEW, MINE = "/sugestoes/nova/", "/sugestoes/"


@pytest.fixture
def ana() -> User:
    return cast.ana()


@pytest.fixture
def tab(ana: User, client: Client) -> Client:
    client.force_login(ana)
    return client


@pytest.fixture
def rules() -> Resource:
    _track, [rules] = builders.track_of("Rules of ML")
    return rules


@pytest.fixture
def stage(rules: Resource) -> Section:
    return Section.objects.get()


def about(row: Resource | Section, way: str = "") -> str:
    if isinstance(row, Section):
        return f"{NEW}?etapa={row.track.uid}/{row.uid}"
    return f"{NEW}?recurso={row.uid}" + (f"&tipo={way}" if way else "")


def as_it_is(row: Resource, **changes: Any) -> dict[str, Any]:
    """The form of a correction as a browser sends it, with what Ana changed."""
    names = ["title", "url", "description", "kind", "level", "language", "cost", "minutes"]
    shown = {name: getattr(row, name) or "" for name in names}
    hidden = {f"initial-{name}": value for name, value in shown.items()}
    return {**shown, **hidden, "remark": "", **changes}


def link(**said: Any) -> dict[str, Any]:
    words = {"title": "Feature stores", "url": "https://example.org/stores", "remark": "É bom."}
    return {**words, "kind": "video", "language": "en", **said}


# Finding the way


def test_the_pages_lead_there_for_everybody(rules: Resource, stage: Section) -> None:
    assert about(rules) in Client().get(rules.get_absolute_url()).text
    assert about(stage) in Client().get(stage.get_absolute_url()).text


def test_what_left_the_tracks_is_not_changed_any_more(tab: Client, rules: Resource) -> None:
    rules.retire()
    assert NEW not in tab.get(rules.get_absolute_url()).text
    assert tab.get(about(rules)).status_code == 404


@pytest.mark.parametrize("asked", ["", "?recurso=nada", "?etapa=nada", "?etapa=", "?recurso=%00"])
def test_about_nothing_there_is_no_form(tab: Client, asked: str) -> None:
    assert tab.get(NEW + asked).status_code == 404


def test_a_draft_and_an_unknown_way_are_not_there(tab: Client, rules: Resource) -> None:
    assert tab.get(f"{about(rules)}&tipo=nada").status_code == 404
    Track.objects.get().withdraw("draft")
    assert tab.get(about(rules)).status_code == 404
    assert tab.get(about(Section.objects.get())).status_code == 404


def test_of_a_duplicate_one_suggests_for_what_stayed(tab: Client, rules: Resource) -> None:
    double = builders.resource("O mesmo", merged_into=rules)
    tab.post(about(double), as_it_is(rules, minutes="30"))
    assert Suggestion.objects.get().about == rules


# Suggesting


def test_a_new_resource_for_a_section(tab: Client, ana: User, stage: Section) -> None:
    answer = tab.post(about(stage), link(named="on"))
    assert (answer.status_code, answer["Location"]) == (303, MINE)
    made = Suggestion.objects.get()
    assert (made.kind, made.by, made.track, made.section) == ("link", ana, stage.track, stage)
    assert (made.title, made.url, made.remark) == ("Feature stores", link()["url"], "É bom.")
    assert made.changes == {"kind": {"to": "video"}, "language": {"to": "en"}}
    assert made.named
    page = tab.get(MINE).text
    assert "Sugestão enviada" in page
    assert "esperando a curadoria" in page


def test_a_correction_keeps_what_was_changed_and_what_it_said(tab: Client, rules: Resource) -> None:
    sent = as_it_is(rules, title="Rules of Machine Learning", minutes="30")
    assert tab.post(about(rules), sent).status_code == 303
    made = Suggestion.objects.get()
    assert (made.kind, made.about, made.track) == ("correction", rules, None)
    assert made.changes == {
        "title": {"from": "Rules of ML", "to": "Rules of Machine Learning"},
        "minutes": {"from": None, "to": 30},
    }
    rules.refresh_from_db()
    assert rules.title == "Rules of ML"


def test_what_a_curator_changes_meanwhile_is_no_part_of_it(tab: Client, rules: Resource) -> None:
    sent = as_it_is(rules, minutes="30")
    rules.description = "Nova."
    rules.save(update_fields=["description"])
    tab.post(about(rules), sent)
    assert list(Suggestion.objects.get().changes) == ["minutes"]


@pytest.mark.parametrize(
    ("way", "kind"), [("substituto", "replacement"), ("idioma", "translation")]
)
def test_another_address(tab: Client, rules: Resource, way: str, kind: str) -> None:
    assert tab.post(about(rules, way), link()).status_code == 303
    made = Suggestion.objects.get()
    assert (made.kind, made.about, made.url) == (kind, rules, link()["url"])
    assert made.changes == ({"language": {"to": "en"}} if kind == "translation" else {})


def test_replacements_that_wait_have_a_name(tab: Client, rules: Resource) -> None:
    tab.post(about(rules, "substituto"), link())
    tab.post(about(rules, "idioma"), link())
    assert [row.about for row in Suggestion.objects.replacements()] == [rules]


def test_sent_twice_it_is_one(tab: Client, stage: Section) -> None:
    for _ in range(2):
        assert tab.post(about(stage), link()).status_code == 303
    assert Suggestion.objects.count() == 1


def test_nothing_is_public_before_an_answer(tab: Client, rules: Resource, stage: Section) -> None:
    tab.post(about(stage), link())
    tab.post(about(rules), as_it_is(rules, title="Outro nome"))
    for at in (rules.get_absolute_url(), stage.get_absolute_url(), stage.track.get_absolute_url()):
        page = Client().get(at).text
        assert "Feature stores" not in page
        assert "Outro nome" not in page


# What is refused is said, and what was typed stays


def refused(tab: Client, at: str, sent: dict[str, Any], said: str) -> None:
    before = Suggestion.objects.count()
    page = tab.post(at, sent)
    assert page.status_code == 200
    assert said in page.text
    assert sent["url"] in page.text
    assert Suggestion.objects.count() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "obrigatório"),
        ({"url": "javascript:alert(1)"}, "http"),
        ({"language": "xx"}, "xx"),
        ({"remark": "a" * 1001}, "1000"),
        ({"remark": "https://a.example http://b.example www.c.example"}, "até 3 links"),
    ],
)
def test_a_new_resource_is_judged(
    tab: Client, stage: Section, change: dict[str, Any], said: str
) -> None:
    refused(tab, about(stage), link(**change), said)


def test_three_links_are_not_too_many(tab: Client, stage: Section) -> None:
    said = link(remark="https://www.a.example e http://b.example, no README.md")
    assert tab.post(about(stage), said).status_code == 303


def test_not_what_is_there_already(tab: Client, rules: Resource, stage: Section) -> None:
    here = {"url": rules.url}
    refused(tab, about(stage), link(**here), "já está nesta trilha")
    for way in ("substituto", "idioma"):
        refused(tab, about(rules, way), link(**here), "Este é o endereço de hoje")
    refused(tab, about(rules), as_it_is(rules), "Mude ao menos um campo")


def test_the_same_address_in_other_words_is_pointed_out(tab: Client, stage: Section) -> None:
    tab.post(about(stage), link())
    refused(tab, about(stage), link(remark="Mudei de ideia."), "Você já sugeriu este endereço")


def test_only_with_a_verified_address(tab: Client, stage: Section) -> None:
    EmailAddress.objects.update(verified=False)
    assert "Confirme seu e-mail" in tab.get(about(stage)).text
    refused(tab, about(stage), link(), "Confirme seu e-mail")


def test_so_many_a_day(tab: Client, ana: User, stage: Section) -> None:
    track = stage.track
    Suggestion.objects.bulk_create(
        Suggestion(by=ana, track=track, title="Um", url="https://e.org") for _ in range(A_DAY)
    )
    said = f"São até {A_DAY} sugestões por dia"
    page = tab.get(about(stage)).text
    assert said in page
    assert "<textarea" not in page
    refused(tab, about(stage), link(), said)


def test_who_has_no_name_is_not_asked_to_show_it(tab: Client, ana: User, stage: Section) -> None:
    assert "mostrar meu nome" in tab.get(about(stage)).text
    User.objects.filter(pk=ana.pk).update(name="")
    assert "mostrar meu nome" not in tab.get(about(stage)).text


# Reading what became of it


def test_one_reads_every_answer(tab: Client, rules: Resource, stage: Section) -> None:
    tab.post(about(stage), link())
    tab.post(about(rules), as_it_is(rules, title="Outro nome"))
    duda = cast.duda()
    first, second = Suggestion.objects.order_by("pk")
    assert first.accept(by=duda)
    assert second.decline(by=duda, reason="O nome é esse mesmo.")
    page = tab.get(MINE).text
    assert "aceita" in page
    assert first.resource
    assert first.resource.get_absolute_url() in page
    assert "O nome é esse mesmo." in page
    assert "retirada/" not in page


def test_others_are_not_on_the_page(tab: Client, stage: Section) -> None:
    builders.own_link(cast.malu(), stage, "De Malu").suggest()
    assert "De Malu" not in tab.get(MINE).text


def test_taking_it_back(tab: Client, stage: Section) -> None:
    tab.post(about(stage), link())
    at = reverse("catalog:withdraw_suggestion", args=[Suggestion.objects.get().pk])
    assert tab.get(at).status_code == 405
    assert Client().post(at)["Location"] == f"{reverse('account_login')}?next={MINE}"
    caio = Client()
    caio.force_login(cast.caio())
    assert caio.post(at).status_code == 404
    assert Suggestion.objects.exists()
    assert tab.post(at).status_code == 303
    assert not Suggestion.objects.exists()
    assert tab.post(at).status_code == 404


def test_what_was_answered_is_not_taken_back(tab: Client, stage: Section) -> None:
    tab.post(about(stage), link())
    row = Suggestion.objects.get()
    row.decline(by=cast.duda(), reason="Não.")
    answer = tab.post(reverse("catalog:withdraw_suggestion", args=[row.pk]), follow=True)
    assert "já foi respondida" in answer.text
    assert Suggestion.objects.exists()


# One's own name


def test_the_page_thanks_who_wants_it(tab: Client, stage: Section) -> None:
    tab.post(about(stage), link(named="on"))
    row = Suggestion.objects.get()
    row.accept(by=cast.duda())
    assert row.resource
    page = row.resource.get_absolute_url()
    assert "Sugestão de" in Client().get(page).text
    at, edition = reverse("catalog:name_on_suggestion", args=[row.pk]), Edition.now()
    tab.post(at, {"shown": "no"})
    assert "Sugestão de" not in Client().get(page).text
    assert Edition.now() == edition + 1
    tab.post(at, {"shown": "yes"})
    assert ">Ana<" in Client().get(page).text


def test_the_name_is_ones_own_to_show(tab: Client, stage: Section) -> None:
    tab.post(about(stage), link(named="on"))
    at = reverse("catalog:name_on_suggestion", args=[Suggestion.objects.get().pk])
    assert tab.get(at).status_code == 405
    assert Client().post(at)["Location"] == f"{reverse('account_login')}?next={MINE}"
    caio = Client()
    caio.force_login(cast.caio())
    assert caio.post(at, {"shown": "no"}).status_code == 404
    assert Suggestion.objects.get().named


def test_a_name_that_stands_on_no_page_yet_turns_no_edition(tab: Client, stage: Section) -> None:
    tab.post(about(stage), link(named="on"))
    row, edition = Suggestion.objects.get(), Edition.now()
    tab.post(reverse("catalog:name_on_suggestion", args=[row.pk]), {"shown": "no"})
    row.refresh_from_db()
    assert (row.named, Edition.now()) == (False, edition)
    Suggestion.objects.update(status=Suggestion.Status.DECLINED)
    tab.post(reverse("catalog:name_on_suggestion", args=[row.pk]), {"shown": "yes"})
    assert Edition.now() == edition


# Who may


@pytest.mark.parametrize("way", ["", "/en"])
def test_a_visitor_signs_in_and_comes_back(stage: Section, way: str) -> None:
    at = way + about(stage)
    for answer in (Client().get(at), Client().post(at, link())):
        assert answer["Location"].startswith(f"{way}/conta/entrar/?next=")
        assert answer["Location"].endswith(stage.uid)
    assert Client().get(way + MINE).status_code == 302
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("rows", [2, 6])
def test_more_rows_cost_no_more(
    tab: Client,
    ana: User,
    rules: Resource,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    track = Track.objects.get()
    for n in range(rows // 2):
        said = {"by": ana, "title": f"Um {n}", "url": f"https://example.org/u{n}"}
        Suggestion.objects.create(track=track, section=track.sections.get(), **said)
        Suggestion.objects.create(kind="replacement", about=rules, **said)
    with django_assert_num_queries(4):  # session, person, how many, rows
        tab.get(MINE)
