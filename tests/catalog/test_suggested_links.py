"""A learner's link becomes a suggestion, and a curator decides: once, and in one piece."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from reversion.models import Revision, Version

from catalog.models import Edition, Resource, Section, Step, Suggestion, Track
from catalog.models.newcomer import A_DAY
from progress.models import OwnLink
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return cast.ana()


@pytest.fixture
def duda() -> User:
    return cast.duda()


@pytest.fixture
def stage() -> Section:
    track, _ = builders.track_of("Rules of ML")
    return track.sections.get()


@pytest.fixture
def link(ana: User, stage: Section) -> OwnLink:
    return builders.own_link(ana, stage, "Feature stores", url="https://example.org/stores")


@pytest.fixture
def tab(ana: User, client: Client) -> Client:
    client.force_login(ana)
    return client


def suggested(link: OwnLink) -> Suggestion:
    assert link.suggest()
    link.refresh_from_db()
    assert link.suggestion
    return link.suggestion


def last_of(section: Section) -> Step:
    step = section.steps.order_by("position").last()
    assert step
    return step


# Suggesting


def address(link: OwnLink, route: str = "suggest_own") -> str:
    return reverse(f"progress:{route}", args=[link.uid])


def test_the_page_says_what_curators_will_see_before_anything_is_sent(
    tab: Client, link: OwnLink
) -> None:
    page = tab.get(address(link)).text
    for said in ("Feature stores", "https://example.org/stores", ">Ana<", "nem seu e-mail"):
        assert said in page
    assert not Suggestion.objects.exists()


def test_ana_suggests_and_sees_where_it_stands(tab: Client, link: OwnLink, duda: User) -> None:
    answer = tab.post(address(link))
    assert answer["Location"] == address(link, "own")
    suggestion = Suggestion.objects.get()
    assert (suggestion.by, suggestion.title) == (link.learner, "Feature stores")
    track = link.track.get_absolute_url()
    assert "Espera a curadoria" in tab.get(address(link, "own")).text
    assert "esperando a curadoria" in tab.get(track).text
    suggestion.decline(by=duda, reason="Já temos um melhor.")
    assert "Já temos um melhor." in tab.get(track).text


def test_nothing_is_public_before_it_is_accepted(tab: Client, link: OwnLink) -> None:
    tab.post(address(link))
    assert "Feature stores" not in Client().get(link.track.get_absolute_url()).text
    assert not Resource.objects.filter(url=link.url).exists()


def test_pressing_twice_suggests_once(tab: Client, link: OwnLink) -> None:
    tab.post(address(link))
    tab.post(address(link))
    assert OwnLink.objects.get().suggest() is False
    assert Suggestion.objects.count() == 1


def test_taking_it_back_while_it_waits(tab: Client, link: OwnLink) -> None:
    suggested(link)
    tab.post(address(link, "withdraw_own"))
    assert not Suggestion.objects.exists()
    assert OwnLink.objects.get().suggestion is None
    assert "Não há sugestão" in tab.post(address(link, "withdraw_own"), follow=True).text


def test_what_was_decided_is_not_taken_back(tab: Client, link: OwnLink, duda: User) -> None:
    suggested(link).accept(by=duda)
    tab.post(address(link, "withdraw_own"))
    tab.post(address(link, "remove_own"))
    assert Suggestion.objects.get().status == "accepted"
    assert not OwnLink.objects.exists()


def test_a_removed_link_leaves_the_queue(tab: Client, link: OwnLink) -> None:
    suggested(link)
    tab.post(address(link, "remove_own"))
    assert not Suggestion.objects.exists()


def refused(tab: Client, link: OwnLink, said: str) -> None:
    """With a look, so that nobody presses in vain, and with a post."""
    assert said in tab.get(address(link)).text
    assert said in tab.post(address(link)).text
    assert not link.suggestion


def test_removed_in_a_tab_that_knows_of_no_suggestion_it_leaves_the_queue_too(
    link: OwnLink,
) -> None:
    elsewhere = OwnLink.objects.get()
    assert link.suggest()
    elsewhere.remove()
    elsewhere.remove()
    assert not OwnLink.objects.exists()
    assert not Suggestion.objects.exists()


def test_only_with_a_verified_address(tab: Client, link: OwnLink) -> None:
    EmailAddress.objects.update(verified=False)
    refused(tab, link, "Confirme seu e-mail")


def test_so_many_a_day_and_no_more(tab: Client, ana: User, link: OwnLink) -> None:
    for _ in range(A_DAY):
        suggested(builders.own_link(ana, link.section))  # type: ignore[arg-type]
    refused(tab, link, f"São até {A_DAY} sugestões por dia")
    early = Suggestion.objects.order_by("pk").first()
    assert early
    early.made_at = timezone.now() - timedelta(days=1, minutes=1)
    early.save(update_fields=["made_at"])
    assert link.suggest()


def test_not_what_the_track_has_already(tab: Client, link: OwnLink, stage: Section) -> None:
    known = builders.resource("Feature stores", url="http://www.example.org/stores/")
    builders.step(stage, resource=known)
    refused(tab, link, "já está nesta trilha")


def test_not_for_a_track_that_is_closed(tab: Client, link: OwnLink) -> None:
    link.track.withdraw("retired")
    refused(tab, link, "não está publicada")


# Deciding


def test_accepting_makes_a_resource_and_a_step_at_the_end(link: OwnLink, duda: User) -> None:
    suggestion, edition = suggested(link), Edition.now()
    assert suggestion.accept(by=duda)
    suggestion.refresh_from_db()
    assert (suggestion.status, suggestion.decided_by) == ("accepted", duda)
    assert suggestion.decided_at
    step = last_of(suggestion.section)  # type: ignore[arg-type]
    assert step.resource == suggestion.resource
    assert (step.resource.title, step.resource.url) == ("Feature stores", link.url)  # type: ignore[union-attr]
    assert step.uid == "feature-stores"
    assert Edition.now() == edition + 1
    assert "Feature stores" in Client().get(link.track.get_absolute_url()).text


def test_the_history_says_who_accepted_and_names_no_author(link: OwnLink, duda: User) -> None:
    suggestion = suggested(link)
    suggestion.accept(by=duda)
    revision = Revision.objects.get()
    assert revision.user == duda
    assert revision.comment == f"aceitou a sugestão nº {suggestion.pk}"
    assert Version.objects.get_for_object(link.section).exists()


@pytest.mark.parametrize("verb", ["accept", "decline"])
def test_deciding_twice_decides_once(link: OwnLink, duda: User, verb: str) -> None:
    suggestion = suggested(link)
    same = Suggestion.objects.get()  # as it stands in a second tab
    said: dict[str, Any] = {"by": duda} | ({"reason": "Não."} if verb == "decline" else {})
    assert getattr(suggestion, verb)(**said)
    before = Edition.now(), Step.objects.count(), Revision.objects.count()
    assert not same.accept(by=duda)
    assert not same.decline(by=duda, reason="Outro motivo.")
    assert (Edition.now(), Step.objects.count(), Revision.objects.count()) == before
    same.refresh_from_db()
    assert same.status == suggestion.status
    assert same.reason == said.get("reason", "")


def test_declining_changes_nothing_in_the_catalog(link: OwnLink, duda: User) -> None:
    suggestion, edition = suggested(link), Edition.now()
    assert suggestion.decline(by=duda, reason="Está fora do ar.")
    suggestion.refresh_from_db()
    assert (suggestion.status, suggestion.reason) == ("declined", "Está fora do ar.")
    assert Edition.now() == edition
    assert OwnLink.objects.filter(pk=link.pk).exists()


@pytest.mark.parametrize("state", ["current", "retired", "merged"])
def test_what_the_catalog_knows_is_not_made_twice(link: OwnLink, duda: User, state: str) -> None:
    known = expected = builders.resource("Stores", url="https://www.example.org/stores/")
    if state == "retired":
        known.retire()
    elif state == "merged":
        expected = known.merged_into = builders.resource("O que ficou")
        known.save()
    suggestion = suggested(link)
    suggestion.accept(by=duda)
    expected.refresh_from_db()
    assert suggestion.resource == expected
    assert expected.retired_at is None
    assert last_of(suggestion.section).resource == expected  # type: ignore[arg-type]


def test_two_suggestions_of_one_address_make_one_step(link: OwnLink, duda: User) -> None:
    malus = builders.own_link(cast.malu(), link.section, "O mesmo", url=link.url)  # type: ignore[arg-type]
    first, second = suggested(link), suggested(malus)
    assert first.accept(by=duda)
    steps = Step.objects.count()
    assert second.accept(by=duda)
    assert second.resource == first.resource
    assert Step.objects.count() == steps


def test_a_uid_that_is_taken_gets_a_number(link: OwnLink, duda: User, stage: Section) -> None:
    builders.resource("Outro", uid="feature-stores")
    builders.step(stage, title="Grupo", uid="feature-stores-2")
    suggestion = suggested(link)
    suggestion.accept(by=duda)
    assert suggestion.resource
    assert suggestion.resource.uid == "feature-stores-2"
    assert last_of(stage).uid == "feature-stores-2-2"


def test_without_its_section_it_goes_to_the_last_one(link: OwnLink, duda: User) -> None:
    suggestion, section = suggested(link), link.section
    last = builders.section(link.track, "Mais")
    assert section
    section.delete()
    suggestion.refresh_from_db()
    assert suggestion.accept(by=duda)
    assert last_of(last).resource == suggestion.resource


def test_a_track_without_sections_says_so_and_nothing_changes(link: OwnLink, duda: User) -> None:
    suggestion, edition = suggested(link), Edition.now()
    Section.objects.all().delete()
    suggestion.refresh_from_db()
    with pytest.raises(ValidationError, match="ainda não tem etapas"):
        suggestion.accept(by=duda)
    suggestion.refresh_from_db()
    assert suggestion.is_waiting
    assert (Edition.now(), Resource.objects.filter(url=link.url).count()) == (edition, 0)


def test_an_accepted_one_outlives_its_author_without_the_name(link: OwnLink, duda: User) -> None:
    suggestion = suggested(link)
    suggestion.accept(by=duda)
    link.learner.delete()
    suggestion.refresh_from_db()
    assert suggestion.by is None
    assert Track.objects.get() == suggestion.track
