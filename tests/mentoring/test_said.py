"""What people show, in words."""

from progress.mentoring.said import how_many, says


def test_what_somebody_shows_in_words() -> None:
    assert says({"ticks", "dates", "numbers"}) == "andamento e datas"
    assert says({"rhythm"}) == "só ritmo"
    assert says({"numbers"}) == "só conta no conjunto"
    assert says(set()) == "não mostra nada"


def test_how_many_show_what_and_nobody_twice() -> None:
    shown = [{"ticks", "dates"}, {"ticks", "numbers"}, {"rhythm", "dates"}, {"numbers"}, set()]
    assert how_many(shown) == (
        "2 mostram o andamento, 1 delas com datas; 1 mostra outra coisa; "
        "1 só conta no conjunto; 1 não mostra nada"
    )
    assert how_many([{"ticks"}]) == "1 mostra o andamento"
    assert how_many([set(), set()]) == "2 não mostram nada"
