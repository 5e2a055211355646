"""What django-tasks-db leaves open: a failed job is tried again, an abandoned one is found, and
what is due by the clock is enqueued once.

A job may run twice, so it must be safe to repeat. Its arguments and the text of its error can be
read until they are pruned, so both hold ids, never addresses or texts of a person.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult, get_date_max

from . import workers

logger = logging.getLogger(__name__)

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


class JobQuerySet(models.QuerySet["Job"]):
    def with_tries_left(self) -> Self:
        """Failed, and tried fewer times than there are pauses between tries, and one."""
        tried_enough = f"worker_ids__{len(settings.JOB_PAUSES)}__isnull"
        return self.filter(status=TaskResultStatus.FAILED, **{tried_enough: True})

    def waiting_since(self, moment: datetime) -> Self:
        """Ready and due at that moment already. What is due at once has a date beyond all."""
        due = Q(run_after__lt=moment) | Q(run_after=get_date_max(), enqueued_at__lt=moment)
        return self.filter(due, status=TaskResultStatus.READY)

    def fail_abandoned(self, now: datetime) -> int:
        """Jobs that nobody works on any more have failed like all others; how many."""
        running = self.filter(status=TaskResultStatus.RUNNING)
        return sum(job.fail_if_abandoned(now) for job in running)

    def try_again(self) -> int:
        """Failed jobs with tries left wait for the next one; how many."""
        return sum(job.wait_again() for job in self.with_tries_left())


class Job(DBTaskResult[..., Any]):
    """A row of the queue, as the library keeps it. Every try has added its worker's name."""

    queue = JobQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("tarefa")
        verbose_name_plural = _("tarefas")

    def __str__(self) -> str:
        return f"{self.task_path} {self.id}"

    @property
    def tries(self) -> int:
        return len(self.worker_ids)

    def fail_if_abandoned(self, now: datetime) -> bool:
        too_long = self.started_at is None or self.started_at < now - settings.JOB_LONGEST
        if not (too_long or workers.is_gone(self.worker_ids[-1])):
            return False
        return self._change(
            status=TaskResultStatus.FAILED,
            finished_at=now,
            exception_class_path="builtins."
            + ("TimeoutError" if too_long else "ProcessLookupError"),
            traceback=f"The worker {self.worker_ids[-1]} ended, or took too long.",
        )

    def wait_again(self) -> bool:
        """Back into the queue, with the text of the error until the next try has ended."""
        pause: timedelta = settings.JOB_PAUSES[self.tries - 1]
        after = (self.finished_at or self.enqueued_at) + pause
        changed = self._change(status=TaskResultStatus.READY, run_after=after)
        if changed:
            words = "Job %s failed (%s) at try %d of %d; again in %s"
            most = len(settings.JOB_PAUSES) + 1
            logger.warning(words, self, self.exception_class_path, self.tries, most, pause)
        return changed

    def begin_anew(self) -> bool:
        """All tries again, because somebody took the reason of the failure away."""
        failed = self.status == TaskResultStatus.FAILED
        return failed and self._change(
            status=TaskResultStatus.READY, run_after=get_date_max(), worker_ids=[]
        )

    def _change(self, **fields: Any) -> bool:
        """True unless somebody else was first: the row must still be as it was read."""
        as_read = Job.queue.filter(pk=self.pk, status=self.status, started_at=self.started_at)
        return as_read.update(**fields) == 1


class RunQuerySet(models.QuerySet["Run"]):
    def take(self, job: str, slot: datetime) -> bool:
        """True for exactly one of all who ask for this moment of this job, and never for an
        earlier one. To be called in the transaction that enqueues."""
        self.bulk_create([Run(job=job, slot=BEFORE_ALL)], ignore_conflicts=True)
        return self.filter(job=job, slot__lt=slot).update(slot=slot) == 1


class Run(models.Model):
    """For which moment a line of the schedule was last enqueued."""

    job = models.CharField(_("tarefa"), max_length=100, primary_key=True)
    slot = models.DateTimeField(_("momento"))

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("vez")
        verbose_name_plural = _("vezes")

    def __str__(self) -> str:
        return f"{self.job} · {self.slot:%Y-%m-%d %H:%M}"
