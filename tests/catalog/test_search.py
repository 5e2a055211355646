"""The search page: words and filters in the address, and what they find."""

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalog.models import Cost, Kind, Language, Level, Resource, Section, Status
from progress.journey import LearnerJourney
from progress.models import State
from tests import builders, cast

pytestmark = pytest.mark.django_db


def stage(**track: object) -> Section:
    return builders.section(builders.track(**track))


def published(title: str, **fields: object) -> Resource:
    resource = builders.resource(title, **fields)
    builders.step(Section.objects.first() or stage(), resource=resource)
    return resource


def text(page: HttpResponse) -> str:
    """The words of a page, as they are read."""
    apart = re.sub(r"</(span|p|li|a|h\d|div)>", " ", page.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", "", apart)).split())


def titles(page: HttpResponse) -> list[str]:
    """The rows of resources, as they are read."""
    rows = page.content.decode().split('class="step')[1:]
    found = [re.search(r'class="t"[^>]*>(.*?)</a>', row, re.DOTALL) for row in rows]
    return [re.sub(r"</?mark>", "", title[1]) for title in found if title]


def options(page: HttpResponse) -> dict[str, int]:
    """What the filters offer, with their counts: `{"tipo=course": 2}`."""
    every = r'name="(\w+)" value="([\w-]+)"[^>]*>[^<]*<small class="num">(\d+)'
    return {f"{key}={code}": int(n) for key, code, n in re.findall(every, page.content.decode())}


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("definicoes", "Definição de pronto"),
        ("definição", "Definições de pronto"),
        ("maquina", "Máquinas de vetores"),
        ("MÁQUINAS vetor", "Máquina de vetores"),
    ],
)
def test_words_find_every_form_of_themselves(client: Client, question: str, title: str) -> None:
    published("Outro assunto")
    published(title)
    assert titles(client.get("/busca/", {"q": question})) == [title]


def test_without_words_everything_is_there_in_the_order_of_the_alphabet(client: Client) -> None:
    for title in ("banana", "Álgebra", "abacaxi", "Zebra"):
        published(title)
    assert titles(client.get("/busca/")) == ["abacaxi", "Álgebra", "banana", "Zebra"]


def test_only_what_is_published_is_found(client: Client) -> None:
    stays = published("Curso que fica")
    published("Curso retirado").retire()
    twin = published("Curso repetido")
    twin.merged_into = stays
    twin.save()
    builders.resource("Curso sem trilha")
    for status in (Status.DRAFT, Status.RETIRED):
        hidden = stage(status=status)
        builders.step(hidden, resource=builders.resource(f"Curso de trilha {status}"))
    assert titles(client.get("/busca/?q=curso")) == ["Curso que fica"]
    assert "Curso de trilha" not in text(client.get("/busca/sugestoes/?q=curso"))


def test_found_words_are_marked_and_nothing_of_a_title_is_run(client: Client) -> None:
    published("<b>Máquinas</b> & definições: awesome-maquinas", title_language="en")
    page = client.get("/busca/?q=maquina").content.decode()
    assert (
        'lang="en">&lt;b&gt;<mark>Máquinas</mark>&lt;/b&gt; &amp; definições: '
        "awesome-<mark>maquinas</mark></a>"
    ) in page


def test_it_says_how_much_was_found_and_shows_the_rest(client: Client) -> None:
    mlops = builders.skill("DevOps/MLOps")
    published("MLOps na prática", skills=[mlops])
    published("O que é MLOps?")
    builders.community("MLOps community")
    page = client.get("/busca/?q=mlops")
    assert "2 recursos, 1 habilidade e 1 comunidade para mlops" in text(page)
    assert "habilidade 1 recurso" in text(page)
    assert mlops.get_absolute_url() in page.content.decode()


def test_a_track_is_found_by_its_title(client: Client) -> None:
    track, _ = builders.track_of("Rules", title="Engenharia de máquinas")
    page = client.get("/busca/?q=maquina")
    assert f'href="{track.get_absolute_url()}"' in page.content.decode()
    assert "Mas encontramos" in text(page)


