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


def decline(desk: Desk, row: Suggestion, reason: str) -> Any:
    sent = {"CHANGE_FORM-action": "decline", "_selected_action": row.pk, "reason": reason}
    return desk.client.post(desk.url(row), sent)


def test_accepting_by_a_button_at_the_head(desk: Desk, ana: User, stage: Section) -> None:
    row, edition = suggestion(ana, stage), Edition.now()
    assert 'value="accept"' in desk.client.get(desk.url(row)).text
    answer = desk.press(row, "accept")
    assert "Duda aceitou Feature stores." in desk.client.get(answer["Location"]).text
    row.refresh_from_db()
    assert (row.status, row.decided_by.name) == ("accepted", "Duda")
    assert Step.objects.filter(section=stage, resource=row.resource).exists()
    assert Edition.now() == edition + 1
    assert LogEntry.objects.get().change_message == "aceitou"


def test_declining_with_a_reason(desk: Desk, ana: User, stage: Section) -> None:
    row = suggestion(ana, stage)
    decline(desk, row, "  Já temos um melhor.  ")
    row.refresh_from_db()
    assert (row.status, row.reason) == ("declined", "Já temos um melhor.")
    assert "Já temos um melhor." in desk.client.get(desk.url(row)).text


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_declining_says_why(desk: Desk, ana: User, stage: Section, reason: str) -> None:
    row = suggestion(ana, stage)
    answer = desk.client.get(decline(desk, row, reason)["Location"])
    assert "Escreva o motivo, em até 500 letras" in answer.text
    row.refresh_from_db()
    assert row.is_waiting


def test_what_was_decided_offers_nothing_and_stays(desk: Desk, ana: User, stage: Section) -> None:
    row = suggestion(ana, stage)
    decline(desk, row, "Não.")
    page = desk.client.get(desk.url(row)).text
    assert 'value="accept"' not in page
    assert 'value="decline"' not in page
    answer = desk.press(row, "accept")
    assert "nada mudou" in desk.client.get(answer["Location"]).text
    assert not Resource.objects.filter(url=row.url).exists()


def test_a_track_without_sections_says_so(desk: Desk, ana: User, stage: Section) -> None:
    row = suggestion(ana, stage)
    stage.delete()
    answer = desk.press(row, "accept")
    assert "ainda não tem etapas" in desk.client.get(answer["Location"]).text


def test_facts_are_read_and_never_changed(desk: Desk, ana: User, stage: Section) -> None:
    row = suggestion(ana, stage)
    desk.client.post(desk.url(row), {"title": "Outro", "status": "accepted", "_save": "1"})
    row.refresh_from_db()
    assert (row.title, row.is_waiting) == ("Feature stores", True)
    assert desk.client.get(f"{QUEUE}add/").status_code == 403
    assert desk.client.post(f"{QUEUE}{row.pk}/delete/", {"post": "yes"}).status_code == 403


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


def test_those_that_wait_come_first(desk: Desk, ana: User, stage: Section) -> None:
    now = timezone.now()
    suggestion(ana, stage, "Tarde", made_at=now)
    suggestion(ana, stage, "Cedo", made_at=now - timedelta(days=1))
    decline(desk, suggestion(ana, stage, "Zero", made_at=now - timedelta(days=2)), "Não.")
    page = desk.client.get(QUEUE).text
    assert page.index(">Cedo<") < page.index(">Tarde<") < page.rindex(">Zero<")


def test_a_hostile_title_is_only_text(desk: Desk, ana: User, stage: Section) -> None:
    row = suggestion(ana, stage, "<script>alert(1)</script>", url="https://example.org/x")
    for at in (QUEUE, desk.url(row)):
        assert "<script>alert" not in desk.client.get(at).text


def test_more_rows_cost_no_more_statements(
    desk: Desk, ana: User, stage: Section, count_queries: Callable[[str], int]
) -> None:
    suggestion(ana, stage)
    few = count_queries(QUEUE)
    for n in range(20):
        suggestion(ana, stage, f"Link {n}")
    assert count_queries(QUEUE) == few


def test_who_may_only_look_decides_nothing(db: None, ana: User, stage: Section) -> None:
    from catalog.curation import Curadoria

    rui, row, tab = cast.person("Rui", is_staff=True), suggestion(ana, stage), Client()
    rui.user_permissions.set(Curadoria.ensure().permissions.filter(codename__startswith="view_"))
    tab.force_login(rui)
    desk = Desk(tab)
    page = tab.get(desk.url(row)).text
    assert "CHANGE_FORM-action" not in page
    desk.press(row, "accept")
    decline(desk, row, "Não.")
    row.refresh_from_db()
    assert row.is_waiting


def test_a_learner_and_a_visitor_stay_outside(ana: User, stage: Section) -> None:
    row, learner = suggestion(ana, stage), Client()
    learner.force_login(ana)
    sent = {"CHANGE_FORM-action": "accept", "_selected_action": row.pk}
    for at in (QUEUE, f"{QUEUE}{row.pk}/change/"):
        assert learner.get(at, follow=True).status_code == 403
        assert learner.post(at, sent, follow=True).status_code == 403
        for answer in (Client().get(at, follow=True), Client().post(at, sent, follow=True)):
            assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))
    row.refresh_from_db()
    assert row.is_waiting
