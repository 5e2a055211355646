"""Mails of mentoring, from what happened to the mail server.

A job takes the news before it sends, so that running twice tells once, and gives them back when the
mail server refuses, for another try.
"""

from django.tasks import task
from django.utils import timezone

from ..tasks import MailError
from .invited import invitation, remember_told, told_enough
from .letters import news
from .models import Invitation, Side, Thread


@task
def mail_news(thread_id: int, to: str) -> str:
    """Tell one side of a conversation that there is something to read there, once until it reads,
    if it wants to be told."""
    side = Side(to)
    thread = Thread.objects.alive().with_people().filter(pk=thread_id).first()
    if thread is None or not thread.wants_mail(side):
        return "nothing to tell"
    if not thread.take_news(side):
        return "told already"
    try:
        news(thread, side).send()
    except (OSError, ValueError) as error:
        thread.give_news_back(side)
        raise MailError(type(error).__name__) from None
    return "sent"


def tell(thread: Thread, side: Side) -> None:
    """To be called in the transaction that holds the news."""
    if thread.wants_mail(side):
        mail_news.enqueue(thread.pk, str(side))


@task
def mail_invitation(invitation_id: int) -> str:
    """Send one invitation to whom it is for, once, unless it is over or others wrote to that
    address already today."""
    now = timezone.now()
    mine = Invitation.objects.open(now).filter(pk=invitation_id, mailed_at=None).exclude(email="")
    waiting = mine.with_cohort().first()
    if waiting is None:
        return "nothing to send"
    if told_enough(waiting.email):
        return "told enough"
    if not mine.update(mailed_at=now):
        return "sent already"
    try:
        invitation(waiting).send()
    except (OSError, ValueError) as error:
        Invitation.objects.filter(pk=invitation_id).update(mailed_at=None)
        raise MailError(type(error).__name__) from None
    remember_told(waiting.email)
    return "sent"
