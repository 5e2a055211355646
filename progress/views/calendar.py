"""The plan as a calendar behind a key. Programs ask for it, so no session and no cookie."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from uuid import NAMESPACE_OID, uuid5

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from catalog.models import Kind
from catalog.templatetags.trail import duration

from ..agreed import Agreed
from ..calendar import Entry, write
from ..models import Due, StudyPlan
from ..planning import Item, Planned


@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponseBase:
    plan = StudyPlan.objects.under(key).first()
    # A short answer, which repeats nothing of what was asked.
    answer = HttpResponse("404\n", status=404, content_type="text/plain")
    if plan:
        with override(plan.learner.language):
            content = _written(request, Planned(plan))
            answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
            answer["Content-Language"] = plan.learner.language
        answer["Content-Disposition"] = 'inline; filename="trilha.ics"'
        answer["ETag"] = f'"{sha256(content).hexdigest()}"'
    answer["Cache-Control"] = "private, no-cache"  # kept, and asked for again each time
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, answer.get("ETag"), None, answer) or answer


def _written(request: HttpRequest, planned: Planned) -> bytes:
    plan, changed = planned.plan, planned.changed
    name = _("Plano: %(track)s") % {"track": plan.track.title}
    # It only grows: what is planned anew counts as a later version of the same event.
    revision = max(0, int((changed - plan.created_at).total_seconds()))
    return write(_entries(request, planned), name, plan.learner.zone.key, changed, revision)


def _entries(request: HttpRequest, planned: Planned) -> Iterator[Entry]:
    for week in [planned.week, *planned.later]:
        for day in week.days:
            for item in day.items:
                yield Entry(
                    _uid(planned.plan, item),
                    day.date,
                    _title(item),
                    _text(item),
                    request.build_absolute_uri(item.resource.get_absolute_url()),
                )
    agreed = Agreed.of(planned.plan.learner_id, planned.states, planned.today)
    for due in agreed.open:
        if due.due_on:
            yield _agreed_entry(request, planned.plan, due, due.due_on)


def _agreed_entry(request: HttpRequest, plan: StudyPlan, due: Due, day: date) -> Entry:
    made = f"{plan.pk} {plan.created_at.isoformat()} {due.uid}"
    resource = due.material
    return Entry(
        str(uuid5(NAMESPACE_OID, made)),
        day,
        _("Combinado: %(title)s") % {"title": resource.title},
        f"{Kind.said(resource.kind)}\n{resource.url}",
        request.build_absolute_uri(resource.get_absolute_url()),
    )


def _uid(plan: StudyPlan, item: Item) -> str:
    """From what it is about and not from its day, nor from an address that may change."""
    made = f"{plan.pk} {plan.created_at.isoformat()} {item.resource.uid} {item.part}"
    return str(uuid5(NAMESPACE_OID, made))


def _title(item: Item) -> str:
    if item.parts == 1:
        return item.resource.title
    told = {"title": item.resource.title, "n": item.part, "of": item.parts}
    return _("%(title)s (parte %(n)d de %(of)d)") % told


def _text(item: Item) -> str:
    time = duration(item.minutes)
    about = _("cerca de %(time)s") % {"time": time} if item.guessed else time
    # Not `get_kind_display`, which reads all kinds anew: a calendar may have 1,500 entries.
    return f"{about} · {Kind.said(item.resource.kind)}\n{item.resource.url}"
