"""Mails that call somebody into a cohort, and that ask for a yes in a minor's place."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from allauth.core import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..letter import Letter, url, written
from .letters import called, leads_elsewhere, one_line
from .models import Consent, Invitation, Membership, Role
from .models.consent import token_for
from .models.invitation import mailbox

SALT = "progress.mentoring.invited"
DAY = timedelta(days=1)
MAILS_A_DAY = 3  # to one address, whoever calls
# Each yes of a minor asks by a letter of its own, so these are more, but from all minors together.
LIMITS = {"guardian_asked": "10/d/user,10/d/key"}


def invitation(of: Invitation) -> Letter:
    """In the language of whoever calls: of whoever is called nothing is known, nor looked up."""
    with override(of.made_by.language):
        who, cohort = called(of.signature) or _("Alguém"), one_line(of.cohort.name)
        said = {"who": who, "cohort": cohort}
        subject_of = one_line(str(of.cohort.subject or ""))
        subject = _("%(who)s convidou você para %(cohort)s") % said
        told = said | {
            "subject_of": "" if leads_elsewhere(subject_of) else subject_of,
            "guides": of.role == Role.GUIDE,
            "days": of.days,
            "invitation_url": url("mentoring:invited", of.token),
        }
        return written(of.email, subject, "mentoring/email/invitation.txt", told)


def to_guardian(address: str, member: Membership, consents: Sequence[Consent]) -> Letter:
    """Asks whoever is responsible for a minor. The address is written to and not kept."""
    with override(member.learner.language):
        name = called(member.learner.name) or _("Alguém")
        told = {
            "name": name,
            "cohort": one_line(member.cohort.name),
            "guardian_url": url("mentoring:guardian", token_for(consents)),
        }
        subject = _("%(name)s pede o seu sim") % {"name": name}
        return written(address, subject, "mentoring/email/guardian.txt", told)


def told_enough(address: str) -> bool:
    """Whether an address had its share of invitations of a day."""
    return len(_told(address)) >= MAILS_A_DAY


def remember_told(address: str) -> None:
    """One more. Of the address nothing is kept that leads back to it, and that for a day: the
    invitation itself forgets it when it is over, and that must make no room for another mail."""
    cache.set(_key_of(address), [*_told(address), timezone.now()], DAY.total_seconds())


def asked_too_often(request: HttpRequest, address: str) -> HttpResponse | None:
    """Letters to people who asked for none are few a day: the answer when they were too many."""
    return ratelimit.consume_or_429(  # type: ignore[no-any-return]
        request, action="guardian_asked", config=LIMITS, key=mailbox(address)
    )


def ask_guardian(
    request: Any, address: str, member: Membership, consents: Sequence[Consent]
) -> None:
    """Lay the letter where mails leave from when the answer has left: a job would keep the
    address."""
    request.outbox.append(to_guardian(address, member, consents))


def _told(address: str) -> list[datetime]:
    since = timezone.now() - DAY
    return [at for at in cache.get(_key_of(address), []) if at > since]


def _key_of(address: str) -> str:
    digest = salted_hmac(SALT, mailbox(address), algorithm="sha256").hexdigest()
    return f"mentoring.told.{digest}"
