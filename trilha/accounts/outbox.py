"""Mails leave after the answer has left.

How long a mail takes then tells nobody whether an address has an account, and a slow mail server
keeps nobody waiting. A mail that fails is logged; the person asks for another one.
"""

import logging
from collections.abc import Callable
from functools import partial
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


class OutboxMiddleware:
    """Gives every request an `outbox`, a list, and sends what a view has laid into it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        outbox: list[EmailMessage] = []
        request.outbox = outbox  # type: ignore[attr-defined]
        response = self.get_response(request)
        if outbox:
            # The server closes an answer when its last byte is out.
            response._resource_closers.append(partial(send, outbox))  # type: ignore[attr-defined]
        return response


def send(mails: list[EmailMessage]) -> None:
    for mail in mails:
        try:
            mail.send()
        except (OSError, SMTPException) as error:
            # The error's text may hold the address, which belongs in no log.
            logger.error("A mail could not be sent: %s", type(error).__name__)