FILTERED = {
    "tipo=course": ("kind", Kind.COURSE, Kind.BOOK),
    "nivel=advanced": ("level", Level.ADVANCED, Level.BEGINNER),
    "idioma=pt-BR": ("language", Language.PORTUGUESE, Language.ENGLISH),
    "custo=free": ("cost", Cost.FREE, Cost.PAID),
}


@pytest.mark.parametrize("query", FILTERED)
def test_each_filter_keeps_its_own(client: Client, query: str) -> None:
    field, kept, other = FILTERED[query]
    published("SQL que fica", **{field: kept})
    published("SQL que sai", **{field: other})
    assert titles(client.get(f"/busca/?q=sql&{query}")) == ["SQL que fica"]
    assert len(titles(client.get(f"/busca/?q=sql&{query}&{query.partition('=')[0]}={other}"))) == 2


def test_a_skill_filters_too(client: Client) -> None:
    sql = builders.skill("SQL", uid="sql")
    published("Consultas", skills=[sql])
    published("Redes")
    page = client.get("/busca/?habilidade=sql")
    assert titles(page) == ["Consultas"]
    assert '<option value="sql" selected>SQL (1)</option>' in page.content.decode()


def test_a_state_filters_by_the_marks_of_who_asks(client: Client) -> None:
    done, doing = published("Feito já"), published("Agora mesmo")
    published("Ainda não")
    ana = cast.ana()
    journey = LearnerJourney(ana.pk)
    journey.set_state(done, State.DONE)
    journey.set_state(doing, State.DOING)

    def asked(*states: str) -> list[str]:
        return titles(client.get("/busca/", {"andamento": states}))

    assert asked("todo") == ["Agora mesmo", "Ainda não", "Feito já"]  # a visitor has no marks yet
    client.force_login(ana)
    assert asked("done") == ["Feito já"]
    assert asked("doing", "todo") == ["Agora mesmo", "Ainda não"]
    assert options(client.get("/busca/"))["andamento=done"] == 1


def test_a_visitor_filters_by_their_marks_as_well(client: Client) -> None:
    done = published("Feito já")
    published("Ainda não")
    headers = {"Origin": "http://testserver"}
    client.post(f"/recursos/{done.uid}/andamento/", {"state": "done"}, headers=headers)
    assert titles(client.get("/busca/?andamento=done")) == ["Feito já"]
    assert titles(client.get("/busca/?andamento=todo")) == ["Ainda não"]


def test_every_option_says_what_it_would_leave_given_the_other_groups(client: Client) -> None:
    published("SQL um", kind=Kind.COURSE, language=Language.PORTUGUESE)
    published("SQL dois", kind=Kind.COURSE, language=Language.ENGLISH)
    published("SQL três", kind=Kind.BOOK, language=Language.ENGLISH)
    published("Python", kind=Kind.VIDEO, language=Language.ENGLISH)

    counts = options(client.get("/busca/?q=sql&tipo=course"))
    assert counts == {
        "tipo=course": 2,  # its own group widens, so the others stay in sight
        "tipo=book": 1,
        "idioma=pt-BR": 1,
        "idioma=en": 1,
        "andamento=todo": 2,
    }
    both = options(client.get("/busca/?q=sql&tipo=course&idioma=en"))
    assert (both["tipo=course"], both["tipo=book"], both["idioma=pt-BR"]) == (1, 1, 1)


def test_filters_stay_in_the_address_and_each_can_be_taken_out(client: Client) -> None:
    for n in range(25):
        published(f"SQL {n}", kind=Kind.COURSE, level=Level.BEGINNER)
    page = client.get("/busca/?q=sql&tipo=course&nivel=beginner&outra=coisa").content.decode()
    assert 'href="?q=sql&amp;nivel=beginner"' in page  # without the kind
    assert 'href="?q=sql&amp;tipo=course"' in page
    assert '<input type="hidden" name="tipo" value="course">' in page  # a new question keeps them
    assert re.search(r'rel="next" href="\?q=sql&amp;tipo=course&amp;.*pagina=2"', page)
    second = client.get("/busca/?q=sql&tipo=course&pagina=2")
    assert len(titles(second)) == 5
    assert "Página 2 de 2" in text(second)
    assert "página 2" in second.content.decode().split("</title>")[0]


