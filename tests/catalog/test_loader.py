"""The file of a track is loaded again and again; what people did meanwhile stays."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from reversion.models import Revision
from taggit.models import Tag

from catalog.models import Edition, Outline, Resource, Section, Skill, Step, Track
from progress.journey import LearnerJourney
from progress.models import State
from tests import builders, cast

pytestmark = pytest.mark.django_db
Fields = dict[str, Any]


class Author:
    """Writes the file of a small track, and loads it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: dict[str, Fields] = {}
        self.says("catalog.track", "dados", title="Dados", status="published")
        self.says("catalog.skill", "sql", title="SQL")
        self.says("catalog.resource", "curso", title="Curso", skills=[["sql"]], minutes=60)
        self.says("catalog.resource", "livro", title="Livro")
        self.says("taggit.tag", "dados", slug="dados")
        self.says("catalog.taggedresource", "curso", "dados")
        self.says("catalog.section", "leituras", title="Leituras", position=10)
        self.says("catalog.step", "grupo", section="leituras", title="Para começar", position=10)
        self.says("catalog.step", "curso", section="leituras", parent="grupo", resource="curso")
        self.says("catalog.step", "livro", section="leituras", resource="livro", position=20)

    def says(self, model: str, uid: str, tag: str = "", **fields: Any) -> None:
        """Write a row, or change what is written of it."""
        noun = model.partition(".")[2]
        if noun == "tag":
            fields["name"] = uid
        elif noun == "taggedresource":
            fields |= {"content_object": [uid], "tag": [tag]}
        else:
            fields["uid"] = uid
        if noun in ("section", "step"):
            fields["track"] = ["dados"]
            inner = {"section", "parent"} & fields.keys()
            fields |= {name: ["dados", fields[name]] for name in inner}
        fields |= {name: [fields[name]] for name in {"resource", "skill"} & fields.keys()}
        if noun == "resource":
            fields.setdefault("url", f"https://example.org/{uid}")
        ref = f"{noun} {uid}{tag}"
        self.rows[ref] = {
            "model": model,
            "fields": self.rows.get(ref, {}).get("fields", {}) | fields,
        }

    def forgets(self, *refs: str) -> None:
        for ref in refs:
            del self.rows[ref]

    def writes(self, rows: Any) -> None:
        self.path.write_text(json.dumps(rows), encoding="utf-8")

    def loads(self, **options: Any) -> str:
        self.writes(list(self.rows.values()))
        return load(self.path, **options)


