import logging
import math
import os
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from trilha.jobs import schedule, workers
from trilha.jobs.models import Job

logger = logging.getLogger(__name__)

PAUSE = 1  # second between two looks at an empty queue
TURN = 15  # seconds between two looks at the clock and at what failed


class Command(BaseCommand):
    help = (
        "Does the jobs that wait, tries failed ones again and enqueues what is due by the clock, "
        "until it is told to end. The job in hand is finished before."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="do what is due now, and end")
        parser.add_argument("--check", action="store_true", help="only fail if jobs are not done")
        parser.add_argument("--beside", type=int, metavar="PID", help="end when this parent has")

    def handle(self, *, batch: bool, check: bool, beside: int | None, **options: Any) -> None:
        if check:
            return self.check_health()
        worker = a_worker()
        if batch:
            worker.turn()
            return worker.run()
        worker.configure_signals()
        logger.info("The worker %s begins", worker.worker_id)
        while worker.running and beside in {None, os.getppid()}:
            try:
                worker.turn()
                worker.run()
            except (OperationalError, InterfaceError) as error:
                logger.error("The database is away: %s", type(error).__name__)
            time.sleep(PAUSE)
        return None

    def check_health(self) -> None:
        now = timezone.now()
        waiting = Job.queue.waiting_since(now - settings.JOB_LONGEST).count()
        late = schedule.late(now)
        if waiting or late:
            raise CommandError(f"{waiting} jobs wait too long; late: {', '.join(late) or 'none'}.")


class TurningWorker(Worker):
    """The library's, which also looks around between two jobs: a long queue stops no clock."""

    looked = -math.inf

    def run_task(self, db_task_result: DBTaskResult[..., Any]) -> None:
        super().run_task(db_task_result)
        self.turn()

    def turn(self) -> None:
        if time.monotonic() >= self.looked + TURN:
            look_around()
            self.looked = time.monotonic()


def a_worker() -> TurningWorker:
    """It ends when the queue is empty: we look at the clock and call again."""
    return TurningWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=PAUSE,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=workers.me(),
    )


def look_around() -> None:
    close_old_connections()
    now = timezone.now()
    Job.queue.fail_abandoned(now)
    Job.queue.try_again()
    schedule.enqueue_due(now)
