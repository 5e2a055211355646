"""A README becomes a track: what comes in, what is there already, and what is written down."""

from typing import Any

import pytest
import reversion
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reversion import revisions
from reversion.models import Revision

from catalog.exporter import outline
from catalog.history import changing_the_catalog
from catalog.importer import Mark, commit, plan
from catalog.models import Community, Edition, Resource, Section, Skill, Source, Status, Step, Track
from catalog.readme.outline import Doubt, Heading, Item, Readme, Reason, What
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = pytest.mark.django_db


def readme(*steps: Item, section: str = "Leituras", **said: Any) -> Readme:
    return Readme("Dados", **said, sections=[Heading(section, steps=list(steps))])


def link(title: str, url: str = "", **said: Any) -> Item:
    return Item(title, url or f"https://example.org/{title.lower().replace(' ', '-')}", **said)


def links(count: int) -> Readme:
    return readme(*(link(f"Aula {n}", remark="Vale a pena.") for n in range(count)))


def test_a_readme_becomes_a_draft() -> None:
    videos = Heading("Vídeos", 3, url="https://example.org/canal", steps=[link("Airflow")])
    read = readme(
        link("SQL", kind=What.COURSE, steps=[link("Exercícios")]), description="Por onde."
    )
    read.sections[0].sections.append(videos)

    track = commit(plan(read))

    assert (track.uid, track.title, track.description) == ("dados", "Dados", "Por onde.")
    assert track.status == Status.DRAFT
    # Of what it says, nothing is lost on the way back.
    assert outline(track) == read
    assert [section.uid for section in track.sections.all()] == ["leituras", "videos"]
    assert Resource.objects.get(uid="sql").kind == "course"


def test_it_is_one_entry_in_the_history_and_one_turn_of_the_edition() -> None:
    duda, before = cast.duda(), Edition.now()
    commit(plan(links(3)), by=duda, why="importou o README")
    revision = Revision.objects.get()
    assert (revision.user, revision.comment) == (duda, "importou o README")
    kinds = {version.content_type.model for version in revision.version_set.all()}
    assert kinds == {"track", "section", "step", "resource"}
    assert Edition.now() == before + 1


def test_the_source_is_remembered_with_the_row_of_every_node() -> None:
    origin = {"url": "https://github.com/a/b", "path": "README.md", "commit": "9f3c2d1"}
    track = commit(plan(links(1)), text="# Dados", origin=origin)
    source = Source.objects.get(track=track)
    assert source.text == "# Dados"
    assert [node.uid for node in Readme.from_dict(source.outline).nodes()] == ["leituras", "aula-0"]
    assert (track.source_path, track.source_commit) == ("README.md", "9f3c2d1")
    assert track.source_fetched_on


def test_twice_is_the_same_as_once() -> None:
    made = plan(links(2))
    track = commit(made)
    edition, revisions = Edition.now(), Revision.objects.count()

    assert commit(made) == track  # the same plan, pressed twice
    again = plan(links(2), track)
    assert not again
    assert again.totals["kept"] == 3
    commit(again)

    assert (Edition.now(), Revision.objects.count()) == (edition, revisions)
    assert Track.objects.count() == 1


def test_a_plan_writes_nothing() -> None:
    plan(links(2))
    assert not Track.objects.exists()
    assert not Resource.objects.exists()


def test_what_the_catalog_has_is_cited_and_not_changed() -> None:
    rules = builders.resource("Rules of ML", url="https://example.org/rules/", level="advanced")
    made = plan(readme(link("As regras", "http://www.example.org/rules?utm_source=x")))
    assert made.changes[1].in_catalog
    assert made.totals["new"] == 0

    step = commit(made).steps.get()

    assert (step.resource, step.title, step.uid) == (rules, "As regras", rules.uid)
    rules.refresh_from_db()
    assert (rules.title, rules.url) == ("Rules of ML", "https://example.org/rules/")


def test_a_duplicate_leads_to_its_survivor_and_what_was_retired_comes_back() -> None:
    survivor = builders.resource("Regras")
    builders.resource(url="https://example.org/old", merged_into=survivor)
    gone = builders.resource(url="https://example.org/gone")
    gone.retire()

    made = plan(readme(link("Regras", "https://example.org/old"), link("G", gone.url)))
    assert made.brought_back == [gone]
    track = commit(made)

    assert {step.resource for step in track.steps.all()} == {survivor, gone}
    gone.refresh_from_db()
    assert gone.retired_at is None


def test_an_address_that_stands_twice_is_one_resource_with_two_steps() -> None:
    made = plan(readme(link("SQL"), link("De novo", "https://example.org/sql#resumo")))
    assert [change.repeats for change in made.steps] == [None, 2]
    assert made.as_dict()["duplicates"][0]["of"] == "file"
    track = commit(made)
    assert [step.heading for step in track.steps.order_by("pk")] == ["SQL", "De novo"]
    assert Resource.objects.count() == 1


