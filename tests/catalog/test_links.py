"""Which links are one thing to study, and which only look alike."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from catalog.links import LONGEST, canonical

ONE = [
    # scheme, host, port
    ("http://madewithml.com/", "https://madewithml.com/"),
    ("https://www.alura.com.br/cursos", "https://alura.com.br/cursos"),
    ("https://Alura.COM.br/cursos", "https://alura.com.br/cursos"),
    ("https://alura.com.br:443/cursos", "https://alura.com.br/cursos"),
    ("http://alura.com.br:80/cursos", "https://alura.com.br/cursos"),
    ("http://saúde.com.br/", "https://xn--sade-rra.com.br/"),
    ("https://SAÚDE.com.br", "https://saúde.com.br"),
    ("  https://alura.com.br/cursos\n", "https://alura.com.br/cursos"),
    # path
    ("https://madewithml.com", "https://madewithml.com/"),
    ("https://coursera.org/learn/machine-learning/", "https://coursera.org/learn/machine-learning"),
    ("https://a.org/curso/?pagina=2", "https://a.org/curso?pagina=2"),
    ("https://a.org/%7Eana/defini%c3%a7%c3%a3o", "https://a.org/~ana/definição"),
    ("https://a.org/um curso", "https://a.org/um%20curso"),
    # where the click came from
    (
        "https://developers.google.com/machine-learning/crash-course?_lrsc=2816a671-927b-4c92-af3b",
        "https://developers.google.com/machine-learning/crash-course",
    ),
    ("https://a.org/b?utm_source=x&utm_medium=y&id=7", "https://a.org/b?id=7"),
    ("https://a.org/b?id=7&fbclid=IwAR0&UTM_Campaign=z", "https://a.org/b?id=7"),
    ("https://a.org/b?%75tm_source=x", "https://a.org/b"),
    (
        "https://medium.com/data-hackers/um-texto?source=rss",
        "https://medium.com/data-hackers/um-texto",
    ),
    ("https://a.org/b?", "https://a.org/b"),
    # places on a page
    ("https://a.org/b#resumo", "https://a.org/b"),
    ("https://a.org/b#defini%C3%A7%C3%A3o", "https://a.org/b"),
    ("https://a.org/b#:~:text=aprendizado", "https://a.org/b"),
    ("https://a.org/#/curso:~:text=aprendizado", "https://a.org/#/curso"),
    ("https://a.org/b#", "https://a.org/b"),
    # a video of YouTube
    ("https://youtu.be/R8rtdIABVxc", "https://www.youtube.com/watch?v=R8rtdIABVxc"),
    ("https://youtu.be/u9_UGWqbzQw?t=4378", "https://www.youtube.com/watch?v=u9_UGWqbzQw"),
    ("https://www.youtube.com/watch?v=6khxGQyqTPQ&t=3s", "https://youtu.be/6khxGQyqTPQ?si=aB3"),
    ("https://m.youtube.com/watch?v=6khxGQyqTPQ", "https://youtu.be/6khxGQyqTPQ"),
    ("https://www.youtube.com/watch?app=x&v=6khxGQyqTPQ", "https://youtu.be/6khxGQyqTPQ?app=x"),
    (
        "https://www.youtube.com/watch?v=6khxGQyqTPQ&feature=youtu.be",
        "https://youtu.be/6khxGQyqTPQ",
    ),
    ("https://www.youtube.com/watch?v=6khxGQyqTPQ#t=90", "https://youtu.be/6khxGQyqTPQ"),
    ("https://www.youtube.com/live/6khxGQyqTPQ", "https://youtu.be/6khxGQyqTPQ"),
    ("https://www.youtube.com/shorts/6khxGQyqTPQ", "https://youtu.be/6khxGQyqTPQ"),
    ("https://www.youtube.com/embed/6khxGQyqTPQ?start=30", "https://youtu.be/6khxGQyqTPQ"),
    ("https://www.youtube-nocookie.com/embed/6khxGQyqTPQ", "https://youtu.be/6khxGQyqTPQ"),
    (
        "https://youtu.be/6khxGQyqTPQ?list=PL1&index=2",
        "https://www.youtube.com/watch?list=PL1&v=6khxGQyqTPQ",
    ),
]

TWO = [
    # host and port
    ("https://pt.coursera.org/learn/ml", "https://www.coursera.org/learn/ml"),
    ("https://straße.de/", "https://strasse.de/"),
    ("https://a.org:8080/", "https://a.org/"),
    ("http://a.org:8080/", "https://a.org:8080/"),
    ("http://a.org:443/", "http://a.org/"),
    ("https://ana@a.org/", "https://a.org/"),
    ("https://www.com/", "https://com/"),
    ("https://www.www.org/", "https://org/"),
    # path
    ("https://a.org/Curso", "https://a.org/curso"),
    ("https://a.org/2021/index.html", "https://a.org/2021"),
    ("https://a.org/a%2Fb", "https://a.org/a/b"),
    ("https://a.org/a//", "https://a.org/a"),
    ("https://a.org/100%", "https://a.org/100%25"),
    ("https://deeplearning.ai/", "https://deeplearning.ai/programs/"),
    # query
    ("https://a.org/?id=1", "https://a.org/?id=2"),
    ("https://a.org/?ID=1", "https://a.org/?id=1"),
    ("https://a.org/?a=1&b=2", "https://a.org/?b=2&a=1"),
    ("https://a.org/?q=a+b", "https://a.org/?q=a%2Bb"),
    ("https://a.org/?q=a%26b", "https://a.org/?q=a&b"),
    ("https://a.org/?hl=pt", "https://a.org/?hl=en"),
    ("https://github.com/x/y?ref=main", "https://github.com/x/y"),
    ("https://a.org/?source=livro", "https://a.org/"),
    ("https://a.org/?t=4378", "https://a.org/"),
    # fragments that choose the page
    ("https://a.org/#/rota", "https://a.org/"),
    ("https://a.org/#!/rota", "https://a.org/#!/outra"),
    ("https://a.org/#!rota", "https://a.org/"),
    (
        "https://docs.google.com/spreadsheets/d/x/edit#gid=0",
        "https://docs.google.com/spreadsheets/d/x/edit#gid=7",
    ),
    ("https://a.org/jogo#" + "eyJh" * 30, "https://a.org/jogo"),
    # YouTube: other videos, lists, channels, and words that look like the id of a video
    ("https://youtu.be/R8rtdIABVxc", "https://youtu.be/r8rtdIABVxc"),
    ("https://www.youtube.com/playlist?list=PL1", "https://www.youtube.com/playlist?list=PL2"),
    ("https://www.youtube.com/watch?v=6khxGQyqTPQ&list=PL1", "https://youtu.be/6khxGQyqTPQ"),
    ("https://www.youtube.com/embed/videoseries?list=PL1", "https://youtu.be/videoseries?list=PL1"),
    (
        "https://www.youtube.com/embed/live_stream?channel=UC1",
        "https://youtu.be/live_stream?channel=UC1",
    ),
    ("https://www.youtube.com/channel/UC1/featured", "https://www.youtube.com/channel/UC1"),
    ("https://www.youtube.com/R8rtdIABVxc", "https://youtu.be/R8rtdIABVxc"),
    ("https://vimeo.com/watch?v=R8rtdIABVxc", "https://youtu.be/R8rtdIABVxc"),
    # not for the browser, or not an address
    ("ftp://a.org/b", "https://a.org/b"),
    ("mailto:ana@a.org", "mailto:ANA@a.org"),
    ("a.org/b", "https://a.org/b"),
    ("", "https://a.org/"),
]

# Addresses put together from what has meaning in them, besides text of any kind.
PIECES = some.sampled_from([
    *"/?#&=%:@.+~[]\\ é\ud800\x00",
    *("http://", "HTTPS://", "www.", "a.org", "youtu.be", "youtube.com/watch", "6khxGQyqTPQ"),
    *(":80", ":443", ":~:", "%2", "%41", "%7e", "%2F", "%25", "%zz", "utm_a=1", "t=3", "v="),
])  # fmt: skip
ADDRESSES = some.lists(PIECES | some.text(max_size=3), max_size=9).map("".join)
WORDS = some.text(string.ascii_letters + string.digits + "-_~.", min_size=1, max_size=6)


@pytest.mark.parametrize(("one", "other"), ONE)
def test_the_same_thing_has_one_key(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_things_keep_two_keys(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@given(ADDRESSES | some.text())
@example("https://www.www.org/")
@example("https://a.org/%%341")
@example("https://a.org/#/%41:%7E:%")
@example("https://a.org/?%75tm_x=%zz&a=%")
@example("http://[")
@example("https://a.org/" + "á" * 1000)
def test_any_text_has_a_key_and_a_key_is_its_own_key(text: str) -> None:
    key = canonical(text)

    assert canonical(key) == key
    assert len(key) <= LONGEST
    assert key.isascii()
    assert key.isprintable()


@given(*[some.tuples(some.lists(WORDS, max_size=3), some.lists(WORDS, max_size=3))] * 2)
def test_other_paths_and_questions_have_other_keys(
    one: tuple[list[str], list[str]], other: tuple[list[str], list[str]]
) -> None:
    def address(parts: tuple[list[str], list[str]]) -> str:
        # A name that nobody counts clicks with.
        path, query = parts
        return f"http://a.org/{'/'.join(path)}?{'&'.join(f'x{word}={word}' for word in query)}"

    assert (canonical(address(one)) == canonical(address(other))) == (one == other)


def test_the_longest_addresses_are_told_apart() -> None:
    long = "https://a.org/" + "á" * 2000

    assert canonical(long).startswith("sha256:")
    assert canonical(long) != canonical(long + "b")
