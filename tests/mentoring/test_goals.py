"""A rhythm and days for the stages of what a cohort studies."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from catalog.models import Section, Track
from progress.journey import LearnerJourney
from progress.mentoring.access import goals_for
from progress.mentoring.goals import Goals
from progress.mentoring.models import Cohort
from progress.mentoring.ways import way_along
from progress.models import State
from tests import builders, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def track() -> Track:
    made = builders.track()
    for title in ("SQL", "Leituras"):
        builders.step(builders.section(made, title), resource=builders.resource())
    return made


@pytest.fixture
def cohort(track: Track) -> Cohort:
    today = timezone.localdate()
    return builders.cohort(
        cast.malu(), track, starts_on=today, ends_on=today + timedelta(days=13), steps_a_week=2
    )


@pytest.fixture
def desk(client: Client, cohort: Cohort) -> Client:
    client.force_login(cohort.owner)
    return client


def address(cohort: Cohort) -> str:
    return reverse("mentoring:goals", args=[cohort.uid])


def stages(cohort: Cohort) -> list[Section]:
    assert cohort.track
    return list(cohort.track.sections.all())


def kept(cohort: Cohort) -> dict[str, date]:
    return {goal.section.title: goal.due_on for goal in cohort.goals.all()}


def test_a_rhythm_and_a_day(desk: Client, cohort: Cohort) -> None:
    sql, reading = stages(cohort)
    day = localdate() + timedelta(days=5)
    said = {"steps_a_week": "3", f"s-{sql.pk}": f"{day}", f"s-{reading.pk}": ""}
    answer = desk.post(address(cohort), said)
    assert answer["Location"] == address(cohort)
    cohort.refresh_from_db()
    assert (cohort.steps_a_week, kept(cohort)) == (3, {"SQL": day})
    assert f'value="{day}"' in desk.get(address(cohort)).content.decode()


def test_two_tabs_lose_nothing(desk: Client, cohort: Cohort) -> None:
    sql, reading = stages(cohort)
    one, two = localdate() + timedelta(days=5), localdate() + timedelta(days=9)
    empty = {"initial-steps_a_week": "2", "steps_a_week": "2"}
    desk.post(address(cohort), empty | {f"s-{sql.pk}": f"{one}"})
    desk.post(address(cohort), empty | {f"s-{reading.pk}": f"{two}", f"s-{sql.pk}": ""})
    assert kept(cohort) == {"SQL": one, "Leituras": two}
    # Who saw a day and emptied it takes the goal away.
    desk.post(address(cohort), empty | {f"s-{sql.pk}": "", f"initial-s-{sql.pk}": f"{one}"})
    assert kept(cohort) == {"Leituras": two}


def test_days_are_proposed_and_stored_only_when_saved(desk: Client, cohort: Cohort) -> None:
    sql, reading = stages(cohort)
    text = desk.post(address(cohort), {"do": "spread", "steps_a_week": "5"}).content.decode()
    for stage, days in ((sql, 6), (reading, 13)):
        assert f'name="s-{stage.pk}" value="{localdate() + timedelta(days=days)}"' in text
    assert 'value="5"' in text
    cohort.refresh_from_db()
    assert (cohort.steps_a_week, kept(cohort)) == (2, {})


def test_without_dates_nothing_is_proposed(desk: Client, cohort: Cohort) -> None:
    Cohort.objects.update(starts_on=None)
    assert "Distribuir" not in desk.get(address(cohort)).content.decode()
    assert desk.post(address(cohort), {"do": "spread"}).status_code == 200


def test_what_was_typed_stays_when_something_is_wrong(desk: Client, cohort: Cohort) -> None:
    sql, _ = stages(cohort)
    text = desk.post(
        address(cohort), {"steps_a_week": "0", f"s-{sql.pk}": "9999-01-01"}
    ).content.decode()
    for said in ("9999-01-01", "menos de dez anos", "1. SQL"):
        assert said in text
    assert kept(cohort) == {}


def test_a_list_has_a_rhythm_only(desk: Client, cohort: Cohort) -> None:
    cohort.turn_to(builders.share_link(cohort.owner, builders.resource()))
    assert "não tem etapas" in desk.get(address(cohort)).content.decode()
    desk.post(address(cohort), {"steps_a_week": "4"})
    cohort.refresh_from_db()
    assert cohort.steps_a_week == 4


def test_a_stage_that_left_the_track_has_no_goal(cohort: Cohort) -> None:
    sql, reading = stages(cohort)
    cohort.set_goals({sql.pk: localdate(), reading.pk: localdate() - timedelta(days=1)})
    sql.steps.all().delete()
    goals = Goals(cohort, way_along(cohort))
    assert [goal.section.title for goal in goals] == ["Leituras"]
    assert (goals.ahead, [goal.ring for goal in goals.past]) == ([], [None])
    # Another track has other stages.
    cohort.turn_to(builders.track())
    assert Goals(cohort, way_along(cohort)) == []


def test_a_stage_with_nothing_to_mark_has_no_goal(desk: Client, cohort: Cohort) -> None:
    sql, reading = stages(cohort)
    sql.steps.all().delete()
    builders.step(sql, community=builders.community("Data Hackers"))
    cohort.set_goals({stage.pk: localdate() for stage in (sql, reading)})
    page = desk.get(address(cohort)).content.decode()
    assert f'name="s-{sql.pk}"' not in page
    assert f'for="id_s-{reading.pk}">2. <span' in page  # as its track counts it
    desk.post(address(cohort), {"do": "save", f"s-{reading.pk}": f"{localdate()}"})
    assert [goal.section for goal in Goals(cohort, way_along(cohort))] == [reading]
    assert [goal.section for goal in goals_for(cohort.owner)] == [reading]


def test_a_learner_sees_their_own_ring(cohort: Cohort) -> None:
    sql, _ = stages(cohort)
    cohort.set_goals({sql.pk: localdate()})
    journey = LearnerJourney(cast.ana().pk)
    way = way_along(cohort)
    assert way
    journey.set_state(next(iter(way.resources.values())).material, State.DONE)
    [goal] = Goals(cohort, way, journey.along(way))
    assert goal.ring.full


def test_who_may(client: Client, cohort: Cohort) -> None:
    rita, ana = cast.person("Rita"), cast.ana()
    cohort.guides.create(person=rita)
    builders.member(cohort, ana)
    client.force_login(rita)
    assert client.get(address(cohort)).status_code == 200
    for person in (ana, cast.caio()):
        client.force_login(person)
        assert client.get(address(cohort)).status_code == 404
        assert client.post(address(cohort), {"steps_a_week": "9"}).status_code == 404
    client.logout()
    assert "/conta/" in client.post(address(cohort))["Location"]
    cohort.put_away()
    client.force_login(rita)
    assert client.get(address(cohort)).status_code == 404
