"""The queue of suggestions: Duda reads, accepts, or says why not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import Edition, Resource, Section, Step, Suggestion
from tests import builders, cast
from tests.admin.desk import Desk
from trilha.accounts.models import User

QUEUE = "/admin/catalog/suggestion/"


@pytest.fixture
def ana(db: None) -> User:
    return cast.ana()


@pytest.fixture
def stage(db: None) -> Section:
    track, _ = builders.track_of("Rules of ML")
    return track.sections.get()


def suggestion(by: User | None, to: Section, title: str = "Feature stores", **said: Any) -> Any:
    url = said.pop("url", f"https://example.org/{title.lower().replace(' ', '-')}")
    fields = {"by": by, "track": to.track, "section": to, "title": title, "url": url}
    return Suggestion.objects.create(**fields, **said)


def answer(desk: Desk, row: Suggestion, how: str, **said: Any) -> Any:
    return desk.client.post(desk.url(row), {"answer": how, **said})


def decline(desk: Desk, row: Suggestion, words: str = "Já temos um melhor.") -> Any:
    return answer(desk, row, "decline", words=words)


def from_the_queue(desk: Desk, *rows: Suggestion, **said: str) -> Any:
    return desk.client.post(QUEUE, {"row": [row.pk for row in rows], **said}, follow=True)


def correction(by: User, about: Resource, **changes: Any) -> Suggestion:
    sides = {name: {"from": getattr(about, name), "to": to} for name, to in changes.items()}
    said = {"title": about.title, "url": changes.get("url", about.url), "changes": sides}
    return Suggestion.objects.create(by=by, kind="correction", about=about, **said)


def test_accepting_by_a_button_of_the_queue(desk: Desk, ana: User, stage: Section) -> None:
    row, edition = suggestion(ana, stage), Edition.now()
    page = desk.client.post(QUEUE, {"accept": row.pk}, follow=True)
    assert "Duda aceitou Feature stores." in page.text
    row.refresh_from_db()
    assert (row.status, row.decided_by.name) == ("accepted", "Duda")
    assert Step.objects.filter(section=stage, resource=row.resource).exists()
    assert Edition.now() == edition + 1
    assert LogEntry.objects.get().change_message == "aceitou"


def test_an_answer_leads_to_the_next_one(desk: Desk, ana: User, stage: Section) -> None:
    first, second = suggestion(ana, stage), suggestion(ana, stage, "Outro")
    assert answer(desk, first, "accept")["Location"] == desk.url(second)
    assert decline(desk, second)["Location"] == QUEUE


def test_those_that_are_ticked(desk: Desk, ana: User, stage: Section) -> None:
    rows = [suggestion(ana, stage, f"Link {n}") for n in range(4)]
    assert "aceitou Link 0, Link 1." in from_the_queue(desk, *rows[:2], verb="accept").text
    said = {"verb": "decline", "usual": "fora"}
    assert "recusou Link 2." in from_the_queue(desk, rows[2], **said).text
    reasons = Suggestion.objects.order_by("pk").values_list("status", "reason")
    declined = ("declined", "Foge do assunto da trilha.")
    assert list(reasons) == [("accepted", "")] * 2 + [declined, ("waiting", "")]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"verb": "decline"}, "Escreva o motivo"),
        ({"verb": ""}, "Escolha aceitar ou recusar"),  # what Enter presses
        ({"verb": "nada"}, "Escolha aceitar ou recusar"),
        ({"verb": "accept", "row": "x"}, "Marque ao menos uma"),
        ({"verb": "accept", "row": "9" * 30}, "Marque ao menos uma"),
    ],
)
def test_what_the_queue_does_not_understand_changes_nothing(
    desk: Desk, ana: User, stage: Section, said: dict[str, str], told: str
) -> None:
    row = suggestion(ana, stage)
    assert told in from_the_queue(desk, row, **said).text
    assert Suggestion.objects.get().is_waiting


def test_one_that_cannot_be_done_keeps_no_other_waiting(
    desk: Desk, ana: User, stage: Section
) -> None:
    empty = builders.section(builders.track("Sem etapas"))
    bad, good = suggestion(ana, empty, "Um"), suggestion(ana, stage, "Dois")
    empty.delete()
    page = from_the_queue(desk, bad, good, verb="accept").text
    assert "“Um”: A trilha ainda não tem etapas" in page
    assert "aceitou Dois." in page


def test_declining_with_a_reason(desk: Desk, ana: User, stage: Section) -> None:
    row = suggestion(ana, stage)
    answer(desk, row, "decline", usual="ja-temos", words="  Está na etapa 2.  ")
    row.refresh_from_db()
    assert (row.status, row.reason) == ("declined", "Já temos este recurso. Está na etapa 2.")
    assert row.reason in desk.client.get(desk.url(row)).text


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_declining_says_why(desk: Desk, ana: User, stage: Section, reason: str) -> None:
    row = suggestion(ana, stage)
    page = decline(desk, row, reason).text
    assert "Escreva o motivo, em até 500 letras" in page
    assert reason in page
    row.refresh_from_db()
    assert row.is_waiting


def test_what_was_decided_offers_nothing_and_stays(desk: Desk, ana: User, stage: Section) -> None:
    row = suggestion(ana, stage)
    decline(desk, row)
    assert 'name="answer"' not in desk.client.get(desk.url(row)).text
    page = desk.client.get(answer(desk, row, "accept")["Location"])
    assert "nada mudou" in page.text
    assert "nada mudou" in from_the_queue(desk, row, verb="accept").text
    assert not Resource.objects.filter(url=row.url).exists()


def test_a_track_without_sections_says_so(desk: Desk, ana: User, stage: Section) -> None:
    row = suggestion(ana, stage)
    stage.delete()
    assert "ainda não tem etapas" in answer(desk, row, "accept").text


# In the curator's own words


def test_a_curator_says_it_otherwise(desk: Desk, ana: User, stage: Section) -> None:
    row, last = suggestion(ana, stage), builders.section(stage.track, "Mais")
    said = {"novo-title": "Lojas de atributos", "novo-url": row.url, "novo-kind": "article"}
    said |= {"novo-language": "en", "novo-minutes": "40", "novo-place": str(last.pk)}
    answer(desk, row, "wording", **said)
    made = Resource.objects.get(url=row.url)
    assert (made.title, made.kind, made.minutes) == ("Lojas de atributos", "article", 40)
    assert made.steps.get().section == last
    row.refresh_from_db()
    assert row.title == "Feature stores"  # what its author consented to


def test_what_is_typed_wrongly_stays_in_the_form(desk: Desk, ana: User, stage: Section) -> None:
    row = suggestion(ana, stage)
    sent = {"novo-title": "Lojas", "novo-url": "nada", "novo-language": "en"}
    page = answer(desk, row, "wording", **sent).text
    assert 'value="Lojas"' in page
    assert 'value="nada"' in page
    assert Suggestion.objects.get().is_waiting


def test_a_correction_stands_beside_what_is_said_today(desk: Desk, ana: User) -> None:
    _track, [rules] = builders.track_of("Doctor Penguim")
    row = correction(ana, rules, title="Doctor Penguin", minutes=30)
    for at in (QUEUE, desk.url(row)):
        page = desk.client.get(at).text
        assert "Doctor Pengui<del>m</del>" in page
        assert "Doctor Pengui<ins>n</ins>" in page
        assert "<ins>30</ins>" in page
    answer(desk, row, "accept")
    rules.refresh_from_db()
    assert (rules.title, rules.minutes) == ("Doctor Penguin", 30)


def test_what_changed_since_wants_a_fresh_look(desk: Desk, ana: User) -> None:
    _track, [rules] = builders.track_of("Regras")
    row = correction(ana, rules, title="Rules", minutes=30)
    rules.title = "As regras"
    rules.save(update_fields=["title"])
    page = desk.client.get(desk.url(row)).text
    assert "mudou desde a sugestão" in page
    assert 'value="accept"' not in page
    assert 'name="accept"' not in desk.client.get(QUEUE).text
    assert "O recurso mudou" in desk.client.post(QUEUE, {"accept": row.pk}, follow=True).text
    form = desk.form_at(desk.url(row), "resposta")
    assert (form["novo-title"], form["novo-minutes"]) == ("As regras", "30")
    desk.client.post(desk.url(row), {**form, "answer": "wording"})
    rules.refresh_from_db()
    assert (rules.title, rules.minutes) == ("As regras", 30)


def test_nothing_is_overwritten_while_a_curator_reads(desk: Desk, ana: User) -> None:
    _track, [rules] = builders.track_of("Regras")
    row = correction(ana, rules, minutes=30)
    form = desk.form_at(desk.url(row), "resposta")
    rules.description = "De outra pessoa."
    rules.save(update_fields=["description"])
    sent = {**form, "answer": "wording", "novo-level": "advanced"}
    page = desk.client.post(desk.url(row), sent)
    assert "O recurso mudou enquanto você lia" in page.text
    again = desk.form_at_text(page.text, "resposta")
    assert (again["novo-description"], again["novo-level"]) == ("De outra pessoa.", "advanced")
    desk.client.post(desk.url(row), {**again, "answer": "wording"})
    rules.refresh_from_db()
    assert (rules.description, rules.level) == ("De outra pessoa.", "advanced")


def test_a_correction_may_not_take_another_things_address(desk: Desk, ana: User) -> None:
    _track, [rules, other] = builders.track_of("Regras", "Outro")
    row = correction(ana, rules, url=other.url)
    assert "Já existe um recurso com este endereço" in answer(desk, row, "accept").text
    form = desk.form_at(desk.url(row), "resposta")
    page = desk.client.post(desk.url(row), {**form, "answer": "wording"}).text
    assert "Este endereço já está no acervo" in page
    assert Suggestion.objects.get().is_waiting


# What a curator sees


def test_facts_are_read_and_never_changed(desk: Desk, ana: User, stage: Section) -> None:
    row = suggestion(ana, stage)
    desk.client.post(desk.url(row), {"title": "Outro", "status": "accepted", "_save": "1"})
    row.refresh_from_db()
    assert (row.title, row.is_waiting) == ("Feature stores", True)
    assert desk.client.get(f"{QUEUE}add/").status_code == 403
    assert desk.client.post(f"{QUEUE}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.client.get(f"{QUEUE}9999/change/").status_code == 404


def test_what_somebody_suggested_before(desk: Desk, ana: User, stage: Section) -> None:
    rows = [suggestion(ana, stage, f"Link {n}") for n in range(4)]
    assert "nenhuma respondida antes" in desk.client.get(desk.url(rows[0])).text
    for row in rows[:2]:
        answer(desk, row, "accept")
    decline(desk, rows[2])
    for at in (QUEUE, desk.url(rows[3])):
        assert "2 aceitas, 1 recusada" in desk.client.get(at).text


def test_the_queue_shows_one_kind_or_what_was_answered(
    desk: Desk, ana: User, stage: Section
) -> None:
    suggestion(ana, stage, "Um link")
    correction(ana, Resource.objects.get(), title="Outras regras")
    suggestion(ana, stage, "Já respondida").decline(by=None, reason="Não.")
    everything = desk.client.get(QUEUE).text
    assert "<b>2</b> esperando" in everything
    assert "Já respondida" not in everything
    assert "Um link" not in desk.client.get(f"{QUEUE}?tipo=correction").text
    answered = desk.client.get(f"{QUEUE}?tipo=respondidas").text
    assert "Já respondida" in answered
    assert "Um link" not in answered
    assert desk.client.get(f"{QUEUE}?tipo=nada").status_code == 200


def test_the_queue_is_searched_by_words_and_by_address(
    desk: Desk, ana: User, stage: Section
) -> None:
    suggestion(ana, stage, "Agulha", url="https://www.example.org/a/")
    suggestion(ana, stage, "Palheiro")
    for asked in ("agulha", "http://example.org/a"):
        page = desk.client.get(QUEUE, {"q": asked}).text
        assert "Agulha" in page
        assert "Palheiro" not in page


def test_a_name_is_shown_and_never_an_address(desk: Desk, ana: User, stage: Section) -> None:
    nobody = cast.person("Rui")
    nobody.name = ""
    nobody.save(update_fields=["name"])
    rows = suggestion(ana, stage), suggestion(nobody, stage, "Outro"), suggestion(None, stage, "X")
    pages = [desk.client.get(at).text for at in (QUEUE, *(desk.url(row) for row in rows))]
    assert "Ana" in pages[0] and "Ana" in pages[1]
    assert "sem nome" in pages[2] and "sem nome" in pages[3]
    assert not any("@trilha.test" in page.replace("duda@trilha.test", "") for page in pages)


def test_what_the_catalog_has_already_is_shown(desk: Desk, ana: User, stage: Section) -> None:
    known = builders.resource("Lojas", url="http://www.example.org/feature-stores/")
    known.retire()
    row = suggestion(ana, stage)
    twin = suggestion(cast.malu(), stage, "De novo", url=row.url)
    page = desk.client.get(desk.url(row)).text
    assert reverse("admin:catalog_resource_change", args=[known.pk]) in page
    assert "(retirado)" in page
    assert desk.url(twin) in page


def test_the_oldest_comes_first(desk: Desk, ana: User, stage: Section) -> None:
    now = timezone.now()
    suggestion(ana, stage, "Tarde", made_at=now)
    suggestion(ana, stage, "Cedo", made_at=now - timedelta(days=1))
    page = desk.client.get(QUEUE).text
    assert page.index(">Cedo<") < page.index(">Tarde<")


def test_a_hostile_title_is_only_text(desk: Desk, ana: User, stage: Section) -> None:
    row = suggestion(ana, stage, "<script>alert(1)</script>", url="https://example.org/x")
    for at in (QUEUE, desk.url(row)):
        assert "<script>alert" not in desk.client.get(at).text


def test_more_rows_cost_no_more_statements(
    desk: Desk, ana: User, stage: Section, count_queries: Callable[[str], int]
) -> None:
    [rules] = Resource.objects.all()
    suggestion(ana, stage)
    correction(ana, rules, title="Outro")
    few = count_queries(QUEUE)
    for n in range(10):
        suggestion(cast.person(f"Rui{n}"), stage, f"Link {n}")
        correction(ana, rules, title=f"Outro {n}")
    assert count_queries(QUEUE) == few


def test_who_may_only_look_decides_nothing(db: None, ana: User, stage: Section) -> None:
    from catalog.curation import Curadoria

    rui, row, tab = cast.person("Rui", is_staff=True), suggestion(ana, stage), Client()
    rui.user_permissions.set(Curadoria.ensure().permissions.filter(codename__startswith="view_"))
    tab.force_login(rui)
    desk = Desk(tab)
    for at in (QUEUE, desk.url(row)):
        page = tab.get(at).text
        assert "Feature stores" in page
        assert 'value="accept"' not in page
        assert 'name="accept"' not in page
    assert answer(desk, row, "accept").status_code == 403
    assert decline(desk, row).status_code == 403
    assert tab.post(QUEUE, {"accept": row.pk}).status_code == 403
    row.refresh_from_db()
    assert row.is_waiting


def test_a_learner_and_a_visitor_stay_outside(ana: User, stage: Section) -> None:
    row, learner = suggestion(ana, stage), Client()
    learner.force_login(ana)
    sent = {"answer": "accept", "accept": row.pk}
    for at in (QUEUE, f"{QUEUE}{row.pk}/change/"):
        assert learner.get(at, follow=True).status_code == 403
        assert learner.post(at, sent, follow=True).status_code == 403
        for told in (Client().get(at, follow=True), Client().post(at, sent, follow=True)):
            assert told.redirect_chain[-1][0].startswith(reverse("account_login"))
    row.refresh_from_db()
    assert row.is_waiting
