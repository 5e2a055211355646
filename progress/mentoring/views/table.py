"""What mentors see of those who learn in a cohort. Whatever of one person stands on a page is
remembered before the page is made: if that cannot be written, nothing is shown."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from ...models import State
from ...views.learner import LearnerRequest
from ..access import cohorts_guided_by, members_for, notes_for
from ..forms.invitation import InviteForm
from ..models import Look, Shown
from ..models.cohort import CohortQuerySet
from ..models.membership import MembershipQuerySet
from ..numbers import Numbers, goals
from ..sheet import name_of, sheet_of
from ..sight import Sight
from ..table import Cell, Column, Line, nudges, ordered

ORDERS = ("ajuda", "nome", "adiante")


@login_required
@require_safe
def cohort(request: LearnerRequest, uid: UUID) -> HttpResponse:
    here = get_object_or_404(_guided(request), uid=uid)
    sight = Sight(request.user, here, _members(request).filter(cohort=here))
    lines = sight.lines()
    needs, order = nudges(lines), request.GET.get("ordem")
    order = order if order in ORDERS else ORDERS[0]
    stopped = request.GET.get("mostrar") == "parados"
    rows = [nudge.line for nudge in needs] if stopped else ordered(lines, order)
    Look.objects.remember(request.user, Look.Where.COHORT, sight.looks(rows))
    return render(
        request,
        "mentoring/cohort.html",
        {
            "cohort": here,
            "sight": sight,
            "needs": needs,
            "rows": list(_drawn(rows, sight.columns)),
            "order": "" if stopped else order,
            # Of whom no line is shown nothing is told, not even in so small a number.
            "goals": [] if stopped else goals(lines, sight.columns, sight.today),
            "invite": InviteForm(cohort=here, by=request.user),
            "numbers": Numbers(sight.columns, lines, sight.uncounted(), sight.steps),
        },
    )


@login_required
@require_safe
def sheet(request: LearnerRequest, uid: UUID) -> HttpResponse:
    here = get_object_or_404(_guided(request).going(), uid=uid)
    sight = Sight(request.user, here, _members(request).filter(cohort=here))
    lines = sight.lines()
    Look.objects.remember(request.user, Look.Where.SHEET, sight.looks(lines))
    table = HttpResponse(sheet_of(sight, lines), content_type="text/csv; charset=utf-8")
    table["Content-Disposition"] = f'attachment; filename="{name_of(sight)}"'
    return table


@login_required
@require_safe
def person(request: LearnerRequest, uid: UUID, member: UUID) -> HttpResponse:
    here = get_object_or_404(_guided(request).going(), uid=uid)
    learner = get_object_or_404(_members(request).filter(cohort=here), uid=member)
    sight = Sight(request.user, here, [learner])
    [line] = sight.lines(State)
    notes = list(notes_for(request.user, here).filter(learner=learner.learner).for_page())
    looks = [
        (seen, what | ({Shown.NOTE} if notes else set())) for seen, what in sight.looks([line])
    ]
    Look.objects.remember(request.user, Look.Where.PERSON, looks)
    return render(
        request,
        "mentoring/cohort_person.html",
        {
            "cohort": here,
            "member": learner,
            "line": line,
            "shown": bool(looks[0][1]),
            "stages": sight.stages(line) if line.percent is not None else None,
            "notes": notes,
        },
    )


def _drawn(lines: Iterable[Line], columns: Sequence[Column]) -> Iterator[tuple[Line, list[str]]]:
    """Each line with its cells as they stand in the page. Thousands of them look like a few, which
    are drawn once: of a column as many as it has resources, whoever and however many they are."""

    @cache
    def draw(cell: Cell, number: int) -> str:
        return render_to_string("mentoring/_cohort_cell.html", {"cell": cell, "number": number})

    numbers = [column.number for column in columns]
    return ((line, list(map(draw, line.cells, numbers))) for line in lines)


def _guided(request: LearnerRequest) -> CohortQuerySet:
    return cohorts_guided_by(request.user).for_page().with_size()


def _members(request: LearnerRequest) -> MembershipQuerySet:
    return members_for(request.user).for_page()
