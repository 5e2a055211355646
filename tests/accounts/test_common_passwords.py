"""The list of passwords that are known to everybody here."""

from django.conf import settings

LIST = (settings.BASE_DIR / "trilha/accounts/common_passwords.txt").read_text().splitlines()


def test_it_is_long_sorted_and_says_nothing_twice() -> None:
    assert len(LIST) > 3_000
    assert sorted(set(LIST)) == LIST


def test_it_holds_only_what_the_other_rules_let_pass() -> None:
    assert min(map(len, LIST)) >= 12
    assert all(word == word.lower().strip() for word in LIST)


def test_it_knows_words_clubs_names_walks_and_ourselves() -> None:
    known = {"minhasenha2026", "corinthians2012", "flamengo2024", "saudade123456", "1q2w3e4r5t123"}
    assert {*known, "trilhatrilha", "minhatrilha2026"} <= set(LIST)