def test_the_other_language_asks_the_same(client: Client) -> None:
    page = client.get("/busca/?q=sql&tipo=course&outra=coisa").content.decode()
    assert '/en/busca/?q=sql&amp;tipo=course" lang="en"' in page
    assert '/en/busca/" lang="en"' in client.get("/busca/").content.decode()


def test_filters_that_leave_nothing_say_so(client: Client) -> None:
    published("SQL", kind=Kind.COURSE)
    page = client.get("/busca/?q=sql&tipo=course&idioma=es")
    assert "Nada com estes filtros" in text(page)
    assert "Sem eles há 1 recurso." in text(page)
    assert 'href="?q=sql">Tirar os filtros' in page.content.decode()


def test_nothing_found_helps_on(client: Client) -> None:
    published("SQL", tags=["Banco de dados"])
    page = client.get("/busca/?q=quantica")
    assert "Nenhum recurso fala de quantica" in text(page)
    assert "/assuntos/banco-de-dados/" in page.content.decode()
    assert 'href="/trilhas/">Ver as trilhas' in page.content.decode()


def test_an_empty_catalog_says_so(client: Client) -> None:
    assert "Ainda não há recursos" in text(client.get("/busca/"))


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%00sql%00",
        "q=%ED%A0%80",
        "q=%F0%9F%A6%AB",
        "q=" + "a" * 10_000,
        "q=" + "palavra+" * 1_000,
        "q=%25%5F%27%22",
        "tipo=nada&nivel=%00&idioma=xx&custo=&andamento=morto&habilidade=%00",
        "q=sql&pagina=-3",
        "q=sql&pagina=99999999999999999999",
        "q=sql&pagina=%00",
        "&".join(f"tipo={n}" for n in range(300)),
    ],
)
def test_nothing_that_is_asked_breaks_the_page(client: Client, query: str) -> None:
    published("SQL")
    assert client.get(f"/busca/?{query}").status_code == 200
    assert client.get(f"/busca/sugestoes/?{query}").status_code == 200


def test_what_nobody_knows_is_ignored(client: Client) -> None:
    published("SQL")
    page = client.get("/busca/?q=sql&tipo=nada&habilidade=nada&andamento=morto")
    assert titles(page) == ["SQL"]
    assert "Remover filtro" not in text(page)


def test_answers_to_questions_stay_out_of_search_engines(client: Client) -> None:
    assert "noindex" not in client.get("/busca/").content.decode()
    assert "noindex" in client.get("/busca/?q=sql").content.decode()


@pytest.mark.parametrize("rows", [4, 8])
def test_a_question_costs_the_same_however_much_it_finds(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(rows):
        skill = builders.skill(f"SQL {n}")
        published(f"SQL {n}", skills=[skill], tags=[f"sql {n}"], kind=Kind.values[n])
        builders.community(f"SQL {n}")
        builders.track_of("Python", title=f"SQL {n}")
    ana = cast.ana()
    LearnerJourney(ana.pk).set_state(Resource.objects.all()[0], State.DONE)
    with django_assert_num_queries(7):
        client.get("/busca/?q=sql&andamento=todo")
    client.force_login(ana)
    with django_assert_num_queries(10):  # the session, the person, their marks
        client.get("/busca/?q=sql&andamento=todo")
    with django_assert_num_queries(11):  # two more to help on
        client.get("/busca/?q=nada&tipo=course")


def test_only_reading(client: Client) -> None:
    assert client.post("/busca/").status_code == 405
    assert client.post("/busca/sugestoes/").status_code == 405
