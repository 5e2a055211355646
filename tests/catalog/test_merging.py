"""Two addresses of one thing: one resource stays, the others point at it, and the way back."""

import pytest
from django.core.exceptions import ValidationError

from catalog.models import Resource
from tests import builders

pytestmark = pytest.mark.django_db


def test_one_becomes_a_duplicate_of_the_other() -> None:
    stays, again = builders.resource("Fica"), builders.resource("Repetido")
    assert again.merge_into(stays)
    again.refresh_from_db()
    assert again.merged_into == stays
    assert not again.merge_into(stays)  # it was so already
    assert Resource.objects.at(again.url) == stays


def test_its_own_duplicates_come_along() -> None:
    first, second, third = (builders.resource(title) for title in ("Um", "Dois", "Três"))
    first.merge_into(second)
    second.merge_into(third)
    assert set(third.aliases.all()) == {first, second}
    assert not Resource.objects.exclude(merged_into__merged_into=None).exists()


def test_a_duplicate_may_be_led_to_another_one() -> None:
    again, one, other = (builders.resource(title) for title in ("Repetido", "Um", "Outro"))
    again.merge_into(one)
    again.merge_into(other)
    again.refresh_from_db()
    assert again.merged_into == other


def test_what_cannot_stay_is_refused_in_words() -> None:
    one, other, third = (builders.resource(title) for title in ("Um", "Outro", "Três"))
    with pytest.raises(ValidationError, match="que fica"):
        one.merge_into(one)
    one.merge_into(other)
    with pytest.raises(ValidationError, match="não uma duplicata"):
        other.merge_into(one)  # `one` is read anew: it was no duplicate when it was fetched
    with pytest.raises(ValidationError, match="não uma duplicata"):
        third.merge_into(one)
    other.retire()
    with pytest.raises(ValidationError, match="está retirado"):
        third.merge_into(other)
    third.refresh_from_db()
    assert third.merged_into is None


def test_emptying_one_field_undoes_one_merge() -> None:
    first, second, third = (builders.resource(title) for title in ("Um", "Dois", "Três"))
    first.merge_into(second)
    second.merge_into(third)
    second.merged_into = None
    second.save(update_fields=["merged_into"])
    assert set(third.aliases.all()) == {first}
