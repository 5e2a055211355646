"""A job that fails is tried again, with growing pauses, until it works or has had its tries."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import builders
from tests.jobs.chores import double, visit
from trilha.jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def work() -> None:
    call_command("work", batch=True)


def job(task: object = visit) -> Job:
    return Job.queue.get(task_path=task.module_path)  # type: ignore[attr-defined]


def let_the_pause_pass() -> None:
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


def test_a_job_is_done() -> None:
    double.enqueue(21)
    work()
    assert (job(double).status, job(double).return_value) == ("SUCCESSFUL", 42)


def test_no_job_of_a_transaction_that_failed_is_done() -> None:
    with transaction.atomic():
        double.enqueue(21)
        transaction.set_rollback(True)
    work()
    assert not DBTaskResult.objects.filter(task_path=double.module_path).exists()


def test_it_is_tried_again_after_a_pause_and_its_error_can_be_read_meanwhile() -> None:
    visit.enqueue("mlops")
    work()
    failed = job().finished_at
    work()
    assert (job().status, job().tries) == ("READY", 1)
    assert job().run_after == failed + timedelta(minutes=1)
    assert "Community matching query does not exist" in job().traceback

    builders.community("MLOps community", uid="mlops")
    let_the_pause_pass()
    work()
    assert (job().status, job().tries, job().return_value) == ("SUCCESSFUL", 2, "MLOps community")


def test_the_pauses_grow_and_end() -> None:
    visit.enqueue("mlops")
    pauses = []
    for _ in range(7):
        work()
        failed = job().finished_at
        Job.queue.try_again()
        if job().status == "READY":
            pauses.append(job().run_after - failed)
            let_the_pause_pass()
    assert pauses == settings.JOB_PAUSES
    assert pauses == sorted(pauses)
    assert (job().status, job().tries) == ("FAILED", 5)
    assert "Community matching query does not exist" in job().traceback


def test_two_who_find_a_failed_job_bring_it_back_once() -> None:
    visit.enqueue("mlops")
    work()
    one, other = job(), job()
    assert one.wait_again()
    assert not other.wait_again()
