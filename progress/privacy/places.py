"""The two things a person has only one of. They come when there is none yet, and switched off:
to be seen by others, or to get mail, is said yes to on each site anew."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import PublicPage, StudyPlan
from .known import Known, Report
from .records import Planned, Shown


def bring_plan(learner_id: int, said: Planned | None, known: Known, report: Report) -> int:
    if said is None:
        return 0
    track = known.track(said.track)
    if track is None:
        return 0
    if StudyPlan.objects.filter(learner=learner_id).exists():
        report.leave(_("Plano de estudo"), _("você já tem um aqui, e ele fica"))
        return 0
    StudyPlan.objects.create(
        learner_id=learner_id,
        track_id=track,
        minutes=said.minutes,
        weekdays=said.weekdays,
        created_at=said.created_at,
        changed_at=said.changed_at,
    )
    return 1


def bring_page(learner_id: int, said: Shown | None, known: Known, report: Report) -> int:
    if said is None:
        return 0
    if PublicPage.objects.filter(learner=learner_id).exists():
        report.leave(_("Página pública"), _("você já tem uma aqui, e ela fica"))
        return 0
    shows = {f"shows_{name}": True for name in said.shows}
    page = PublicPage(learner_id=learner_id, handle=said.handle, **shows)
    try:
        page.clean_fields(exclude=["learner"])
        page.validate_unique(exclude=["learner"])
    except ValidationError as error:
        report.leave(_("Página pública"), " ".join(error.messages))
        return 0
    page.save()
    page.tracks.set(track for uid in said.tracks if (track := known.track(uid)))
    return 1
