"""Resources as a table: Duda edits them in a spreadsheet and looks before anything is written."""

import pytest
from reversion.models import Revision

from catalog.exchange import Incoming, table
from catalog.models import Edition, Resource
from catalog.spreadsheet import BrokenTableError, read
from tests import builders, cast

pytestmark = pytest.mark.django_db
HEAD = "uid,title,url,kind,level,minutes,tags,skills\n"


def line(text: str) -> str:
    [wrong] = Incoming(HEAD + text).wrong
    return " ".join(wrong.problems)


def test_what_goes_out_comes_back_and_changes_nothing() -> None:
    builders.resource("=1+1", tags=["a, b", "sql"], skills=[builders.skill()], minutes=90, kind="")

    incoming = Incoming(table(Resource.objects.all()))

    assert (incoming.same, incoming.new, incoming.changed, incoming.wrong) == (1, [], [], [])


def test_a_formula_does_not_run_in_a_spreadsheet() -> None:
    builders.resource("=HYPERLINK(1)")
    assert read(table(Resource.objects.all()))[0]["title"] == "=HYPERLINK(1)"
    assert "\n'=" not in table(Resource.objects.all()) and ",'=HYPERLINK" in table(
        Resource.objects.all()
    )


def test_new_and_changed_lines_come_in_together() -> None:
    sql, duda = builders.skill("SQL", uid="sql"), cast.duda()
    old = builders.resource("Livro", kind="book", tags=["velho"], minutes=10)
    text = HEAD + (
        f"{old.uid},Livro novo,{old.url},Curso,,,novo,sql\n,Vídeo,https://example.org/v,video,,30,,\n"
    )
    edition, incoming = Edition.now(), Incoming(text)
    assert [[said[0] for said in changed.said] for changed in incoming.changed] == [
        ["título", "tipo", "minutos", "assuntos", "habilidades que ensina"]
    ]

    assert Incoming.bring(text, incoming.seal, duda) == 2

    old.refresh_from_db()
    assert (old.title, old.kind, old.minutes) == ("Livro novo", "course", None)
    assert [*old.tags.names()] == ["novo"] and [*old.skills.all()] == [sql]
    assert Resource.objects.get(uid="video").minutes == 30
    assert Edition.now() == edition + 1 and Revision.objects.count() == 1
    assert not Incoming(text.replace(",Vídeo", "video,Vídeo")).changed  # a second time: nothing


def test_new_lines_of_one_title_are_told_apart() -> None:
    builders.resource("Livro", uid="livro")
    lines = [f"Livro,https://example.org/{n}" for n in range(3)]

    incoming = Incoming("\n".join(["title,url", *lines]))

    assert [line.resource.uid for line in incoming.new] == ["livro-2", "livro-3", "livro-4"]


@pytest.mark.parametrize("sign", ["\u2028", "\x0b", "\x0c", "\x1c", "\x85"])
def test_only_ends_of_lines_are_the_same_in_every_spelling(sign: str) -> None:
    known = builders.resource(description="Começa.\r\nTermina.")
    text = 'uid,description\n{},"Começa.{}Termina."\n'

    assert not Incoming(text.format(known.uid, "\r")).changed
    [changed] = Incoming(text.format(known.uid, sign)).changed

    assert changed.resource.description == f"Começa.{sign}Termina."


def test_a_line_without_uid_is_known_by_its_address() -> None:
    known = builders.resource("Livro", url="https://example.org/livro")

    [changed] = Incoming("url,title\nhttp://www.example.org/livro/,Outro título\n").changed

    assert changed.resource == known
    assert [said[2] for said in changed.said] == [
        "Outro título",
        "http://www.example.org/livro/",
    ]


def test_a_column_that_is_missing_leaves_its_field() -> None:
    old = builders.resource("Livro", level="advanced", tags=["sql"])
    text = f"uid,title\n{old.uid},Outro\n"

    Incoming.bring(text, Incoming(text).seal, cast.duda())

    old.refresh_from_db()
    assert (old.level, [*old.tags.names()]) == ("advanced", ["sql"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (",Livro,javascript:alert(1),book,,,,\n", "http"),
        (",,https://example.org/x,book,,,,\n", "título"),
        (",Livro,https://example.org/x,romance,,,,\n", "romance"),
        (",Livro,https://example.org/x,book,,muitos,,\n", "minutos"),
        (",Livro,https://example.org/x,book,,0,,\n", "minutos"),
        (",Livro,https://example.org/x,book,,,!!!,\n", "!!!"),
        (",Livro,https://example.org/x,book,,,,cozinha\n", "cozinha"),
        ("Não é uid,Livro,https://example.org/x,book,,,,\n", "identificador"),
    ],
)
def test_a_wrong_cell_is_said_in_words(text: str, said: str) -> None:
    assert said in line(text)


def test_the_same_address_twice_is_said() -> None:
    same = ",Livro,https://example.org/x,book,,,,\n"
    assert "linha 2" in line(same + same.replace("https", "http"))


@pytest.mark.parametrize("there", [True, False])
def test_the_same_uid_twice_is_said(there: bool) -> None:
    uid = builders.resource("Livro").uid if there else "novo"
    lines = [f"{uid},{n},https://example.org/{n},book,,,,\n" for n in "ab"]
    assert "uid está na linha 2" in line("".join(lines))


def test_an_address_that_another_resource_has_is_said() -> None:
    one, other = builders.resource("Livro"), builders.resource("Curso")
    assert "Já existe" in line(f"{one.uid},Livro,{other.url},book,,,,\n")


def test_while_a_line_is_wrong_nothing_is_written() -> None:
    text = HEAD + ",Bom,https://example.org/b,book,,,,\n,,https://example.org/m,book,,,,\n"
    assert Incoming.bring(text, Incoming(text).seal, cast.duda()) == 0
    assert not Resource.objects.exists()


def test_what_somebody_changed_meanwhile_is_looked_at_again() -> None:
    old = builders.resource("Livro")
    text = f"uid,title\n{old.uid},Da planilha\n"
    seal = Incoming(text).seal
    Resource.objects.filter(pk=old.pk).update(title="De outra pessoa")  # as another hand would

    assert Incoming.bring(text, seal, cast.duda()) is None
    old.refresh_from_db()
    assert old.title == "De outra pessoa"


@pytest.mark.parametrize("text", ["título\nLivro\n", "uid\n" + "x\n" * 5_001])
def test_a_table_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(BrokenTableError):
        Incoming(text)


def test_twice_the_lines_cost_the_same_queries(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for n in range(4):
        builders.resource(f"Livro {n}", tags=["sql"], skills=[builders.skill()])
    for few in (2, 4):
        text = table(Resource.objects.filter(pk__in=Resource.objects.all()[:few]))
        for came in (text, text.replace("Livro", "Outro")):
            with django_assert_num_queries(5):
                Incoming(came)
