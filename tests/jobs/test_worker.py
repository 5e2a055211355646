"""A worker ends when it is told to, and what a killed one left is done by the next."""

import signal
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.jobs.chores import double, wait_for
from tests.jobs.process import WORK, begin, end, until
from trilha.jobs import workers
from trilha.jobs.management.commands import work as command
from trilha.jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def work() -> None:
    call_command("work", batch=True)


def job() -> Job:
    return Job.queue.get(task_path__startswith="tests.")


def is_running() -> bool:
    return job().status == "RUNNING"


def test_what_a_killed_worker_left_is_done_by_the_next(tmp_path: Path) -> None:
    wait_for.enqueue(str(tmp_path / "file"))
    worker = begin(WORK)
    assert until(is_running, worker), end(worker)
    worker.kill()
    worker.communicate()
    assert is_running()

    (tmp_path / "file").touch()
    work()
    assert (job().status, job().tries) == ("READY", 1)
    assert "ended" in job().traceback
    DBTaskResult.objects.update(run_after=timezone.now())
    work()
    assert (job().status, job().tries, job().return_value) == ("SUCCESSFUL", 2, "came")


def test_a_worker_that_is_told_to_end_finishes_the_job_in_hand(tmp_path: Path) -> None:
    wait_for.enqueue(str(tmp_path / "file"))
    worker = begin(WORK)
    assert until(is_running, worker), end(worker)
    double.enqueue(21)
    worker.send_signal(signal.SIGTERM)
    (tmp_path / "file").touch()
    worker.communicate(timeout=20)

    assert worker.returncode == 0
    assert DBTaskResult.objects.get(task_path=wait_for.module_path).return_value == "came"
    assert DBTaskResult.objects.get(task_path=double.module_path).status == "READY"


def test_a_worker_beside_something_ends_with_it() -> None:
    """However that ends: here it cannot say a word."""
    beside = f"{' '.join(WORK)} --beside $$ & exec sleep 60"
    parent = begin(["sh", "-c", beside])
    double.enqueue(21)
    assert until(lambda: job().status == "SUCCESSFUL", parent), end(parent)
    parent.kill()
    parent.communicate(timeout=20)  # until nobody holds its output any more: not the worker either


def abandoned(by: str, minutes: int = 0) -> Job:
    double.enqueue(21)
    begun = timezone.now() - timedelta(minutes=minutes)
    DBTaskResult.objects.update(status="RUNNING", started_at=begun, worker_ids=[by])
    Job.queue.fail_abandoned(timezone.now())
    return job()


def test_nobody_takes_a_job_from_a_worker_that_may_be_at_it() -> None:
    assert abandoned(workers.me()).status == "RUNNING"


@pytest.mark.parametrize("name", ["elsewhere:7:ab", "aName0fTheLibrary"])
def test_of_workers_elsewhere_only_the_time_tells(name: str) -> None:
    assert abandoned(name, minutes=14).status == "RUNNING"


def test_no_job_takes_longer_than_the_longest() -> None:
    found = abandoned("elsewhere:7:ab", minutes=16)
    assert (found.status, found.exception_class_path) == ("FAILED", "builtins.TimeoutError")


def test_a_worker_before_me_in_the_same_container_is_gone() -> None:
    host, process, _ = workers.me().split(":")
    assert abandoned(f"{host}:{process}:before").status == "FAILED"


def test_a_job_that_kills_its_workers_does_not_do_so_for_ever() -> None:
    double.enqueue(21)
    DBTaskResult.objects.update(
        status="RUNNING", started_at=timezone.now(), worker_ids=["elsewhere:7:ab"] * 5
    )
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=16))
    work()
    assert job().status == "FAILED"


def test_a_long_queue_stops_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    monkeypatch.setattr(command, "TURN", 0)
    monkeypatch.setattr(command, "look_around", lambda: looked.append(done()))
    double.enqueue(21)
    double.enqueue(21)
    work()
    assert looked == [0, 1, 2]


def done() -> int:
    return Job.queue.filter(status="SUCCESSFUL").count()
