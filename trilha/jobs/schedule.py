"""What happens by the clock, in the site's time zone. One line for each job, which may be any
task, or one of our commands by its name.

After a pause of the worker a job runs once, for the last moment it missed, not for every one.
"""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.tasks import Task
from django.utils import timezone

from progress.tasks import mail_the_week

from .clock import Daily, Hourly, Minutely, When
from .models import BEFORE_ALL, Run
from .tasks import command


class Line(NamedTuple):
    name: str  # of its row in `Run`: a new name is a new job
    when: When
    task: "Task[..., Any]"
    arguments: Sequence[Any] = ()

    def latest(self, now: datetime) -> datetime:
        return self.when.latest(now, timezone.get_default_timezone())


SCHEDULE = [
    Line("clearsessions", Daily(time(4, 5)), command, ["clearsessions"]),
    Line("delete_unverified", Daily(time(4, 15)), command, ["delete_unverified"]),
    Line("erase_due", Daily(time(4, 20)), command, ["erase_due"]),
    Line("forget_previews", Daily(time(4, 30)), command, ["forget_previews"]),
    Line("forget_looks", Daily(time(4, 35)), command, ["forget_looks"]),
    Line("publish_due", Minutely(5), command, ["publish_due"]),
    Line("weekly_mails", Hourly(), mail_the_week),
    Line("check_links", Hourly(), command, ["check_links"]),
    Line(
        "forget_jobs",
        Daily(time(4, 25)),
        command,
        ["prune_db_task_results", "--min-age-days=7", "--failed-min-age-days=30"],
    ),
]


def enqueue_due(now: datetime, schedule: Sequence[Line] = SCHEDULE) -> list[str]:
    """Enqueue each job that is due and was not yet; their names. Many may ask at once."""
    return [line.name for line in _missing(now, schedule) if _enqueue(line, line.latest(now))]


def late(now: datetime, schedule: Sequence[Line] = SCHEDULE) -> list[str]:
    """What should have been enqueued long ago: no worker looks at the clock."""
    return [line.name for line in _missing(now - settings.JOB_LONGEST, schedule)]


def _missing(now: datetime, schedule: Sequence[Line]) -> list[Line]:
    taken = dict(Run.objects.values_list("job", "slot"))
    return [line for line in schedule if taken.get(line.name, BEFORE_ALL) < line.latest(now)]


@transaction.atomic
def _enqueue(line: Line, slot: datetime) -> bool:
    """The guard and the job are one transaction: both are there, or neither is."""
    taken = Run.objects.take(line.name, slot)
    if taken:
        line.task.enqueue(*line.arguments)
    return taken