def load(path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("load_trail", path, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return Author(tmp_path / "dados.json")


def headings() -> list[str]:
    return [step.heading for step in Outline.of("dados").steps()]


def test_the_first_load_brings_everything(author: Author) -> None:
    assert "10 new" in author.loads()

    assert headings() == ["Para começar", "Curso", "Livro"]
    curso = Resource.objects.matching("cursos").get()
    assert [*curso.skills.all()] == [Skill.objects.get()]
    assert [*curso.tags.names()] == ["dados"]


def test_an_unchanged_file_changes_nothing(author: Author) -> None:
    author.loads()
    edition, revisions = Edition.now(), Revision.objects.count()

    assert author.loads() == "dados.json: nothing changed\n"
    assert (Edition.now(), Revision.objects.count()) == (edition, revisions)


def test_a_load_is_one_revision_and_one_edition(author: Author) -> None:
    author.loads()

    assert Edition.now() == 1
    assert Revision.objects.get().comment == "load_trail dados.json"


def test_a_changed_row_is_updated_and_anas_mark_stays(author: Author) -> None:
    author.loads()
    ana, curso = cast.ana(), Resource.objects.get(uid="curso")
    LearnerJourney(ana.pk).set_state(curso, State.DONE)
    author.says("catalog.resource", "curso", title="Curso de SQL", level="beginner")

    assert "changed: resource: Curso de SQL (title, level)" in author.loads()
    assert LearnerJourney(ana.pk).states == {curso.pk: State.DONE}
    assert Resource.objects.matching("sql").get() == curso


def test_what_duda_changed_stays_when_the_file_did_not(author: Author) -> None:
    author.loads()
    Resource.objects.get(uid="livro").retire()
    curso = Resource.objects.get(uid="curso")
    curso.title, curso.minutes = "Curso da Duda", 90
    curso.save()
    curso.tags.clear()
    Step.objects.get(uid="livro").delete()
    author.loads()

    curso.refresh_from_db()
    assert (curso.title, curso.minutes, [*curso.tags.names()]) == ("Curso da Duda", 90, [])
    assert Resource.objects.get(uid="livro").retired_at
    assert headings() == ["Para começar", "Curso da Duda"]


def test_only_the_fields_that_the_file_changed_are_written(author: Author) -> None:
    author.loads()
    curso = Resource.objects.get(uid="curso")
    curso.title = "Curso da Duda"
    curso.save()
    author.says("catalog.resource", "curso", minutes=75)
    author.loads()

    curso.refresh_from_db()
    assert (curso.title, curso.minutes) == ("Curso da Duda", 75)


def test_a_field_that_left_the_file_is_emptied(author: Author) -> None:
    author.loads()
    del author.rows["resource curso"]["fields"]["minutes"]
    del author.rows["resource curso"]["fields"]["skills"]

    assert "(minutes, skills it teaches)" in author.loads()
    curso = Resource.objects.get(uid="curso")
    assert (curso.minutes, curso.skills.count()) == (None, 0)


def test_tags_follow_the_file(author: Author) -> None:
    author.loads()
    author.says("taggit.tag", "sql", slug="sql")
    author.says("catalog.taggedresource", "curso", "sql")
    author.forgets("taggedresource cursodados")

    assert "changed: resource: Curso (topics)" in author.loads()
    assert [*Resource.objects.get(uid="curso").tags.names()] == ["sql"]


def test_a_tag_that_duda_renamed_is_still_the_files_tag(author: Author) -> None:
    author.loads()
    tag = Tag.objects.get(slug="dados")
    tag.name = "Dados e tabelas"
    tag.save()
    author.says("catalog.resource", "aula", title="Aula")
    author.says("catalog.taggedresource", "aula", "dados")
    author.loads()

    assert [*Resource.objects.get(uid="aula").tags.all()] == [tag]
    assert Tag.objects.get().name == "Dados e tabelas"


def test_what_left_is_retired_and_its_steps_are_removed(author: Author) -> None:
    author.loads()
    ana, livro = cast.ana(), Resource.objects.get(uid="livro")
    LearnerJourney(ana.pk).set_state(livro, State.DOING)
    author.forgets("resource livro", "step livro")
    told = author.loads()

    assert "retired: resource: Livro" in told
    assert "deleted: step: Livro" in told
    livro.refresh_from_db()
    assert livro.retired_at
    assert LearnerJourney(ana.pk).states == {livro.pk: State.DOING}
    assert headings() == ["Para começar", "Curso"]


def test_a_retired_thing_that_comes_back_is_brought_back(author: Author) -> None:
    author.loads()
    row, step = author.rows["resource livro"], author.rows["step livro"]
    author.forgets("resource livro", "step livro")
    author.loads()
    author.rows |= {"resource livro": row, "step livro": step}

    assert "brought back: resource: Livro" in author.loads()
    assert headings() == ["Para começar", "Curso", "Livro"]


def test_what_another_track_cites_is_not_retired(author: Author) -> None:
    author.loads()
    livro = Resource.objects.get(uid="livro")
    builders.step(builders.section(builders.track()), resource=livro)
    author.forgets("resource livro", "step livro")
    author.loads()

    livro.refresh_from_db()
    assert livro.retired_at is None


def test_a_whole_section_leaves_from_the_inside_out(author: Author) -> None:
    author.loads()
    author.forgets("section leituras", "step grupo", "step curso", "step livro")
    author.loads()

    assert not Section.objects.exists()
    assert not Step.objects.exists()


def test_what_holds_a_step_of_dudas_stays(author: Author) -> None:
    author.loads()
    builders.step(Section.objects.get(), resource=builders.resource("Da Duda"))
    author.forgets("section leituras", "step grupo", "step curso", "step livro")

    assert "gone from the file, but holding something: section: Leituras" in author.loads()
    assert headings() == ["Da Duda"]


def test_a_step_that_moves_keeps_its_row(author: Author) -> None:
    author.loads()
    curso = Step.objects.get(uid="curso")
    author.says("catalog.section", "cursos", title="Cursos", position=5)
    author.says("catalog.step", "curso", section="cursos")
    del author.rows["step curso"]["fields"]["parent"]
    author.forgets("step grupo")
    author.loads()

    assert headings() == ["Curso", "Livro"]
    assert Step.objects.get(uid="curso") == curso


def test_a_group_that_duda_deleted_returns_when_a_changed_step_needs_it(author: Author) -> None:
    author.loads()
    Step.objects.get(uid="grupo").delete()
    author.says("catalog.step", "curso", section="leituras", remark="Agora com exercícios.")
    author.loads()

    assert headings() == ["Para começar", "Curso", "Livro"]


def test_the_order_of_the_file_does_not_matter(author: Author) -> None:
    author.rows = dict(reversed(author.rows.items()))
    author.loads()

    assert headings() == ["Para começar", "Curso", "Livro"]


def test_a_dry_run_shows_everything_and_writes_nothing(author: Author) -> None:
    told = author.loads(dry_run=True)

    assert "new: resource: Curso" in told
    assert "nothing was written" in told
    assert (Track.objects.count(), Edition.now(), Revision.objects.count()) == (0, 0, 0)
    assert "10 new" in author.loads()


def test_long_lists_are_cut_unless_asked_for(author: Author) -> None:
    for n in range(30):
        author.says("catalog.resource", f"livro-{n}", title=f"Livro {n}")

    assert "… and 20 more" in author.loads(dry_run=True)
    assert "Livro 29" in author.loads(dry_run=True, verbosity=2)


def test_rows_of_plain_loaddata_are_known(author: Author) -> None:
    author.loads()
    call_command("load_trail", author.path, stdout=StringIO())
    pk = Resource.objects.get(uid="curso").pk
    author.loads()

    assert Resource.objects.get(uid="curso").pk == pk


Break = Callable[[Author], None]


def breaks(model: str, uid: str, **fields: Any) -> Break:
    return lambda author: author.says(model, uid, **fields)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (breaks("catalog.resource", "curso", minutes="muitos"), "must be an integer"),
        (breaks("catalog.resource", "curso", minutes=0), "Leave the minutes blank"),
        (breaks("catalog.resource", "curso", url="curso"), "url:"),
        (breaks("catalog.resource", "curso", kind="novela"), "kind:"),
        (breaks("catalog.resource", "curso", title=""), "title:"),
        (breaks("catalog.resource", "curso", title=["Curso"]), "“title”"),
        (breaks("catalog.resource", "curso", title="\0"), "“title”"),
        (breaks("catalog.resource", "curso", skills=["sql"]), "“skills”"),
        (breaks("catalog.resource", "curso", skills=[["java"]]), "catalog.skill:java, which"),
        (breaks("catalog.resource", "curso", cor="azul"), "does not know cor"),
        (breaks("catalog.resource", "livro", url="http://example.org/curso/"), "this address"),
        (
            breaks("catalog.step", "livro", section="outra"),
            "points to catalog.section:dados/outra",
        ),
        (breaks("catalog.step", "livro", skill="sql"), "points to one thing only"),
        (breaks("catalog.step", "grupo", parent="curso"), "catalog.step:dados/"),
        (breaks("catalog.track", "outra", title="Outra"), "exactly one track"),
        (lambda author: author.forgets("track dados"), "exactly one track"),
        (
            lambda author: author.rows.update(again=author.rows["step livro"]),
            "repeats record 10",
        ),
        (lambda author: author.rows["step livro"].update(pk=7), "remove “pk”"),
        (lambda author: author.rows["step livro"].update(model="auth.user"), "Record 10"),
        (lambda author: author.rows["step livro"].pop("fields"), "Record 10"),
        (
            lambda author: author.rows["step livro"]["fields"].update(section=["x", "leituras"]),
            "another track",
        ),
    ],
)
def test_a_broken_file_is_explained_and_nothing_is_written(
    author: Author, broken: Break, message: str
) -> None:
    author.loads()
    before = (Edition.now(), Revision.objects.count(), headings())
    author.says("catalog.resource", "livro", title="Outro título")
    broken(author)

    with pytest.raises(CommandError, match=message) as error:
        author.loads()
    assert "Nothing was loaded" in str(error.value)
    assert (Edition.now(), Revision.objects.count(), headings()) == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"[{]", "line 1, column 3"),
        (b"{}", "a list"),
        (b"[3]", "Record 1"),
        (b"\xff", "UTF-8"),
        (None, "opened"),
    ],
)
def test_what_is_no_fixture_is_explained(tmp_path: Path, text: bytes | None, message: str) -> None:
    path = tmp_path / "x.json"
    if text is not None:
        path.write_bytes(text)

    with pytest.raises(CommandError, match=message):
        load(path)


def test_of_several_files_all_or_none_are_loaded(author: Author, tmp_path: Path) -> None:
    author.writes(list(author.rows.values()))
    broken = tmp_path / "quebrado.json"
    broken.write_text("[")

    with pytest.raises(CommandError):
        call_command("load_trail", author.path, broken, stdout=StringIO())
    assert not Track.objects.exists()


def test_a_broken_file_among_the_fixtures_is_named(tmp_path: Path, settings: Any) -> None:
    settings.FIXTURE_DIRS = [tmp_path]
    (tmp_path / "quebrado.json").write_text("[")

    with pytest.raises(CommandError, match=r"quebrado\.json: The file is not JSON"):
        call_command("load_trail", stdout=StringIO())


def test_by_default_every_track_of_the_fixtures_is_loaded(
    author: Author, tmp_path: Path, settings: Any
) -> None:
    settings.FIXTURE_DIRS = [tmp_path]
    author.writes(list(author.rows.values()))
    (tmp_path / "people.json").write_text('[{"model": "accounts.user", "fields": {}}]')
    call_command("load_trail", stdout=StringIO())

    assert [*Track.objects.values_list("uid", flat=True)] == ["dados"]
