"""A mail server of the tests: real SMTP, and what it is given stays in memory."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Mailbox(list[EmailMessage]):
    """A mail server's handler: it keeps what it is given, unless it `refuses`."""

    refuses = False

    def __init__(self) -> None:
        super().__init__()
        self.raw: list[bytes] = []

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802
        if self.refuses:
            return f"451 not now, {envelope.rcpt_tos[0]}"
        self.raw.append(envelope.content)
        self.append(BytesParser(policy=default).parsebytes(envelope.content))  # type: ignore[arg-type]
        return "250 kept"


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, dict[str, Any]]]:
    """The mailbox, and the MAILERS that send there."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield box, {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": port}}}
    finally:
        server.stop()


def parts(letter: EmailMessage) -> tuple[str, str]:
    """Its text and its HTML, which must say the same."""
    assert letter.get_content_type() == "multipart/alternative"
    text, html = [part.get_content().replace("\r\n", "\n") for part in letter.iter_parts()]
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    said = re.sub(r"<[^>]+>", " ", html.partition("<body>")[2])
    assert said.split() == text.split()
    return text, html
