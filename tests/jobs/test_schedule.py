"""What is due by the clock is enqueued once, whoever looks and however often."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.tasks import Task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.jobs.chores import double
from trilha.jobs import schedule
from trilha.jobs.clock import Daily
from trilha.jobs.models import Run
from trilha.jobs.schedule import SCHEDULE, Line, enqueue_due
from trilha.jobs.tasks import command

NOON = datetime(2026, 11, 23, 15, tzinfo=UTC)  # in São Paulo
EARLY = Line("early", Daily(time(4, 15)), double, [21])


@pytest.mark.django_db
def test_a_job_is_enqueued_once_a_day() -> None:
    assert enqueue_due(NOON, [EARLY]) == ["early"]
    assert enqueue_due(NOON + timedelta(hours=1), [EARLY]) == []
    assert enqueue_due(NOON + timedelta(days=1), [EARLY]) == ["early"]
    assert DBTaskResult.objects.count() == 2
    assert DBTaskResult.objects.first().args_kwargs == {"args": [21], "kwargs": {}}


@pytest.mark.django_db
def test_days_without_a_worker_are_made_up_for_once() -> None:
    enqueue_due(NOON, [EARLY])
    assert enqueue_due(NOON + timedelta(days=9), [EARLY]) == ["early"]
    assert enqueue_due(NOON + timedelta(days=9), [EARLY]) == []


@pytest.mark.django_db
def test_a_clock_that_goes_back_repeats_nothing() -> None:
    enqueue_due(NOON, [EARLY])
    assert enqueue_due(NOON - timedelta(days=3), [EARLY]) == []
    assert enqueue_due(NOON + timedelta(minutes=1), [EARLY]) == []


@pytest.mark.django_db(transaction=True)
def test_many_schedulers_at_once_enqueue_once() -> None:
    lines = [EARLY._replace(name=f"early {n}") for n in range(4)]
    together = Barrier(4)

    def look(_: int) -> list[str]:
        try:
            together.wait()
            return enqueue_due(NOON, lines)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = [name for names in pool.map(look, range(4)) for name in names]

    assert sorted(told) == [line.name for line in lines]
    assert DBTaskResult.objects.count() == 4


@pytest.mark.django_db
def test_what_cannot_be_enqueued_is_not_taken_for_done() -> None:
    with pytest.raises(TypeError):
        enqueue_due(NOON, [EARLY._replace(arguments=[object()])])

    assert not Run.objects.exists()
    assert enqueue_due(NOON, [EARLY]) == ["early"]


@pytest.mark.django_db
def test_looking_when_nothing_is_due_is_one_statement(django_assert_num_queries) -> None:
    enqueue_due(NOON)
    with django_assert_num_queries(1):
        enqueue_due(NOON)


def test_every_line_can_be_done() -> None:
    assert len({line.name for line in SCHEDULE}) == len(SCHEDULE)
    assert all(isinstance(line.task, Task) for line in SCHEDULE)
    commands = {line.arguments[0] for line in SCHEDULE if line.task is command}
    assert {"clearsessions", "delete_unverified", "prune_db_task_results"} <= commands
    assert commands <= set(get_commands())


@pytest.mark.django_db(transaction=True)
def test_all_of_it_runs_and_then_all_is_well() -> None:
    with pytest.raises(CommandError, match=r"late: .*delete_unverified"):
        call_command("work", check=True)

    call_command("work", batch=True)

    states = DBTaskResult.objects.values_list("status", "traceback")
    assert set(states) == {("SUCCESSFUL", "")}
    assert states.count() == len(SCHEDULE)
    call_command("work", check=True)


@pytest.mark.django_db
def test_a_job_that_waits_too_long_is_told() -> None:
    enqueue_due(timezone.now())
    call_command("work", check=True)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=16))

    with pytest.raises(CommandError, match=f"{len(SCHEDULE)} jobs wait too long; late: none"):
        call_command("work", check=True)


def test_what_is_late_is_what_was_due_a_while_ago(db: None) -> None:
    enqueue_due(NOON, [EARLY])
    due = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)
    assert schedule.late(due + timedelta(minutes=14), [EARLY]) == []
    assert schedule.late(due + timedelta(minutes=16), [EARLY]) == ["early"]
