"""`/calendario/<key>.ics`, read by another library than the one that writes it."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from catalog.models import Resource, Track
from progress import calendar
from progress.journey import LearnerJourney
from progress.models import State, StudyPlan
from progress.models.keys import LETTERS
from tests import builders, cast
from trilha.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.beside("sqlite")]
MADE = datetime(2026, 11, 1, 12, tzinfo=UTC)
SWITCH = "/meu-caminho/plano/calendario/"
EVERY_DAY = 0b1111111
Days = dict[str, tuple[date, str]]  # by uid


@pytest.fixture
def ana() -> User:
    return cast.ana()


@pytest.fixture
def plan(ana: User) -> StudyPlan:
    """An hour on every day, for three videos of an hour and a course of three."""
    track, rows = builders.track_of("Um", "Dois", "Curso", "Três")
    Resource.objects.filter(pk__in=[row.pk for row in rows]).update(kind="video", minutes=60)
    Resource.objects.filter(pk=rows[2].pk).update(kind="course", minutes=180)
    plan = StudyPlan.objects.keep(ana, track, 420, EVERY_DAY)
    plan.open_calendar()
    # Before every day that is told here, whatever day it really is.
    StudyPlan.objects.update(created_at=MADE, changed_at=MADE, calendar_since=MADE)
    return StudyPlan.objects.get()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What time it is: `clock("2026-11-23 12:00")`, in UTC."""

    def clock(said: str) -> None:
        moment = datetime.fromisoformat(said).replace(tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return clock


def address(plan: StudyPlan) -> str:
    return f"/calendario/{plan.key}.ics"


def read(client: Client, plan: StudyPlan) -> Any:
    answer = client.get(address(plan))
    assert answer.status_code == 200
    return vobject.readOne(answer.content.decode())


def events(client: Client, plan: StudyPlan) -> Days:
    found = getattr(read(client, plan), "vevent_list", [])
    days = {e.uid.value: (e.dtstart.value, e.summary.value) for e in found}
    assert len(days) == len(found)
    return days


def titles(days: Days) -> list[str]:
    return [title for _, title in days.values()]


# --- What stands in it -----------------------------------------------------------------------


def test_each_part_is_a_day(client: Client, plan: StudyPlan, clock: Any) -> None:
    clock("2026-11-23 12:00")
    read_back = read(client, plan)
    assert read_back.x_wr_calname.value == "Plano: Engenharia de Machine Learning"
    assert [(e.dtstart.value.day, e.summary.value) for e in read_back.vevent_list] == [
        (23, "Um"),
        (24, "Dois"),
        (25, "Curso (parte 1 de 3)"),
        (26, "Curso (parte 2 de 3)"),
        (27, "Curso (parte 3 de 3)"),
        (28, "Três"),
    ]
    first, uid = read_back.vevent_list[0], Resource.objects.get(title="Um").uid
    assert first.dtend.value - first.dtstart.value == timedelta(days=1)
    assert type(first.dtstart.value) is date
    assert first.url.value == f"http://testserver/recursos/{uid}/"
    assert first.description.value.startswith("1 h · Vídeo\nhttps://example.org/")
    assert first.dtstamp.value <= timezone.now()


def test_the_answer_is_private_and_leaves_nothing_behind(client: Client, plan: StudyPlan) -> None:
    answer = client.get(address(plan))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"].startswith("private")
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert client.post(address(plan)).status_code == 405


def test_what_did_not_change_is_not_sent_again(client: Client, plan: StudyPlan) -> None:
    answer = client.get(address(plan))
    again = client.get(address(plan), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    LearnerJourney(plan.learner_id).set_state(Resource.objects.get(title="Um"), State.DONE)
    again = client.get(address(plan), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 200


def test_texts_survive_folding_and_escaping(client: Client, plan: StudyPlan) -> None:
    title = "Ética, viés; e \\ “IA” 🧑🏽‍🔬 " * 5
    Resource.objects.filter(title="Um").update(title=title)
    Track.objects.update(title="A, b; ç 🎉")
    lines = client.get(address(plan)).content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert lines[-1] == b""
    for line in lines:
        line.decode()  # no character is cut in two
    made = read(client, plan)
    assert made.vevent_list[0].summary.value == title
    assert made.x_wr_calname.value == "Plano: A, b; ç 🎉"


def test_it_speaks_the_learners_language(client: Client, plan: StudyPlan, clock: Any) -> None:
    clock("2026-11-23 12:00")
    User.objects.update(language="en")
    answer = client.get(address(plan), headers={"Accept-Language": "pt-BR"})
    assert answer["Content-Language"] == "en"
    first = read(client, plan).vevent_list[0]
    assert first.url.value.startswith("http://testserver/en/recursos/")
    assert first.description.value.startswith("1 h · Video\n")


# --- What stays the same ---------------------------------------------------------------------


def test_a_mark_moves_nothing_else(client: Client, plan: StudyPlan, clock: Any) -> None:
    clock("2026-11-23 12:00")
    before = events(client, plan)
    LearnerJourney(plan.learner_id).set_state(Resource.objects.get(title="Um"), State.DONE)
    after = events(client, plan)
    assert titles(before)[1:] == titles(after)
    assert after.items() <= before.items()


def test_planning_anew_moves_the_same_events(client: Client, plan: StudyPlan, clock: Any) -> None:
    clock("2026-11-23 12:00")
    StudyPlan.objects.update(created_at=timezone.now(), changed_at=timezone.now())
    before, first = events(client, plan), read(client, plan).vevent_list[0]
    clock("2026-11-30 12:00")  # a week went by without study
    after, second = events(client, plan), read(client, plan).vevent_list[0]
    week = timedelta(weeks=1)
    assert after == {uid: (day + week, title) for uid, (day, title) in before.items()}
    assert int(second.sequence.value) > int(first.sequence.value)
    assert second.last_modified.value > first.last_modified.value
    # The learner has less time now, so there are more parts; what was there keeps its uid.
    StudyPlan.objects.keep(plan.learner, plan.track, 210, EVERY_DAY)
    assert before.keys() < events(client, plan).keys()


def test_taking_a_mark_back_is_a_later_version(client: Client, plan: StudyPlan, clock: Any) -> None:
    journey, rules = LearnerJourney(plan.learner_id), Resource.objects.get(title="Um")
    seen = []
    for minute, state in enumerate([State.DONE, State.TODO]):
        clock(f"2026-12-01 12:{minute:02}")
        journey.set_state(rules, state)
        seen.append(int(read(client, plan).vevent_list[0].sequence.value))
    assert seen[0] < seen[1]


def test_a_plan_made_again_is_another_one(client: Client, plan: StudyPlan) -> None:
    before = events(client, plan)
    ana, track = plan.learner, plan.track
    plan.delete()
    again = StudyPlan.objects.keep(ana, track, 420, EVERY_DAY)
    again.open_calendar()
    assert before.keys().isdisjoint(events(client, again))


# --- Days where the learner lives ------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "now", "first"),
    [
        ("America/Sao_Paulo", "2026-11-23 02:30", date(2026, 11, 22)),
        ("Europe/Lisbon", "2026-11-23 02:30", date(2026, 11, 23)),
        ("Pacific/Auckland", "2026-11-23 12:30", date(2026, 11, 24)),
        # The hour that summer time skips in Lisbon, and the one that winter repeats in Auckland.
        ("Europe/Lisbon", "2027-03-28 01:30", date(2027, 3, 28)),
        ("Pacific/Auckland", "2027-04-03 14:30", date(2027, 4, 4)),
        ("Pacific/Auckland", "2028-02-28 11:30", date(2028, 2, 29)),
        ("America/Sao_Paulo", "2028-03-01 01:00", date(2028, 2, 29)),
    ],
)
def test_days_are_the_learners(
    client: Client, plan: StudyPlan, clock: Any, zone: str, now: str, first: date
) -> None:
    clock(now)
    User.objects.update(time_zone=zone)
    days = [day for day, _ in events(client, plan).values()]
    assert days == [first + timedelta(days=n) for n in range(6)]


def test_the_leap_day_ends_in_march(client: Client, plan: StudyPlan, clock: Any) -> None:
    clock("2028-02-29 12:00")
    first = read(client, plan).vevent_list[0]
    assert (first.dtstart.value, first.dtend.value) == (date(2028, 2, 29), date(2028, 3, 1))


# --- Whom it opens to ------------------------------------------------------------------------


def test_it_is_turned_on_renewed_and_off(client: Client, plan: StudyPlan) -> None:
    plan.close_calendar()
    client.force_login(plan.learner)
    stranger = Client()

    def press(what: str) -> str:
        answer = client.post(SWITCH, {"do": what})
        assert (answer.status_code, answer["Location"]) == (302, "/meu-caminho/plano/#calendario")
        return StudyPlan.objects.get().key

    assert press("new") == ""  # there is none to renew
    first = press("on")
    assert len(first) == 32
    assert press("on") == first
    assert (
        f"http://testserver/calendario/{first}.ics"
        in client.get("/meu-caminho/plano/").content.decode()
    )
    assert stranger.get(f"/calendario/{first}.ics").status_code == 200
    second = press("new")
    assert stranger.get(f"/calendario/{first}.ics").status_code == 404
    assert stranger.get(f"/calendario/{second}.ics").status_code == 200
    assert press("off") == ""
    assert stranger.get(f"/calendario/{second}.ics").status_code == 404
    assert StudyPlan.objects.get().calendar_since is None
    assert client.post(SWITCH, {"do": "nada"}).status_code == 400


@pytest.mark.parametrize(
    "key", ["nada", "", "%00", "a%00b", "%ff", "ç", "a b", "../x", "%F0%9F%8E%89", "x" * 500]
)
def test_odd_keys_open_nothing(client: Client, plan: StudyPlan, key: str) -> None:
    StudyPlan.objects.update(key="")
    answer = client.get(f"/calendario/{key}.ics")
    assert answer.status_code == 404
    assert not answer.cookies


def test_what_cannot_be_a_key_is_not_looked_for(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get("/calendario/ç%00.ics")


@pytest.mark.parametrize(
    "left", [{"is_active": False}, {"erase_at": datetime(2026, 1, 1, tzinfo=UTC)}]
)
def test_whoever_left_has_no_calendar(
    client: Client, plan: StudyPlan, left: dict[str, Any]
) -> None:
    User.objects.update(**left)
    assert client.get(address(plan)).status_code == 404


def test_where_nothing_is_planned_the_calendar_is_empty_and_valid(
    client: Client, plan: StudyPlan
) -> None:
    plan.track.withdraw(to="draft")
    for zone in ("America/Sao_Paulo", "UTC", "Asia/Kathmandu"):
        User.objects.update(time_zone=zone)
        made = read(client, plan)
        assert not hasattr(made, "vevent_list")
        assert made.vtimezone.tzid.value == zone


def test_twice_the_steps_cost_the_same(
    client: Client, plan: StudyPlan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage = plan.track.sections.get()
    for _ in range(2):
        with django_assert_num_queries(6):  # plan, sections, steps, marks, minutes, agreed
            client.get(address(plan))
        for n in range(4):
            builders.step(stage, resource=builders.resource(f"Mais {n}"))


def test_a_key_is_written_in_the_letters_of_keys(plan: StudyPlan) -> None:
    assert LETTERS.issuperset(plan.key)
    assert re.fullmatch(r"[\w-]{32}", plan.key)


def test_the_same_input_gives_the_same_bytes() -> None:
    entry = calendar.Entry("uid", date(2028, 2, 29), "Título", "texto", "https://example.org/ç")
    made = {
        calendar.write([entry], "Plano", "UTC", datetime(2026, 1, 1, tzinfo=UTC), 7)
        for _ in range(2)
    }
    assert len(made) == 1
