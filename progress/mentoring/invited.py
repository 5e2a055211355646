"""Mails that call somebody into a cohort, and that ask for a yes in a minor's place."""

from collections.abc import Sequence
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..letter import Letter, url, written
from .models import Consent, Invitation, Membership, Role
from .models.consent import token_for

LIMITS = {"guardian_asked": "10/d/user"}


def invitation(of: Invitation) -> Letter:
    """In the language of whoever calls: of whoever is called nothing is known, nor looked up."""
    with override(of.made_by.language):
        who, cohort = of.signature or _("Alguém"), of.cohort.name
        said = {"who": who, "cohort": cohort}
        subject = _("%(who)s convidou você para %(cohort)s") % said
        told = said | {
            "subject_of": of.cohort.track or of.cohort.list,
            "guides": of.role == Role.GUIDE,
            "ends": of.expires_at,
            "invitation_url": url("mentoring:invited", of.token),
        }
        return written(of.email, subject, "mentoring/email/invitation.txt", told)


def to_guardian(address: str, member: Membership, consents: Sequence[Consent]) -> Letter:
    """Asks whoever is responsible for a minor. The address is written to and not kept."""
    with override(member.learner.language):
        name = " ".join(member.learner.name.split())
        told = {
            "name": name,
            "cohort": member.cohort.name,
            "guardian_url": url("mentoring:guardian", token_for(consents)),
        }
        subject = _("%(name)s pede o seu sim") % {"name": name}
        return written(address, subject, "mentoring/email/guardian.txt", told)


def asked_too_often(request: HttpRequest) -> HttpResponse | None:
    """Letters to people who asked for none are few a day: the answer when they were too many."""
    return ratelimit.consume_or_429(  # type: ignore[no-any-return]
        request, action="guardian_asked", config=LIMITS
    )


def ask_guardian(
    request: Any, address: str, member: Membership, consents: Sequence[Consent]
) -> None:
    """Lay the letter where mails leave from when the answer has left: a job would keep the
    address."""
    request.outbox.append(to_guardian(address, member, consents))
