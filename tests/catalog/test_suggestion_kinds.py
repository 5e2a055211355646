"""What the catalog becomes when a correction, a replacement or a translation is accepted."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from reversion.models import Revision, Version

from catalog.models import Edition, Resource, Section, Step, Suggestion
from catalog.models.acceptance import fingerprint, said_today
from progress.journey import LearnerJourney
from progress.models import State
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
NEW = "https://example.org/novo"


@pytest.fixture
def ana() -> User:
    return cast.ana()


@pytest.fixture
def duda() -> User:
    return cast.duda()


@pytest.fixture
def rules(db: None) -> Resource:
    _track, [rules, _after] = builders.track_of("Rules of ML", "Depois")
    return rules


def about(resource: Resource, kind: str, by: User | None = None, **said: Any) -> Suggestion:
    words = {"title": resource.title, "url": NEW} | said
    return Suggestion.objects.create(by=by, kind=kind, about=resource, **words)


def correction(resource: Resource, **to: Any) -> Suggestion:
    sides = {name: {"from": getattr(resource, name), "to": value} for name, value in to.items()}
    return about(resource, "correction", url=resource.url, changes=sides)


# Correction


def test_a_correction_changes_only_its_fields(rules: Resource, duda: User) -> None:
    rules.skills.add(builders.skill("SQL"))
    row, edition = correction(rules, title="Regras", minutes=30, cost="free"), Edition.now()
    before = said_today(rules)
    assert row.accept(by=duda)
    rules.refresh_from_db()
    assert said_today(rules) == before | {"title": "Regras", "minutes": 30, "cost": "free"}
    assert "regr" in rules.stems
    assert rules.skills.count() == 1
    assert row.resource == rules
    assert Edition.now() == edition + 1


def test_its_history_shows_what_it_was(rules: Resource, duda: User) -> None:
    row = correction(rules, title="Regras")
    row.accept(by=duda)
    assert Revision.objects.get(user=duda).comment == f"aceitou a sugestão nº {row.pk}"
    titles = [version.field_dict["title"] for version in Version.objects.get_for_object(rules)]
    assert titles == ["Regras", "Rules of ML"]


def test_a_field_that_changed_meanwhile_is_not_overwritten(rules: Resource, duda: User) -> None:
    row = correction(rules, title="Regras", minutes=30)
    Resource.objects.filter(pk=rules.pk).update(level="advanced")  # another field is no matter
    assert not Suggestion.objects.get().outdated()
    rules.refresh_from_db()
    rules.minutes = 45
    rules.save(update_fields=["minutes"])
    with pytest.raises(ValidationError, match="mudou desde a sugestão"):
        row.accept(by=duda)
    rules.refresh_from_db()
    assert (rules.title, rules.minutes) == ("Rules of ML", 45)
    late = Suggestion.objects.get()
    assert late.outdated() == {"minutes"}
    assert (late.outcome()["title"], late.outcome()["minutes"]) == ("Regras", 45)


def test_what_somebody_corrected_already_is_no_conflict(rules: Resource, duda: User) -> None:
    row = correction(rules, minutes=30)
    rules.minutes = 30
    rules.save(update_fields=["minutes"])
    assert Suggestion.objects.get().accept(by=duda)
    assert row.withdraw() is False


def test_a_curators_words_must_be_about_what_they_saw(rules: Resource, duda: User) -> None:
    row = correction(rules, minutes=30)
    said, seen = said_today(rules) | {"minutes": 35}, fingerprint(rules)
    rules.description = "Outra."
    rules.save(update_fields=["description"])
    with pytest.raises(ValidationError, match="enquanto você lia"):
        row.accept(by=duda, said=said, seen=seen)
    said["description"] = "Outra."
    assert row.accept(by=duda, said=said, seen=fingerprint(rules))
    rules.refresh_from_db()
    assert (rules.minutes, rules.description) == (35, "Outra.")


def test_of_a_duplicate_the_one_that_stayed_is_corrected(rules: Resource, duda: User) -> None:
    row, stays = correction(rules, minutes=30), builders.resource("Fica")
    rules.merged_into = stays
    rules.save(update_fields=["merged_into"])
    assert Suggestion.objects.get().accept(by=duda)
    stays.refresh_from_db()
    assert stays.minutes == 30
    row.refresh_from_db()
    assert row.resource == stays


@pytest.mark.parametrize("kind", ["correction", "replacement", "translation"])
def test_what_left_the_catalog_is_not_changed(rules: Resource, duda: User, kind: str) -> None:
    row = about(rules, kind, changes={})
    rules.retire()
    with pytest.raises(ValidationError, match="saiu do acervo"):
        row.accept(by=duda)
    assert not Resource.objects.filter(url=NEW).exists()


# Replacement


def test_a_replacement_takes_the_place_and_no_mark_moves(
    rules: Resource, ana: User, duda: User
) -> None:
    track, steps = Step.objects.get(resource=rules).track, list(Step.objects.values_list("pk"))
    older = builders.resource("Mais antigo", merged_into=rules)
    LearnerJourney(ana.pk).set_state(rules, State.DONE, track)
    rules.tags.add("mlops")
    row = about(rules, "replacement", title="Rules, casa nova")
    assert row.accept(by=duda)
    new = Resource.objects.get(url=NEW)
    assert row.resource == new
    for old in (rules, older):
        old.refresh_from_db()
        assert old.merged_into == new
    assert (new.title, new.kind, new.language) == ("Rules, casa nova", rules.kind, rules.language)
    assert [tag.name for tag in new.tags.all()] == ["mlops"]
    assert list(Step.objects.values_list("pk")) == steps
    assert "Rules, casa nova" in Client().get(track.get_absolute_url()).text
    assert LearnerJourney(ana.pk).state_of(new) == State.DONE


def test_a_replacement_that_is_there_already_is_found(rules: Resource, duda: User) -> None:
    there = builders.resource("Já estava", url=NEW)
    there.retire()
    assert about(rules, "replacement").accept(by=duda)
    there.refresh_from_db()
    rules.refresh_from_db()
    assert (there.title, there.retired_at, rules.merged_into) == ("Já estava", None, there)


@pytest.mark.parametrize("kind", ["replacement", "translation"])
def test_nothing_takes_its_own_place(rules: Resource, duda: User, kind: str) -> None:
    with pytest.raises(ValidationError, match="já está nesse endereço"):
        about(rules, kind, url=rules.url).accept(by=duda)


# Translation


def test_a_translation_stands_right_after_the_original_everywhere(
    rules: Resource, duda: User
) -> None:
    other, _ = builders.track_of("Antes")
    builders.step(other.sections.get(), resource=rules)
    group = builders.step(other.sections.get(), title="Grupo")
    rules.level = "advanced"
    rules.save(update_fields=["level"])
    row = about(rules, "translation", title="Regras", changes={"language": {"to": "es"}})
    assert row.accept(by=duda)
    new = Resource.objects.get(url=NEW)
    assert (new.language, new.title_language, new.level) == ("es", "es", "advanced")
    assert new.merged_into is None
    first, second = Section.objects.order_by("pk")
    assert [str(step) for step in first.steps.all()] == ["Rules of ML", "Regras", "Depois"]
    assert [str(step) for step in second.steps.all()] == ["Antes", "Rules of ML", "Regras", "Grupo"]
    assert group.track == other


def test_a_translation_in_one_section_only(rules: Resource, duda: User) -> None:
    other, _ = builders.track_of("Antes")
    here = other.sections.get()
    builders.step(here, resource=rules)
    row = about(rules, "translation", changes={"language": {"to": "es"}})
    row.accept(by=duda, into=here)
    assert row.resource
    assert row.resource.steps.get().section == here


def test_a_translation_of_what_no_track_shows_has_no_place(rules: Resource, duda: User) -> None:
    row = about(rules, "translation", changes={"language": {"to": "es"}})
    Step.objects.filter(resource=rules).delete()
    with pytest.raises(ValidationError, match="não há onde pôr"):
        row.accept(by=duda)
    assert not Resource.objects.filter(url=NEW).exists()


# All of them


@pytest.mark.parametrize("kind", ["correction", "replacement", "translation"])
def test_accepting_twice_accepts_once(rules: Resource, duda: User, kind: str) -> None:
    changes = {"language": {"from": rules.language, "to": "es"}}
    row = about(rules, kind, changes=changes)
    again = Suggestion.objects.get()
    assert row.accept(by=duda)
    before = Edition.now(), Step.objects.count(), Resource.objects.count()
    assert not again.accept(by=duda)
    assert (Edition.now(), Step.objects.count(), Resource.objects.count()) == before


def test_the_page_thanks_only_who_wants_it(rules: Resource, ana: User, duda: User) -> None:
    malu = cast.malu()
    for person, named in [(ana, True), (malu, False), (ana, True)]:
        row = correction(rules, minutes=(rules.minutes or 0) + 10)
        row.by, row.named = person, named
        row.save(update_fields=["by", "named"])
        row.accept(by=duda)
        rules.refresh_from_db()
    assert Suggestion.objects.authors_of(rules) == ["Ana"]
    ana.delete()
    assert Suggestion.objects.authors_of(rules) == []
