"""Tables that people open in a spreadsheet: nothing in them runs, and they come back as they
went."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.spreadsheet import BrokenTableError, plain, read, safe, written


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＠", "  =", "'=", "''+"])
def test_a_formula_is_shown_and_not_run(sign: str) -> None:
    assert safe(f"{sign}1+1") == f"'{sign}1+1"


@given(st.text())
def test_there_is_a_way_back(text: str) -> None:
    assert plain(safe(text)) == text


def test_a_table_comes_back() -> None:
    rows = [{"título": 'Um, "dois"; três', "linhas": "uma\ndepois da outra"}]
    assert read(written(rows)) == rows


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_spreadsheets_part_columns_otherwise(sign: str) -> None:
    assert read(f"a{sign}b\r\n1{sign}2,5\r\n") == [{"a": "1", "b": "2,5"}]


@pytest.mark.parametrize("text", ["", "\n", "a,b\n1\n", "a,b\n1,2,3\n", 'a,b\n"1,2\n'])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(BrokenTableError):
        read(text)
