"""Going over a track again: what was marked is kept with its dates, and can be brought back."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from catalog.models import Outline
from progress.journey import LearnerJourney
from progress.models import Completion, Pass, State, StudyEvent
from progress.passes import begin_again, undo
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
PAGE, NEW = "/meu-caminho/passadas/", "/meu-caminho/passadas/nova/"


def states(person: User) -> dict[int, State]:
    return LearnerJourney(person.pk).states


def test_what_was_marked_is_kept_with_its_dates_and_is_to_do_again() -> None:
    ana, (track, [rules, book, other]) = cast.ana(), builders.track_of("Rules", "Book", "Other")
    LearnerJourney(ana.pk).set_state(rules, State.DONE, track)
    LearnerJourney(ana.pk).set_state(book, State.DOING, track)
    dates = dict(Completion.objects.values_list("resource", "changed_at"))
    kept = begin_again(ana.pk, Outline.of(track.uid))
    assert kept
    assert (kept.title, kept.began_at) == (track.title, dates[rules.pk])
    assert [(m.resource, m.state, m.at) for m in kept.kept] == [
        (rules, State.DONE, dates[rules.pk]),
        (book, State.DOING, dates[book.pk]),
    ]
    assert states(ana) == {}
    backs = StudyEvent.objects.filter(state=State.TODO)
    assert {event.resource for event in backs} == {rules, book}
    assert {(event.track, event.at) for event in backs} == {(track, kept.ended_at)}
    assert other.pk not in {mark.resource_id for mark in kept.kept}


def test_where_nothing_is_marked_no_pass_begins() -> None:
    ana, (track, _) = cast.ana(), builders.track_of("Rules")
    assert begin_again(ana.pk, Outline.of(track.uid)) is None
    assert not Pass.objects.exists()


def test_a_section_takes_the_sections_inside_along_and_leaves_the_others() -> None:
    ana, track = cast.ana(), builders.track()
    outer, aside = builders.section(track, "Dados"), builders.section(track, "Leituras")
    inner = builders.section(track, "SQL", parent=outer)
    sql, book = builders.resource("SQL"), builders.resource("Book")
    builders.step(inner, resource=sql)
    builders.step(aside, resource=book)
    for row in (sql, book):
        LearnerJourney(ana.pk).set_state(row, State.DONE)
    outline = Outline.of(track.uid)
    section = next(row for row in outline.sections if row.pk == outer.pk)
    kept = begin_again(ana.pk, outline, section)
    assert kept and (kept.title, kept.section) == ("Dados", outer)
    assert states(ana) == {book.pk: State.DONE}


def test_the_marks_of_duplicates_go_along_and_come_back() -> None:
    ana, (track, [rules]) = cast.ana(), builders.track_of("Rules")
    duplicate = builders.resource("Rules, again")
    LearnerJourney(ana.pk).set_state(rules, State.DOING)
    LearnerJourney(ana.pk).set_state(duplicate, State.DONE)
    duplicate.merged_into = rules
    duplicate.save()
    before = dict(Completion.objects.values_list("resource", "state"))
    kept = begin_again(ana.pk, Outline.of(track.uid))
    assert kept and states(ana) == {}
    assert [(mark.resource, mark.state) for mark in kept.kept] == [(duplicate, State.DONE)]
    assert undo(kept) == 1  # of the two marks one shows
    assert dict(Completion.objects.values_list("resource", "state")) == before
    assert StudyEvent.objects.count() == 4


def test_undoing_is_as_if_nothing_had_been() -> None:
    ana, (track, rows) = cast.ana(), builders.track_of("A", "B", "C")
    for row, state in zip(rows, [State.DONE, State.DOING, State.SKIPPED], strict=True):
        LearnerJourney(ana.pk).set_state(row, state, track)
    before = list(Completion.objects.order_by("resource").values_list("state", "changed_at"))
    order = list(states(ana))
    kept = begin_again(ana.pk, Outline.of(track.uid))
    assert kept and undo(kept) == 3
    after = list(Completion.objects.order_by("resource").values_list("state", "changed_at"))
    assert (after, list(states(ana))) == (before, order)
    assert not Pass.objects.exists()
    assert undo(kept) == 0
    assert StudyEvent.objects.count() == 9


def test_what_went_further_since_stays() -> None:
    ana, (track, [rules, book]) = cast.ana(), builders.track_of("Rules", "Book")
    LearnerJourney(ana.pk).set_state(rules, State.DOING)
    LearnerJourney(ana.pk).set_state(book, State.DONE)
    kept = begin_again(ana.pk, Outline.of(track.uid))
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    since = Completion.objects.get(resource=rules).changed_at
    LearnerJourney(ana.pk).set_state(book, State.DOING)
    assert kept and undo(kept) == 1
    assert states(ana) == {rules.pk: State.DONE, book.pk: State.DONE}
    assert Completion.objects.get(resource=rules).changed_at == since


def test_a_person_is_asked_first_and_told_where_else_it_shows(client: Client) -> None:
    ana, (track, [rules, book]) = cast.ana(), builders.track_of("Rules", "Book")
    other = builders.track("Primeiros passos em dados")
    builders.step(builders.section(other), resource=rules)
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    LearnerJourney(ana.pk).set_state(book, State.DOING)
    client.force_login(ana)
    page = client.get(NEW, {"trilha": track.uid}).content.decode()
    assert "2 marcas</strong>" in page
    assert "<span>Primeiros passos em dados</span>: 1 marca<" in page
    assert states(ana)  # asking changes nothing


def test_the_other_sections_of_the_track_are_named_too(client: Client) -> None:
    ana, (track, [rules]) = cast.ana(), builders.track_of("Rules")
    builders.step(builders.section(track, "De novo"), resource=rules)
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    client.force_login(ana)
    here = track.sections.first()
    assert here
    page = client.get(NEW, {"trilha": track.uid, "etapa": here.uid}).content.decode()
    assert "(outras etapas): 1 marca" in page


def test_a_new_pass_begins_and_its_list_offers_the_way_back(client: Client) -> None:
    ana, (track, [rules]) = cast.ana(), builders.track_of("Rules of ML")
    LearnerJourney(ana.pk).set_state(rules, State.DONE, track)
    client.force_login(ana)
    answer = client.post(f"{PAGE}?trilha={track.uid}", follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    page = answer.content.decode()
    assert "Nova passada. As marcas de antes estão guardadas aqui." in page
    assert "1 recurso feito" in page
    assert "Rules of ML</a>" in page
    kept = Pass.objects.get()
    page = client.post(reverse("progress:bring_back", args=[kept.pk]), follow=True)
    assert "1 marca voltou." in page.content.decode()
    assert states(ana) == {rules.pk: State.DONE}


def test_the_same_form_sent_twice_is_one_pass(client: Client) -> None:
    ana, (track, [rules]) = cast.ana(), builders.track_of("Rules")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    client.force_login(ana)
    client.post(f"{PAGE}?trilha={track.uid}")
    page = client.post(f"{PAGE}?trilha={track.uid}", follow=True).content.decode()
    assert "Nada está marcado agora" in page
    assert Pass.objects.count() == 1
    assert "Nada está marcado aqui" in client.get(NEW, {"trilha": track.uid}).content.decode()


@pytest.mark.parametrize(
    "asked", [{}, {"trilha": "nada"}, {"trilha": "\0"}, {"trilha": "x" * 9999}, {"etapa": "x"}]
)
def test_what_is_no_track_is_not_found(client: Client, asked: dict[str, str]) -> None:
    _draft, _ = builders.track_of("Segredo", status="draft")
    track, _ = builders.track_of("Rules")
    if "etapa" in asked:
        asked = asked | {"trilha": track.uid}
    client.force_login(cast.ana())
    assert (
        client.get(NEW, asked).status_code
        == client.post(PAGE, query_params=asked).status_code
        == 404
    )
    assert client.get(NEW, {"trilha": _draft.uid}).status_code == 404


def test_a_visitor_is_led_to_sign_in(client: Client) -> None:
    track, _ = builders.track_of("Rules")
    sign_in = reverse("account_login")
    assert client.get(PAGE)["Location"] == client.post(PAGE)["Location"] == f"{sign_in}?next={PAGE}"
    assert client.get(NEW, {"trilha": track.uid})["Location"].startswith(sign_in)
    back = client.post(reverse("progress:bring_back", args=[1]))
    assert back["Location"] == f"{sign_in}?next={PAGE}"


def test_anothers_pass_is_not_found_and_looking_brings_nothing_back(client: Client) -> None:
    ana, (track, [rules]) = cast.ana(), builders.track_of("Rules of ML")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    kept = begin_again(ana.pk, Outline.of(track.uid))
    assert kept
    client.force_login(cast.caio())
    address = reverse("progress:bring_back", args=[kept.pk])
    assert client.post(address).status_code == 404
    assert client.get(address).status_code == 405
    assert client.post(reverse("progress:bring_back", args=[2**70])).status_code == 404
    page = client.get(PAGE).content.decode()
    assert "Nenhuma passada anterior" in page
    assert Pass.objects.count() == 1


def test_the_way_there_is_shown_to_learners_with_marks_only(client: Client) -> None:
    ana, (track, [rules]) = cast.ana(), builders.track_of("Rules")
    section = track.sections.get()
    assert "passadas/nova" not in client.get(track.get_absolute_url()).content.decode()
    client.force_login(ana)
    assert "passadas/nova" not in client.get(track.get_absolute_url()).content.decode()
    LearnerJourney(ana.pk).set_state(rules, State.DOING)
    assert f"?trilha={track.uid}" in client.get(track.get_absolute_url()).content.decode()
    here = f"?trilha={track.uid}&amp;etapa={section.uid}"
    assert here in client.get(section.get_absolute_url()).content.decode()


def test_a_pass_outlives_its_track_and_its_section(client: Client) -> None:
    ana, (track, [rules]) = cast.ana(), builders.track_of("Rules of ML")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    outline = Outline.of(track.uid)
    kept = begin_again(ana.pk, outline, outline.sections[0])
    track.sections.get().delete()
    track.withdraw(to="retired")
    client.force_login(ana)
    page = client.get(PAGE).content.decode()
    assert "Leituras" in page and "Rules of ML" in page
    assert "Abrir a" not in page
    assert kept and undo(kept) == 1


def test_a_pass_says_when_it_was(client: Client) -> None:
    ana, (track, rows) = cast.ana(), builders.track_of("A", "B")
    for row, day in zip(rows, (9, 12), strict=True):
        LearnerJourney(ana.pk).set_state(row, State.DONE)
        moment = datetime(2026, 3, day, 15, tzinfo=UTC)
        Completion.objects.filter(resource=row).update(changed_at=moment)
    begin_again(ana.pk, Outline.of(track.uid))
    client.force_login(ana)
    page = client.get(PAGE).content.decode()
    assert "9 mar. 2026</time> – <time" in page
    assert "12 mar. 2026" in page


def test_twice_the_passes_cost_the_same(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ana = cast.ana()
    client.force_login(ana)
    for size in (2, 4):
        for _ in range(size):
            track, rows = builders.track_of(*"AB" * size)
            for row in rows:
                LearnerJourney(ana.pk).set_state(row, State.DONE)
            begin_again(ana.pk, Outline.of(track.uid))
        with django_assert_num_queries(5):  # session, person, how many, passes, marks
            client.get(PAGE)


def test_asking_costs_the_same_for_a_longer_track(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ana = cast.ana()
    client.force_login(ana)
    for size in (2, 6):
        track, rows = builders.track_of(*"ABCDEF"[:size])
        for row in rows:
            LearnerJourney(ana.pk).set_state(row, State.DONE)
            builders.step(builders.section(builders.track()), resource=row)
        # session, person, states, sections and steps of the track and of the others
        with django_assert_num_queries(7):
            client.get(NEW, {"trilha": track.uid})
