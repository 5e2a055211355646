"""The page of a track: its outline for everybody, and in a few slots one person's way along it."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from taggit.models import Tag

from catalog.models import Resource, Skill, Step, TaggedResource, Track
from progress.journey import LearnerJourney
from progress.models import State
from tests import builders, cast

pytestmark = pytest.mark.django_db


def long_track(steps: int) -> Track:
    """Nested sections, groups, skills and tags, so that nothing is cheap by being absent."""
    track = builders.track()
    region = builders.section(track, "Cursos")
    stage = builders.section(track, "SQL", parent=region)
    group = builders.step(stage, title="Listas")
    tag, _ = Tag.objects.get_or_create(name="sql", slug="sql")
    skills = Skill.objects.bulk_create(
        Skill(uid=f"habilidade-{n}", title=f"Habilidade {n}") for n in range(steps)
    )
    resources = Resource.objects.bulk_create(
        Resource(uid=f"recurso-{n}", url=f"https://example.org/{n}", title=f"Recurso {n}")
        for n in range(steps)
    )
    Resource.skills.through.objects.bulk_create(
        Resource.skills.through(resource=resource, skill=skill)
        for resource, skill in zip(resources, skills, strict=True)
    )
    TaggedResource.objects.bulk_create(
        TaggedResource(content_object=resource, tag=tag) for resource in resources
    )
    common = {"section": stage, "track": track}
    Step.objects.bulk_create(
        Step(**common, uid=f"p-{n}", position=n, resource=it, parent=group if n % 2 else None)
        for n, it in enumerate(resources)
    )
    for skill in skills[:3]:
        builders.step(stage, skill=skill, requirement="required")
    return track


@pytest.mark.parametrize("steps", [5, 50])
def test_a_stranger_costs_two_statements(
    client: Client, steps: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    track = long_track(steps)
    with django_assert_num_queries(2):
        client.get(track.get_absolute_url())


@pytest.mark.parametrize("steps", [5, 50])
def test_a_visitor_with_marks_costs_four_statements(
    client: Client, steps: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    track = long_track(steps)
    tick(client, Step.objects.filter(resource__isnull=False).first())
    with django_assert_num_queries(4):
        client.get(track.get_absolute_url())


@pytest.mark.parametrize("steps", [5, 500])
def test_a_learner_costs_at_most_six_statements(
    client: Client, steps: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    track, ana = long_track(steps), cast.ana()
    client.force_login(ana)
    tick(client, Step.objects.filter(resource__isnull=False).first())
    with django_assert_max_num_queries(6):
        client.get(track.get_absolute_url())


def tick(client: Client, step: Step | None) -> None:
    assert step
    assert step.resource
    client.post(
        f"/recursos/{step.resource.uid}/andamento/",
        {"state": "done"},
        headers={"Origin": "http://testserver"},
    )


def test_two_peoples_pages_differ_only_in_the_slots(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from catalog.templatetags.trail import SlotNode

    track, ana, caio = long_track(6), cast.ana(), cast.caio()
    rules = Step.objects.filter(resource__isnull=False).first()
    assert rules
    assert rules.resource
    LearnerJourney(ana.pk).set_state(rules.resource, State.DONE)
    whole = pages_of(track, ana, caio)
    assert whole[0] != whole[1]
    monkeypatch.setattr(SlotNode, "render", lambda self, context: f"[{self.name}]")
    bare = pages_of(track, ana, caio, None)
    assert bare[0] == bare[1] == bare[2]
    assert {"[person]", "[row]", "[ring]", "[head]"} <= set(re.findall(r"\[\w+\]", bare[0]))


def pages_of(track: Track, *people: object) -> list[str]:
    pages = []
    for person in people:
        client = Client()
        if person:
            client.force_login(person)
        pages.append(client.get(track.get_absolute_url()).content.decode())
    return pages


def test_sections_and_steps_stand_in_their_order(client: Client) -> None:
    track = builders.track()
    late, early = (
        builders.section(track, "Depois", position=20),
        builders.section(track, "Antes", position=10),
    )
    builders.step(late, resource=builders.resource("C"))
    builders.step(early, resource=builders.resource("B"), position=20)
    builders.step(early, resource=builders.resource("A"), position=10)
    page = client.get(track.get_absolute_url()).content.decode()
    assert re.findall(
        r'class="t" href="[^"]*example.org[^>]*>([ABC])</a>', page[page.index('class="trail"') :]
    ) == ["A", "B", "C"]


def test_an_english_title_says_its_language(client: Client) -> None:
    track, [rules] = builders.track_of("x")
    rules.title, rules.title_language = "Rules of Machine Learning", "en"
    rules.save()
    assert (
        'lang="en">Rules of Machine Learning</a>'
        in client.get(track.get_absolute_url()).content.decode()
    )
    english = client.get(f"/en{track.get_absolute_url()}").content.decode()
    assert '<html lang="en">' in english
    assert f'<h1 lang="pt-BR">{track.title}</h1>' in english
    assert ">Rules of Machine Learning</a>" in english
    assert 'lang="en">Rules' not in english


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_only_published_tracks_open(client: Client, status: str) -> None:
    track, _ = builders.track_of("Rules", status=status)
    assert client.get(track.get_absolute_url()).status_code == 404


def test_a_retired_resource_leaves_the_track(client: Client) -> None:
    track, [_stays, leaves] = builders.track_of("Fica", "Sai")
    leaves.retire()
    page = client.get(track.get_absolute_url()).content.decode()
    assert "Fica" in page
    assert "Sai" not in page.replace("Sair", "")


def test_a_merged_duplicate_shows_what_survived(client: Client) -> None:
    track, [duplicate] = builders.track_of("Velho endereço")
    duplicate.merged_into = builders.resource("Novo endereço")
    duplicate.save()
    page = client.get(track.get_absolute_url()).content.decode()
    assert "Novo endereço" in page
    assert "Velho endereço" not in page


def test_an_empty_track_says_so(client: Client) -> None:
    page = client.get(builders.track().get_absolute_url())
    assert "Esta trilha ainda não tem passos" in page.content.decode()


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("", {"A", "B"}),
        ("gratuitos", {"A"}),
        ("ate-30-min", {"B"}),
        ("videos", {"B"}),
        ("nada", {"A", "B"}),
    ],
)
def test_pills_narrow_the_rows(client: Client, word: str, kept: set[str]) -> None:
    track = builders.track()
    stage = builders.section(track)
    group = builders.step(stage, title="Grupo")
    builders.step(stage, resource=builders.resource("A", cost="free", minutes=60))
    builders.step(
        stage, parent=group, resource=builders.resource("B", cost="paid", kind="video", minutes=20)
    )
    page = client.get(f"{track.get_absolute_url()}?f={word}").content.decode()
    trail = page[page.index('class="trail"') :]
    assert {name for name in "AB" if f">{name}</a>" in trail} == kept


def test_coverage_counts_what_teaches_a_skill(client: Client) -> None:
    track, ana = builders.track(), cast.ana()
    sql = builders.skill("SQL")
    builders.step(builders.section(track, "Habilidades"), skill=sql, requirement="required")
    courses = builders.section(track, "Cursos")
    first, second = builders.resource("A", skills=[sql]), builders.resource("B", skills=[sql])
    for resource in (first, second):
        builders.step(courses, resource=resource)
    client.force_login(ana)
    assert "2 recursos" in client.get(track.get_absolute_url()).content.decode()
    LearnerJourney(ana.pk).set_state(first, State.DONE)
    assert ">1 de 2</span>" in client.get(track.get_absolute_url()).content.decode()


def test_what_illustrates_a_skill_is_not_the_first_thing_to_study(client: Client) -> None:
    track = builders.track()
    skill = builders.step(
        builders.section(track, "Habilidades"), skill=builders.skill("IA responsável")
    )
    builders.step(skill.section, parent=skill, resource=builders.resource("Guia de IA responsável"))
    builders.step(builders.section(track, "SQL"), resource=builders.resource("SQL para começar"))
    page = client.get(track.get_absolute_url()).content.decode()
    begin = page[page.index('id="continue"') : page.index('class="outline"')]
    assert "SQL para começar" in begin
    assert "Guia de IA responsável" not in begin


def test_what_survived_a_merge_counts_for_its_skills(client: Client) -> None:
    track, sql = builders.track(), builders.skill("SQL")
    builders.step(builders.section(track, "Habilidades"), skill=sql, requirement="required")
    duplicate = builders.resource("Velho")
    builders.step(builders.section(track, "Cursos"), resource=duplicate)
    duplicate.merged_into = builders.resource("Novo", skills=[sql])
    duplicate.save()
    assert "1 recurso</span>" in client.get(track.get_absolute_url()).content.decode()