def test_each_kind_becomes_its_own_thing() -> None:
    sql = builders.skill("SQL", uid="sql")
    track = commit(
        plan(
            readme(
                Item("SQL", kind=What.SKILL),
                Item("Git", kind=What.SKILL, remark="versões"),
                link("MLOps", kind=What.COMMUNITY),
                Item("Mais listas", kind=What.GROUP, steps=[link("Uma", doubt=Doubt.KIND)]),
                section="Hard skills necessárias",
            )
        )
    )
    assert track.steps.get(skill=sql).requirement == "required"
    assert Skill.objects.get(title="Git").description == "versões"
    assert Community.objects.get().url == "https://example.org/mlops"
    assert track.steps.get(title="Mais listas").children.get().resource == Resource.objects.get()
    assert Resource.objects.get().kind == ""  # nothing told


def test_lonely_words_join_what_stands_before_them() -> None:
    words = [Item(text, kind=What.REMARK) for text in ("Comece aqui.", "Vale a pena", "É curto")]
    read = readme(words[0], link("SQL", steps=[words[1]]), words[2])
    made = plan(read)
    assert [change.about for change in made.marked(Mark.JOINED)] == [1, 3, 3]
    track = commit(made)
    assert track.sections.get().description == "Comece aqui."
    assert track.steps.get().remark == "Vale a pena. É curto"


def test_what_does_not_fit_is_cut_and_doubted() -> None:
    made = plan(readme(link("a" * 301, "https://example.org/a"), section="b" * 201))
    assert [change.doubt for change in made] == [Doubt.LONG_TITLE, Doubt.LONG_TITLE]
    track = commit(made)
    assert len(track.sections.get().title) == 200
    assert len(track.steps.get().heading) == 300


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://[x", Reason.BROKEN),
        ("https://a b.org", Reason.BROKEN),
        ("javascript:alert(1)", Reason.BROKEN),
        ("https://ana:senha@example.org", Reason.BROKEN),
        ("https://example.org/" + "a" * 2048, Reason.TOO_LONG),
    ],
)
def test_a_broken_address_is_told_and_its_title_stays(url: str, reason: Reason) -> None:
    made = plan(readme(link("Quebrado", url), link("SQL")))
    assert [(row.url, row.reason) for row in made.ignored] == [(url, reason)]
    step = commit(made).steps.get(title="Quebrado")
    assert step.target is None


def test_a_heading_over_nothing_is_left_out() -> None:
    read = readme(link("SQL"))
    read.sections += [Heading("Vazia"), Heading("Com palavras", description="Oi.")]
    made = plan(read)
    assert [change.node.title for change in made.marked(Mark.LEFT_OUT)] == ["Vazia"]
    assert [section.title for section in commit(made).sections.all()] == [
        "Leituras",
        "Com palavras",
    ]


def test_titles_say_their_language() -> None:
    read = readme(link("Introdução ao SQL para quem começa"), link("Rules of Machine Learning"))
    commit(plan(read))
    languages = dict(Resource.objects.values_list("uid", "title_language"))
    assert languages == {
        "introducao-ao-sql-para-quem-comeca": "pt-BR",
        "rules-of-machine-learning": "en",
    }


def test_uids_are_free_ones() -> None:
    builders.resource("SQL", uid="sql")
    builders.track("Dados", uid="dados")
    track = commit(plan(readme(link("SQL"), link("SQL", "https://example.org/2"), link("机器"))))
    assert track.uid == "dados-2"
    assert [step.resource.uid for step in track.steps.all() if step.resource] == [
        *("sql-2", "sql-3", "recurso"),
    ]


def test_a_new_track_gets_the_uid_that_was_asked_for() -> None:
    made = plan(links(1), uid="minha-trilha")
    track = commit(made)
    assert track.uid == "minha-trilha"
    # Whoever asked the same at that moment finds it there.
    assert commit(plan(links(1), uid="outra")).uid == "outra"
    made.track = Track(uid="minha-trilha")
    assert commit(made) == track


def test_a_failure_leaves_nothing() -> None:
    with pytest.raises(ValueError, match="unsaved"):
        commit(plan(links(3)), by=User())  # the history is written last
    for model in (Track, Section, Step, Resource, Source, Revision):
        assert not model._default_manager.exists()
    assert Edition.now() == 0


def test_ten_times_the_links_cost_the_same_statements(django_assert_num_queries: Any) -> None:
    commit(plan(links(2)))  # what is looked up once in a process
    with CaptureQueriesContext(connection) as few:
        track = commit(plan(links(5), uid="poucos"))
    with django_assert_num_queries(len(few)):
        many = commit(plan(links(50), uid="muitos"))

    with CaptureQueriesContext(connection) as few:
        plan(links(5), track)
    with django_assert_num_queries(len(few)):
        plan(links(50), many)


def test_the_history_of_many_rows_is_not_copied_for_each_one() -> None:
    with changing_the_catalog(why="muitas linhas"):
        kept = revisions._current_frame().db_versions["default"]
        builders.section(builders.track())
        with reversion.create_revision():
            builders.resource()

        assert revisions._current_frame().db_versions["default"] is kept
        assert len(kept) == 3
    assert Revision.objects.get().version_set.count() == 3
