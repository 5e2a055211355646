"""The weekly mail, from the clock to the mail server.

Every hour the clock asks whose Monday morning has come. Laying a letter into the queue and
remembering it are one transaction, so each learner has one job a week. The job takes the week
before it sends and gives it back when the mail server refuses, for another try. A worker that dies
in between tells nobody again: rather one letter too few than the same one twice.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from .letter import weekly
from .models import StudyPlan

MORNING = 7  # o'clock


class MailError(Exception):
    """The mail server did not take it. Says what kind of error, never the address in its text."""


@task
def mail_the_week() -> int:
    """What the clock does every hour."""
    return queue_due(timezone.now())


def queue_due(now: datetime) -> int:
    """Lay a letter into the queue for each whose Monday morning has come; how many."""
    return sum(_queue(monday, zone) for zone, monday in _zones_of_monday(now).items())


@task
def mail_a_week(plan_id: int) -> str:
    """Send one learner this week's letter, unless they have it or want none any more."""
    plan = StudyPlan.objects.of_mail().for_page().filter(pk=plan_id).first()
    letter = weekly(plan) if plan else None
    if plan is None or letter is None:
        return "nothing to tell"
    this = StudyPlan.objects.filter(pk=plan_id)
    if not this.take("mailed", plan.monday):
        return "told already"
    try:
        letter.send()
    except (OSError, ValueError) as error:
        this.filter(mailed=plan.monday).update(mailed=None)
        raise MailError(type(error).__name__) from None
    return "sent"


def _queue(monday: date, zone: str) -> int:
    asked = StudyPlan.objects.of_mail().filter(learner__time_zone=zone)
    waiting = asked.exclude(mail_queued=monday).values_list("pk", flat=True)
    return sum(_queue_one(plan_id, monday) for plan_id in waiting)


@transaction.atomic
def _queue_one(plan_id: int, monday: date) -> bool:
    mine = StudyPlan.objects.filter(pk=plan_id).take("mail_queued", monday)
    if mine:
        mail_a_week.enqueue(plan_id)
    return mine


def _zones_of_monday(now: datetime) -> dict[str, date]:
    """The time zones of learners where it is Monday and no longer night, with the day there."""
    due = {}
    for name in StudyPlan.objects.mail_zones():
        local = timezone.localtime(now, _zone(name))
        if local.weekday() == 0 and local.hour >= MORNING:
            due[name] = local.date()
    return due


def _zone(name: str) -> ZoneInfo:
    """The site's, when this one is none any more, as everywhere."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)
