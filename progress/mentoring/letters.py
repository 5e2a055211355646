"""The mail about a conversation: what it says, and the address that ends all of its kind."""

from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..letter import Letter, url, written
from .models import Side, Thread

# Only for this purpose, and without a date: an old mail ends the next one all the same.
_signer = Signer(salt="progress.mentoring.letters.stop", sep=".")


def stop_url(person_id: int) -> str:
    return url("mentoring:stop_mails", _signer.sign(str(person_id)))


def person_of(key: str) -> int | None:
    """Who the key of such an address was made for; None when we did not make it."""
    try:
        return int(_signer.unsign(key))
    except BadSignature:
        return None


def news(thread: Thread, to: Side) -> Letter:
    """Says who wrote and about which step, and nothing of what was written."""
    learner, mentor = thread.membership.learner, thread.mentor
    reader, writer = (mentor, learner) if to == Side.MENTOR else (learner, mentor)
    with override(reader.language):
        told: dict[str, Any] = {
            "name": called(writer.name) or _("alguém da turma"),
            "step": one_line(thread.material.title),
            "cohort": one_line(thread.membership.cohort.name),
            "thread_url": url("mentoring:thread", str(thread.uid)),
        }
        subject = _("Mensagem nova sobre %(step)s") % told
        template = "mentoring/email/news.txt"
        return written(reader.email, subject, template, told, stop_url(reader.pk))


def called(name: str) -> str:
    """A person's name for a mail; none when it was made to lead somewhere."""
    return "" if leads_elsewhere(name) else one_line(name)


def leads_elsewhere(words: str) -> bool:
    """Whether a name holds an address, of which a mail would make a link to press."""
    return any(sign in words.lower() for sign in ("://", "www.", "@"))


def one_line(words: str) -> str:
    """In one line: a second one would begin a header or a paragraph of somebody else's making."""
    return " ".join(words.split())
