"""The skills of a track beside what was studied, and what one thinks of oneself."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from catalog.models import Outline, Resource, Skill, Track
from progress.coverage import Coverage
from progress.journey import LearnerJourney
from progress.models import Assessment, Mastery, State
from tests import builders, cast

pytestmark = pytest.mark.django_db
PAGE = "/meu-caminho/habilidades/"


def track_with_skills() -> tuple[Track, list[Skill], list[Resource]]:
    """SQL and Python required, MLflow a differential that nothing teaches."""
    skills = [builders.skill(title) for title in ("SQL", "Python", "MLflow")]
    sql, python, mlflow = skills
    track = builders.track()
    named, stage = builders.section(track, "Habilidades"), builders.section(track)
    builders.step(named, skill=sql, requirement="required")
    builders.step(named, skill=python, requirement="required")
    builders.step(named, skill=mlflow, requirement="differential")
    rows = [
        builders.resource("Python first", skills=[python]),
        builders.resource("SQL basics", skills=[sql]),
        builders.resource("SQL and Python", skills=[sql, python]),
        builders.resource("Something else"),
    ]
    for row in rows:
        builders.step(stage, resource=row)
    return track, skills, rows


def test_a_skill_is_covered_when_one_resource_that_teaches_it_is_done() -> None:
    track, (sql, python, mlflow), rows = track_with_skills()
    states = {rows[1].pk: State.DONE, rows[0].pk: State.DOING}
    covered = Coverage(Outline.of(track.uid), states)
    assert [(line.skill, line.done, line.total, line.covered) for line in covered.lines] == [
        (sql, 1, 2, True),
        (python, 0, 2, False),
        (mlflow, 0, 0, False),
    ]
    assert [(g.requirement, g.covered, g.total) for g in covered.groups] == [
        ("required", 1, 2),
        ("differential", 0, 1),
    ]
    assert [line.skill for line in covered.untaught] == [mlflow]


def test_a_skill_named_twice_counts_once_as_what_is_asked_most() -> None:
    sql, track = builders.skill("SQL"), builders.track()
    for requirement in ("", "differential", "required"):
        builders.step(builders.section(track), skill=sql, requirement=requirement)
    covered = Coverage(Outline.of(track.uid), {})
    assert [(g.requirement, g.total) for g in covered.groups] == [("required", 1)]


def test_what_another_track_teaches_covers_nothing_here() -> None:
    track, (sql, *_), _ = track_with_skills()
    elsewhere = builders.resource("SQL elsewhere", skills=[sql])
    builders.step(builders.section(builders.track()), resource=elsewhere)
    covered = Coverage(Outline.of(track.uid), {elsewhere.pk: State.DONE})
    assert not any(line.covered for line in covered.lines)


def test_the_next_step_towards_a_missing_skill_keeps_the_order_of_the_track() -> None:
    track, (_, python, mlflow), rows = track_with_skills()
    outline = Outline.of(track.uid)
    assert Coverage(outline, {}).next.material == rows[0]
    covered = Coverage(outline, {rows[0].pk: State.DONE})
    assert covered.next.material == rows[1]
    assert [line.skill.title for line in covered.next_teaches] == ["SQL"]
    assert Coverage(outline, {rows[2].pk: State.DONE}).next is None  # MLflow has no resource
    rows[3].skills.set([mlflow])
    last = Coverage(Outline.of(track.uid), {rows[2].pk: State.DONE})
    assert last.next.material == rows[3]
    assert python.pk not in {line.skill.pk for line in last.next_teaches}


def test_the_page_says_it_in_a_sentence_and_names_what_nobody_teaches(client: Client) -> None:
    ana, (track, _, rows) = cast.ana(), track_with_skills()
    LearnerJourney(ana.pk).set_state(rows[1], State.DONE, track)
    client.force_login(ana)
    page = " ".join(client.get(PAGE).content.decode().split())
    assert "1 de 2 necessárias, 0 de 1 diferencial" in page
    assert "Nenhum recurso desta trilha ensina ainda esta habilidade:" in page
    assert "1 de 2 recursos" in page and "sem recurso ainda" in page
    assert "Ensina: <span>Python</span>." in page


def test_the_track_studied_last_is_shown_unless_another_is_asked_for(client: Client) -> None:
    ana, (first, _, _), (second, _, rows) = cast.ana(), track_with_skills(), track_with_skills()
    LearnerJourney(ana.pk).set_state(rows[0], State.DONE, second)
    client.force_login(ana)
    assert client.get(PAGE).context["coverage"].track == second
    assert client.get(PAGE, {"trilha": first.uid}).context["coverage"].track == first
    assert client.get(PAGE, {"trilha": "nada"}).status_code == 404
    draft, _ = builders.track_of("Segredo", status="draft")
    assert client.get(PAGE, {"trilha": draft.uid}).status_code == 404


def test_a_visitor_sees_the_table_and_where_answers_would_be_kept(client: Client) -> None:
    track, _, rows = track_with_skills()
    client.post(
        reverse("progress:mark", args=[rows[1].uid]),
        {"state": "done"},
        headers={"Origin": "http://testserver"},
    )
    page = " ".join(client.get(PAGE).content.decode().split())
    assert "1 de 2 necessárias" in page and "Com uma conta" in page
    assert "<select" not in page and "csrfmiddlewaretoken" not in page
    answer = client.post(f"{PAGE}?trilha={track.uid}", {})
    assert answer["Location"].startswith(reverse("account_login"))


def test_without_skills_the_page_says_so(client: Client) -> None:
    assert "Nenhuma trilha diz ainda" in client.get(PAGE).content.decode()
    track, _ = builders.track_of("Rules")
    page = client.get(PAGE, {"trilha": track.uid}).content.decode()
    assert "Esta trilha não diz quais habilidades desenvolve" in page


def answer(client: Client, track: Track, **said: object) -> str:
    fields = {f"s-{uid.replace('_', '-')}": value for uid, value in said.items()}
    address = f"{PAGE}?trilha={track.uid}"
    return client.post(address, fields, follow=True).content.decode()


def name(skill: Skill) -> str:
    return skill.uid.replace("-", "_")


def test_answers_are_saved_together_with_their_day(client: Client) -> None:
    ana, (track, (sql, python, _), _) = cast.ana(), track_with_skills()
    client.force_login(ana)
    page = answer(client, track, **{name(sql): 3, name(python): 0})
    assert "Respostas salvas." in page
    assert dict(Assessment.objects.values_list("skill", "mastery")) == {
        sql.pk: Mastery.ALONE,
        python.pk: Mastery.NEW,
    }
    assert '<option value="3" selected>' in page
    day = datetime(2026, 3, 9, 15, tzinfo=UTC)
    Assessment.objects.update(at=day)
    page = answer(client, track, **{name(sql): 3, name(python): 1})
    assert "em 9 de março de 2026" in page  # said again: the day stays
    assert Assessment.objects.get(skill=sql).at == day
    assert Assessment.objects.get(skill=python).at > day


def test_an_answer_can_be_taken_back_and_what_was_not_asked_stays(client: Client) -> None:
    ana, (track, (sql, python, _), _) = cast.ana(), track_with_skills()
    Assessment.objects.judge(ana.pk, {sql.pk: Mastery.ALONE, python.pk: Mastery.NEW})
    client.force_login(ana)
    answer(client, track, **{name(sql): ""})
    assert [said.skill for said in Assessment.objects.all()] == [python]


@pytest.mark.parametrize("value", ["4", "-1", "x", "0\0", "9" * 1000])
def test_an_unknown_answer_saves_nothing_and_loses_nothing(client: Client, value: str) -> None:
    ana, (track, (sql, python, _), _) = cast.ana(), track_with_skills()
    client.force_login(ana)
    page = answer(client, track, **{name(sql): value, name(python): 2})
    assert "Nada foi salvo" in page and "Escolha uma das respostas da lista." in page
    assert not Assessment.objects.exists()
    assert '<option value="2" selected>' in page  # what was chosen beside it is still there


def test_a_skill_that_left_the_track_saves_nothing(client: Client) -> None:
    ana, (track, (sql, python, _), _) = cast.ana(), track_with_skills()
    client.force_login(ana)
    python.retire()
    page = answer(client, track, **{name(sql): 1, name(python): 2})
    assert "Uma destas habilidades não está mais na trilha." in page
    assert not Assessment.objects.exists()


def test_nobody_sees_anothers_answers(client: Client) -> None:
    ana, (track, (sql, *_), _) = cast.ana(), track_with_skills()
    Assessment.objects.judge(ana.pk, {sql.pk: Mastery.ALONE})
    client.force_login(cast.caio())
    assert '<option value="3" selected>' not in answer(client, track)
    assert Assessment.objects.get().learner == ana


def test_twice_the_skills_cost_the_same(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ana, (track, _, rows) = cast.ana(), track_with_skills()
    LearnerJourney(ana.pk).set_state(rows[0], State.DONE)
    client.force_login(ana)
    for size in (2, 4):
        for n in range(size):
            extra = builders.skill(f"Extra {n}")
            builders.step(builders.section(track), skill=extra, requirement="differential")
            Assessment.objects.judge(ana.pk, {extra.pk: Mastery.NEW})
        # session, person, states, sections, steps, judgements, tracks
        with django_assert_num_queries(7):
            client.get(PAGE)
