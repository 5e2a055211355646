"""What a learner did stays told, with its dates: on the resource and on a page of its own."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from catalog.models import Outline, Resource, Track
from progress.journey import LearnerJourney
from progress.models import Completion, State, StudyEvent
from progress.passes import begin_again, undo
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
PAGE = "/meu-caminho/historico/"


def marked_on(day: str, person: User, resource: Resource, state: State) -> None:
    """As if the mark had been made at noon of that day."""
    LearnerJourney(person.pk).set_state(resource, state)
    moment = datetime.fromisoformat(f"{day}T15:00").replace(tzinfo=UTC)
    event = StudyEvent.objects.order_by("-pk").first()
    assert event
    StudyEvent.objects.filter(pk=event.pk).update(at=moment)
    Completion.objects.filter(learner=person, resource=resource).update(changed_at=moment)


def page_of(client: Client, resource: Resource) -> str:
    return client.get(resource.get_absolute_url()).content.decode()


def test_a_resource_says_when_it_was_begun_and_done(client: Client) -> None:
    ana, (_, [rules]) = cast.ana(), builders.track_of("Rules")
    client.force_login(ana)
    marked_on("2026-03-09", ana, rules, State.DOING)
    assert "Fazendo desde 9 de março de 2026." in page_of(client, rules)
    marked_on("2026-03-12", ana, rules, State.DONE)
    assert "Começou em 9 de março de 2026. Feito em 12 de março de 2026." in page_of(client, rules)


def test_what_was_taken_back_has_no_date_but_stays_in_the_history(client: Client) -> None:
    ana, (_, [rules]) = cast.ana(), builders.track_of("Rules")
    client.force_login(ana)
    marked_on("2026-03-09", ana, rules, State.DONE)
    marked_on("2026-03-10", ana, rules, State.TODO)
    page = page_of(client, rules)
    assert "Feito em" not in page
    told = page.index("Voltou para a fazer"), page.index("Concluiu")
    assert told == tuple(sorted(told))  # latest first


def test_an_earlier_pass_is_told_and_this_one_has_its_own_dates(client: Client) -> None:
    ana, (track, [rules]) = cast.ana(), builders.track_of("Rules")
    client.force_login(ana)
    marked_on("2025-03-09", ana, rules, State.DONE)
    kept = begin_again(ana.pk, Outline.of(track.uid))
    page = page_of(client, rules)
    assert "Numa passada anterior: feito em 9 de março de 2025." in page
    marked_on("2026-03-12", ana, rules, State.DONE)
    assert "Feito em 12 de março de 2026." in page_of(client, rules)
    assert kept
    LearnerJourney(ana.pk).set_state(rules, State.TODO)
    undo(kept)
    page = page_of(client, rules)
    assert "Feito em 9 de março de 2025." in page
    assert "Numa passada anterior" not in page


def test_the_dates_of_a_duplicate_are_those_of_the_survivor(client: Client) -> None:
    ana, (_, [rules]) = cast.ana(), builders.track_of("Rules")
    duplicate = builders.resource("Rules, again")
    marked_on("2026-03-09", ana, duplicate, State.DONE)
    duplicate.merged_into = rules
    duplicate.save()
    client.force_login(ana)
    assert "Feito em 9 de março de 2026." in page_of(client, rules)


def test_dates_cost_a_learner_two_statements_and_a_visitor_none(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ana, (_, [rules]) = cast.ana(), builders.track_of("Rules")
    for state in [State.DOING, State.DONE, State.TODO, State.DONE] * 3:
        LearnerJourney(ana.pk).set_state(rules, state)
    with django_assert_num_queries(2):
        history = LearnerJourney(ana.pk).history(rules)
        assert history and len([(e.said, e.track) for e in history.events]) == 12
    assert 'id="dates" data-live hidden></div>' in page_of(client, rules)


def test_everything_is_told_by_day_latest_first(client: Client) -> None:
    ana, (_, [rules, book]) = cast.ana(), builders.track_of("Rules of ML", "Book")
    marked_on("2026-03-09", ana, rules, State.DOING)
    marked_on("2026-03-09", ana, book, State.SKIPPED)
    marked_on("2026-03-12", ana, rules, State.DONE)
    client.force_login(ana)
    page = client.get(PAGE).content.decode()
    places = [page.index(word) for word in ("12 de março", "Concluiu", "9 de março", "Pulou")]
    assert places == sorted(places)
    assert page.count("Rules of ML</a>") == 2


def test_what_was_done_at_once_is_folded(client: Client) -> None:
    ana, (track, rows) = cast.ana(), builders.track_of(*"ABCDE")
    for row in rows:
        LearnerJourney(ana.pk).set_state(row, State.DONE)
    begin_again(ana.pk, Outline.of(track.uid))
    client.force_login(ana)
    page = client.get(PAGE).content.decode()
    assert "Voltou para a fazer · 5 recursos" in page
    assert "Concluiu · " not in page  # those were made one by one


def test_what_left_the_catalog_stays_with_its_title(client: Client) -> None:
    ana, (track, [retired, hidden]) = cast.ana(), builders.track_of("Old rules", "Draft only")
    for row in (retired, hidden):
        LearnerJourney(ana.pk).set_state(row, State.DONE)
    retired.retire()
    client.force_login(ana)
    page = client.get(PAGE).content.decode()
    assert "Old rules</a>" in page and "fora da trilha" in page
    track.withdraw(to="draft")
    page = client.get(PAGE).content.decode()
    assert "Draft only</span>" in page and hidden.get_absolute_url() not in page


def test_only_ones_own_history_is_told_and_a_visitor_signs_in(client: Client) -> None:
    ana, (_, [rules]) = cast.ana(), builders.track_of("Rules of ML")
    LearnerJourney(ana.pk).set_state(rules, State.DONE)
    assert client.get(PAGE)["Location"] == f"{reverse('account_login')}?next={PAGE}"
    client.force_login(cast.caio())
    page = client.get(PAGE).content.decode()
    assert "Ainda não há nada aqui" in page and "Rules of ML" not in page
    assert client.post(PAGE).status_code == 405


def test_twice_the_history_costs_the_same(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ana, (track, rows) = cast.ana(), builders.track_of(*"ABCDEFGH")
    client.force_login(ana)
    for size in (4, 8):
        for row in rows[:size]:
            LearnerJourney(ana.pk).set_state(row, State.DONE, track)
            LearnerJourney(ana.pk).set_state(row, State.TODO, track)
        with django_assert_num_queries(4):  # session, person, how many, events
            client.get(PAGE)


def test_long_histories_have_pages(client: Client) -> None:
    ana, (_, [rules]) = cast.ana(), builders.track_of("Rules of ML")
    for _ in range(35):
        LearnerJourney(ana.pk).set_state(rules, State.DONE)
        LearnerJourney(ana.pk).set_state(rules, State.TODO)
    client.force_login(ana)
    first, last, beyond = (client.get(PAGE, {"pagina": n}).content.decode() for n in (1, 2, "x"))
    assert "Página 1 de 2" in first and "Página 2 de 2" in last and "Página 1 de 2" in beyond
    assert (first + last).count("Rules of ML</a>") == 70


# What curators do to a resource, and to the track around it.


def rename(track: Track, row: Resource, other: Resource) -> None:
    row.title = track.title = "Outro nome"
    row.save()
    track.save()


def move(track: Track, row: Resource, other: Resource) -> None:
    row.steps.update(section=builders.section(track, "Noutro lugar"), position=1)


def take_out(track: Track, row: Resource, other: Resource) -> None:
    row.steps.all().delete()


def retire(track: Track, row: Resource, other: Resource) -> None:
    row.retire()


def bring_back(track: Track, row: Resource, other: Resource) -> None:
    row.retire()
    row.bring_back()


def readdress(track: Track, row: Resource, other: Resource) -> None:
    row.url = "https://elsewhere.example/rules"
    row.save()


def merge(track: Track, row: Resource, other: Resource) -> None:
    row.merged_into = other
    row.save()


def unmerge(track: Track, row: Resource, other: Resource) -> None:
    merge(track, row, other)
    row.merged_into = None
    row.save()


def withdraw(track: Track, row: Resource, other: Resource) -> None:
    track.withdraw(to="retired")


@pytest.mark.parametrize(
    "edit",
    [rename, move, take_out, retire, bring_back, readdress, merge, unmerge, withdraw],
)
def test_no_edit_turns_done_into_not_done(
    client: Client, edit: Callable[[Track, Resource, Resource], None]
) -> None:
    ana, shown_at = cast.ana(), datetime(2026, 1, 1, tzinfo=UTC)
    track, [row, other] = builders.track_of("Rules of ML", "Book", published_at=shown_at)
    marked_on("2026-03-09", ana, row, State.DONE)
    edit(track, row, other)
    row.refresh_from_db()
    shown = other if edit is merge else row
    assert LearnerJourney(ana.pk).states == {shown.pk: State.DONE}
    assert StudyEvent.objects.get().state == State.DONE
    client.force_login(ana)
    page = client.get(PAGE).content.decode()
    assert row.title in page and "Concluiu" in page
    assert LearnerJourney(ana.pk).history(shown).since == datetime(2026, 3, 9, 15, tzinfo=UTC)
    if edit is not take_out:  # what no track ever cites again has no page to open
        assert "Feito em 9 de março de 2026." in page_of(client, shown)


def test_what_was_done_on_both_sides_of_a_merge_is_kept_when_it_is_taken_back() -> None:
    ana, (_, [row, other]) = cast.ana(), builders.track_of("Rules", "Book")
    LearnerJourney(ana.pk).set_state(row, State.DOING)
    LearnerJourney(ana.pk).set_state(other, State.SKIPPED)
    row.merged_into = other
    row.save()
    assert LearnerJourney(ana.pk).states == {other.pk: State.SKIPPED}
    row.merged_into = None
    row.save()
    assert LearnerJourney(ana.pk).states == {row.pk: State.DOING, other.pk: State.SKIPPED}


def test_a_duplicates_mark_that_shows_nothing_new_is_no_event() -> None:
    ana, (_, [survivor]) = cast.ana(), builders.track_of("Rules")
    duplicate = builders.resource("Rules, again")
    LearnerJourney(ana.pk).set_state(duplicate, State.DOING)
    LearnerJourney(ana.pk).set_state(survivor, State.DONE)
    duplicate.merged_into = survivor
    duplicate.save()
    LearnerJourney(ana.pk).set_state(survivor, State.DONE)
    assert StudyEvent.objects.count() == 2
