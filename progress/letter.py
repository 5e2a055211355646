"""The weekly mail: what it says, and the address that ends it."""

import re
from datetime import date, timedelta
from email.policy import Policy, default
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.models import Step

from .agreed import Agreed
from .models import Due, State, StudyPlan
from .planning import Planned

# Only for this purpose, and without a date: a mail of last year ends the next one all the same.
_signer = Signer(salt="progress.letter.unsubscribe", sep=".")
LINES = 998  # the longest that mail may have


class Letter(EmailMultiAlternatives):
    """A mail whose long headers stay as they are: folded, the address in List-Unsubscribe would
    be encoded, and no mail program would find it."""

    def message(self, *, policy: "Policy[Any] | None" = None) -> Any:
        return super().message(policy=(policy or default).clone(max_line_length=LINES))


def unsubscribe_url(learner_id: int) -> str:
    return url("progress:unsubscribe", _signer.sign(str(learner_id)))


def learner_of(key: str) -> int | None:
    """Who the key of such an address was made for; None when we did not make it."""
    try:
        return int(_signer.unsign(key))
    except BadSignature:
        return None


def weekly(plan: StudyPlan) -> Letter | None:
    """The mail of this week in the learner's language; None when there is nothing to tell."""
    planned = Planned(plan)
    agreed = Agreed.of(plan.learner_id, planned.states, planned.today).week
    if not planned.left and not agreed:
        return None
    with override(plan.learner.language):
        return _written(planned, agreed)


def _written(planned: Planned, agreed: list[Due]) -> Letter:
    learner = planned.plan.learner
    day = date_format(planned.monday, "MONTH_DAY_FORMAT")
    subject = _("Sua semana de %(day)s") % {"day": day}
    stop = unsubscribe_url(learner.pk)
    told = _told(planned) | {"agreed": agreed}
    return written(learner.email, subject, "progress/email/weekly.txt", told, stop)


def written(to: str, subject: str, template: str, told: dict[str, Any], stop: str = "") -> Letter:
    """A mail in the language that is active: the text of a template, and the same in HTML. `stop`:
    the address that ends mails of its kind with one click."""
    context = told | {"subject": subject, "stop_url": stop, "home_url": url("home")}
    text = re.sub(r"\n{3,}", "\n\n", render_to_string(template, context).strip())
    headers = {"Auto-Submitted": "auto-generated"}
    if stop:
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter = Letter(settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + subject, text, to=[to], headers=headers)
    context["paragraphs"] = text.split("\n\n")  # so that both say the same
    letter.attach_alternative(render_to_string("account/email/letter.html", context), "text/html")
    return letter


def _told(planned: Planned) -> dict[str, Any]:
    following = planned.steps[planned.left[0].key].material if planned.left else None
    return {
        "track": planned.plan.track,
        "week": planned.week,
        "done": _done_before(planned, planned.monday),
        "next": following,
        "next_url": settings.SITE_URL + following.get_absolute_url() if following else "",
        "plan_url": url("progress:plan"),
    }


def _done_before(planned: Planned, monday: date) -> list[Step]:
    """What of the track was finished in the week before that Monday."""
    week = {monday - timedelta(days=n) for n in range(1, 8)}
    marks = planned.marks.items()
    done = [key for key, mark in marks if mark.state == State.DONE and mark.day in week]
    return [planned.steps[key] for key in done if key in planned.steps]


def url(route: str, *arguments: str) -> str:
    return settings.SITE_URL + reverse(route, args=arguments)
