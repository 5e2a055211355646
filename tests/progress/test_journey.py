"""A person's marks, wherever they live: the same stories for learners and visitors."""

from progress.journey import Journey
from progress.models import State
from tests import builders
from tests.progress.conftest import Again


def test_nothing_is_marked_at_first(journey: Journey) -> None:
    assert journey.states == {}
    assert journey.state_of(builders.resource()) == State.TODO


def test_a_mark_is_there_at_the_next_visit(again: Again) -> None:
    rules = builders.resource()
    again().set_state(rules, State.DONE)
    assert again().states == {rules.pk: State.DONE}


def test_setting_tells_the_former_state(again: Again) -> None:
    rules = builders.resource()
    assert again().set_state(rules, State.DOING) == State.TODO
    assert again().set_state(rules, State.DONE) == State.DOING


def test_the_former_state_is_what_another_tab_left(again: Again) -> None:
    rules, older = builders.resource(), again()
    assert older.state_of(rules) == State.TODO
    again().set_state(rules, State.DOING)
    assert older.set_state(rules, State.DONE) == State.DOING


def test_every_state_can_follow_every_other(again: Again) -> None:
    rules = builders.resource()
    for state in [*State, *reversed(State)]:
        again().set_state(rules, state)
        assert again().state_of(rules) == state


def test_back_to_do_leaves_no_mark(again: Again) -> None:
    rules = builders.resource()
    again().set_state(rules, State.DONE)
    again().set_state(rules, State.TODO)
    assert again().states == {}
    assert again().count == 0


def test_the_journey_that_set_a_mark_sees_it_too(journey: Journey) -> None:
    rules = builders.resource()
    journey.set_state(rules, State.DONE)
    assert journey.state_of(rules) == State.DONE


def test_the_latest_mark_stands_last(again: Again) -> None:
    first, second = builders.resource("A"), builders.resource("B")
    again().set_state(first, State.DONE)
    again().set_state(second, State.DONE)
    again().set_state(first, State.SKIPPED)
    assert list(again().states) == [second.pk, first.pk]
    assert [row.title for row, _ in again().marked(5)] == ["A", "B"]


def test_marks_of_a_state_are_found_for_filters(again: Again) -> None:
    done, doing = builders.resource(), builders.resource()
    again().set_state(done, State.DONE)
    again().set_state(doing, State.DOING)
    assert again().keys_by_word() == {"done": [done.pk], "doing": [doing.pk]}


def test_a_duplicates_mark_counts_for_the_survivor(again: Again) -> None:
    duplicate, survivor = builders.resource(), builders.resource()
    again().set_state(duplicate, State.DONE)
    again().set_state(survivor, State.DOING)
    duplicate.merged_into = survivor
    duplicate.save()
    assert again().states == {survivor.pk: State.DONE}


def test_a_mark_on_the_survivor_can_still_be_taken_back(again: Again) -> None:
    duplicate, survivor = builders.resource(), builders.resource()
    again().set_state(duplicate, State.DONE)
    duplicate.merged_into = survivor
    duplicate.save()
    assert again().set_state(survivor, State.TODO) == State.DONE
    assert again().states == {}


def test_undoing_a_merge_gives_the_mark_back_to_the_duplicate(again: Again) -> None:
    duplicate, survivor = builders.resource(), builders.resource()
    again().set_state(duplicate, State.DONE)
    duplicate.merged_into = survivor
    duplicate.save()
    duplicate.merged_into = None
    duplicate.save()
    assert again().states == {duplicate.pk: State.DONE}


def test_a_retired_resource_stays_marked(again: Again) -> None:
    rules = builders.resource()
    again().set_state(rules, State.DONE)
    rules.retire()
    assert again().state_of(rules) == State.DONE
