"""Two curators, two tabs, one moment: a suggestion is decided once, a link is stored once."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from catalog.models import Resource, Step, Suggestion
from progress.models import OwnLink
from tests import builders, cast
from tests.progress.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_accepted_twice_at_once_it_is_one_step() -> None:
    track, _ = builders.track_of("Rules of ML")
    link, duda = builders.own_link(cast.ana(), track.sections.get()), cast.duda()
    link.suggest()
    tabs = [Suggestion.objects.get() for _ in range(4)]
    done = at_once(*[lambda tab=tab: tab.accept(by=duda) for tab in tabs])
    assert sorted(done) == [False, False, False, True]  # type: ignore[type-var]
    assert Resource.objects.count() == Step.objects.count() == 2


def test_the_form_and_the_suggestion_sent_twice_at_once() -> None:
    track, _ = builders.track_of("Rules of ML")
    ana, stage = cast.ana(), track.sections.get()
    form = f"{reverse('progress:new_own')}?trilha={track.uid}"
    said = {"url": "https://example.org/a", "title": "", "section": stage.pk}

    def post(address: str) -> int:
        tab = Client()
        tab.force_login(ana)
        return tab.post(address, said).status_code

    assert set(at_once(*[lambda: post(form)] * 4)) <= {200, 302}
    link = OwnLink.objects.get()
    suggest = reverse("progress:suggest_own", args=[link.uid])
    assert set(at_once(*[lambda: post(suggest)] * 4)) == {302}
    assert Suggestion.objects.count() == 1


def test_two_curators_who_accept_one_address_at_once_make_one_resource() -> None:
    """Suggested by two people for two tracks, so that no row of theirs keeps them apart."""
    duda = cast.duda()
    for person, title in [(cast.ana(), "Um"), (cast.malu(), "Outro")]:
        track, _ = builders.track_of(title, title=title)
        link = builders.own_link(person, track.sections.get(), url="https://example.org/a")
        assert link.suggest()
    both = list(Suggestion.objects.all())
    done = at_once(*[lambda one=one: one.accept(by=duda) for one in both])
    assert done == [True, True]
    assert Resource.objects.filter(title="Meu caderno").count() == 1


def test_two_curators_answer_one_suggestion_at_once() -> None:
    duda, malu = cast.duda(), cast.malu()
    _track, [rules] = builders.track_of("Rules of ML")
    said = {"title": "Outro", "url": "https://example.org/outro"}
    Suggestion.objects.create(kind="replacement", about=rules, **said)
    tabs = [Suggestion.objects.get() for _ in range(4)]
    done = at_once(
        *[lambda tab=tab: tab.accept(by=duda) for tab in tabs[:2]],
        *[lambda tab=tab: tab.decline(by=malu, reason="Não.") for tab in tabs[2:]],
    )
    assert sorted(done) == [False, False, False, True]  # type: ignore[type-var]
    rules.refresh_from_db()
    row = Suggestion.objects.get()
    assert (row.status == "accepted") == (rules.merged_into == row.resource is not None)


def test_two_corrections_of_one_field_at_once_do_not_overwrite_each_other() -> None:
    duda = cast.duda()
    _track, [rules] = builders.track_of("Rules of ML")
    for minutes in (30, 45):
        changes = {"minutes": {"from": None, "to": minutes}}
        said = {"title": rules.title, "url": rules.url, "changes": changes}
        Suggestion.objects.create(kind="correction", about=rules, **said)

    def accept(one: Suggestion) -> bool:
        try:
            return one.accept(by=duda)
        except ValidationError:
            return False

    both = list(Suggestion.objects.all())
    assert sorted(at_once(*[lambda one=one: accept(one) for one in both])) == [False, True]  # type: ignore[type-var]
    rules.refresh_from_db()
    [accepted] = Suggestion.objects.filter(status="accepted")
    assert rules.minutes == accepted.changes["minutes"]["to"]


def test_one_form_sent_twice_at_once_is_one_suggestion() -> None:
    track, _ = builders.track_of("Rules of ML")
    ana, stage = cast.ana(), track.sections.get()
    form = f"{reverse('catalog:suggest')}?etapa={track.uid}/{stage.uid}"
    said = {"url": "https://example.org/a", "title": "Um", "kind": "video", "language": "en"}

    def post() -> int:
        tab = Client()
        tab.force_login(ana)
        return tab.post(form, said).status_code

    assert set(at_once(*[post] * 4)) == {303}
    assert Suggestion.objects.count() == 1
