"""The order of siblings that two hands put in order. No database."""

from hypothesis import given
from hypothesis import strategies as some

from catalog.importer.order import displaced, weave

NAMES = some.lists(some.sampled_from("abcdefg"), unique=True)


def test_what_is_new_stands_after_its_neighbour() -> None:
    assert weave("cba", "axbc") == [*"cbax"]
    assert weave("ab", "xab") == [*"xab"]
    assert weave("", "ab") == [*"ab"]


@given(NAMES, NAMES)
def test_all_are_there_once_and_the_leader_keeps_its_order(
    lead: list[str], other: list[str]
) -> None:
    woven = weave(lead, other)
    assert sorted(woven) == sorted({*lead, *other})
    assert [name for name in woven if name in lead] == lead


def test_one_that_moved_is_the_only_one_that_moved() -> None:
    assert displaced("abcde", "bcdea") == {"a"}
    assert displaced("abcde", "eabcd") == {"e"}
    assert displaced("abc", "abc") == set()


@given(some.permutations("abcdef"))
def test_the_others_kept_their_order(now: list[str]) -> None:
    moved = displaced("abcdef", now)
    still = [name for name in now if name not in moved]
    assert still == sorted(still)
