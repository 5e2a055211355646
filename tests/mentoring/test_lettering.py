"""Words in a font whose letters are known, read from the files that pictures are drawn with."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.mentoring.lettering import Face

FONTS = Path(__file__).parents[2] / "static/fonts"
FACES = [Face(FONTS / f"hyperlegible-{name}.ttf") for name in ("regular", "bold")]
BOLD = FACES[1]
PORTUGUESE = "áâãàçéêíóôõúüÁÂÃÀÇÉÊÍÓÔÕÚÜ" + "abcdefghijklmnopqrstuvwxyz0123456789"
SIGNS = "“”‘’–—…ªº·«»!?.,;:()[]/%&@#+-=\"'R$"


@pytest.mark.parametrize("face", FACES)
def test_no_letter_of_portuguese_is_missing(face: Face) -> None:
    assert set(PORTUGUESE + PORTUGUESE.upper() + SIGNS) <= {chr(code) for code in face.widths}


def test_letters_are_as_wide_as_they_are_drawn() -> None:
    assert BOLD.width("i", 100) < BOLD.width("n", 100) < BOLD.width("m", 100) < 100
    assert BOLD.width("ação", 72) == pytest.approx(2 * BOLD.width("ação", 36))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ação é útil à noite", "ação é útil à noite"),
        ("ac\u0327a\u0303o", "ação"),  # written in pieces
        ("Comece 🎉 por ☕\ufe0f aqui", "Comece por aqui"),
        ("a\x00b\x07c\ud800\u200d", "abc"),
        ("uma\nlinha\t só", "uma linha só"),
        ("naïve, Škoda, ﬁm", "naive, Skoda, fim"),
        ("日本 🎉", ""),
    ],
)
def test_what_the_font_lacks_leaves_no_box(text: str, kept: str) -> None:
    assert BOLD.clean(text) == kept


@given(st.text(max_size=60), st.integers(80, 400), st.integers(1, 3))
def test_lines_keep_to_their_room(text: str, room: int, most: int) -> None:
    lines = BOLD.lines(BOLD.clean(text), 40, room, most)
    assert len(lines) <= most
    assert all(BOLD.width(line, 40) <= room for line in lines)


def test_what_fits_stands_whole_and_what_does_not_says_so() -> None:
    assert BOLD.lines("uma linha só", 40, 1000, 1) == ["uma linha só"]
    cut = BOLD.lines("palavra " * 30, 40, 300, 2)
    assert len(cut) == 2
    assert cut[-1].endswith("palavra…")
    assert "".join(BOLD.lines("x" * 60, 40, 300, 9)) == "x" * 60
