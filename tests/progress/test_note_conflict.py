"""Two tabs that write on the same version of a note: nothing is overwritten, nothing is lost."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from catalog.models import Resource
from progress.models import Conflict, Note
from progress.models.note import LONGEST
from tests import builders, cast
from tests.progress.test_races import at_once
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def rules() -> Resource:
    _, [resource] = builders.track_of("Rules of ML")
    return resource


@pytest.fixture
def ana() -> User:
    return cast.ana()


@pytest.fixture
def tab(client: Client, ana: User, rules: Resource) -> Callable[..., object]:
    """Posts the form as one of Ana's tabs would."""
    client.force_login(ana)
    where = reverse("progress:note", args=[rules.uid])
    return lambda text, version, headers=None, **more: client.post(
        where, {"text": text, "version": version, **more}, headers=headers
    )


def write(person: User, resource: Resource, text: str, version: str = "") -> Note:
    note = Note.objects.write(person.pk, resource, text, version)
    assert note
    return note


def test_each_change_makes_a_new_version(ana: User, rules: Resource) -> None:
    first = write(ana, rules, "um").stamp
    second = write(ana, rules, "dois", first).stamp
    assert first != second
    assert write(ana, rules, "três", second).text == "três"


def test_the_same_text_again_is_no_change_on_whatever_version(ana: User, rules: Resource) -> None:
    first = write(ana, rules, "um")
    for version in ("", first.stamp, "9.9", "não"):
        again = write(ana, rules, "um", version)
        assert (again.stamp, again.changed_at) == (first.stamp, first.changed_at)


@pytest.mark.parametrize("version", ["", "1.1", "x", "\0", "9" * 5_000])
def test_another_version_overwrites_nothing(ana: User, rules: Resource, version: str) -> None:
    kept = write(ana, rules, "dois", write(ana, rules, "um").stamp)
    with pytest.raises(Conflict) as conflict:
        Note.objects.write(ana.pk, rules, "da outra aba", version)
    assert conflict.value.stored.text == kept.text == "dois"
    assert Note.objects.get().text == "dois"


def test_a_note_begun_anew_is_another_one(ana: User, rules: Resource) -> None:
    old = write(ana, rules, "um").stamp
    Note.objects.write(ana.pk, rules, "", old)
    write(ana, rules, "de novo")
    with pytest.raises(Conflict):
        Note.objects.write(ana.pk, rules, "de uma aba velha", old)


def test_what_was_taken_away_elsewhere_is_no_conflict(ana: User, rules: Resource) -> None:
    old = write(ana, rules, "um").stamp
    Note.objects.write(ana.pk, rules, "", old)
    assert write(ana, rules, "um, e mais", old).text == "um, e mais"


def test_taking_away_what_changed_is_a_conflict(ana: User, rules: Resource) -> None:
    old = write(ana, rules, "um").stamp
    write(ana, rules, "dois", old)
    with pytest.raises(Conflict):
        Note.objects.write(ana.pk, rules, "", old)


def test_the_page_shows_both_texts_and_the_way_out(ana: User, rules: Resource, tab) -> None:  # type: ignore[no-untyped-def]
    old = write(ana, rules, "um").stamp
    stored = write(ana, rules, "**dois**", old)
    answer = tab("meu texto <b>", old)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert ">\nmeu texto &lt;b&gt;</textarea>" in said
    assert "<strong>dois</strong>" in said
    assert f'name="version" value="{stored.stamp}"' in said
    assert Note.objects.get().text == "**dois**"


def test_the_script_hears_of_the_conflict(ana: User, rules: Resource, tab) -> None:  # type: ignore[no-untyped-def]
    write(ana, rules, "um")
    answer = tab("dois", "", SCRIPT)
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/json")
    assert Note.objects.get().text == "um"


def test_one_may_keep_ones_own(ana: User, rules: Resource, tab) -> None:  # type: ignore[no-untyped-def]
    stored = write(ana, rules, "a outra")
    tab("a minha", stored.stamp)
    assert Note.objects.get().text == "a minha"


def test_one_may_join_both(ana: User, rules: Resource, tab) -> None:  # type: ignore[no-untyped-def]
    stored = write(ana, rules, "a outra")
    tab("a minha\r\nlonga", stored.stamp, do="join")
    assert Note.objects.get().text == "a outra\n\na minha\nlonga"


def test_joining_says_once_what_both_say(ana: User, rules: Resource, tab) -> None:  # type: ignore[no-untyped-def]
    stored = write(ana, rules, "um\ndois")
    tab("um\r\ndois\r\ntrês", stored.stamp, do="join")
    assert Note.objects.get().text == "um\ndois\ntrês"


def test_two_texts_too_long_together_stay_in_the_form(ana: User, rules: Resource, tab) -> None:  # type: ignore[no-untyped-def]
    stored = write(ana, rules, "a" * LONGEST)
    answer = tab("b" * LONGEST, stored.stamp, do="join")
    said = answer.content.decode()
    assert "A nota tem 40.002 caracteres" in said
    assert "a" * LONGEST in said
    assert "b" * LONGEST in said
    assert Note.objects.get().text == "a" * LONGEST


def test_a_third_text_meanwhile_is_shown_again(ana: User, rules: Resource, tab) -> None:  # type: ignore[no-untyped-def]
    first = write(ana, rules, "um").stamp
    write(ana, rules, "dois", first)
    assert tab("a minha", first, do="join").status_code == 409
    assert Note.objects.get().text == "dois"


def test_who_takes_away_sees_the_newer_text_first(ana: User, rules: Resource, tab) -> None:  # type: ignore[no-untyped-def]
    first = write(ana, rules, "um").stamp
    write(ana, rules, "mais novo", first)
    said = tab("", first, do="erase").content.decode()
    assert "Apagar a nota?" in said
    assert "mais novo" in said
    assert Note.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_tabs_that_write_at_once_one_saves_and_the_others_hear_of_it() -> None:
    ana, (_, [rules, book]) = cast.ana(), builders.track_of("Rules", "Book")
    stamp = write(ana, book, "um").stamp

    def save(resource: Resource, text: str, version: str) -> str:
        try:
            return write(ana, resource, text, version).text
        except Conflict as conflict:
            return f"viu {conflict.stored.text}"

    for resource, version in ((rules, ""), (book, stamp)):
        texts = [f"aba {n}" for n in range(5)]
        said = at_once(*[lambda t=t, r=resource, v=version: save(r, t, v) for t in texts])
        stored = Note.objects.get(resource=resource).text
        assert stored in texts
        assert sorted(said) == sorted([stored, *[f"viu {stored}"] * 4])
    connection.close()
