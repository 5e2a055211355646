"""The queue, for superusers only: what waits, what was done, what failed and why."""

from datetime import datetime

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.tasks import TaskResultStatus
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from .models import Job

WORDS = {
    TaskResultStatus.READY: _("na fila"),
    TaskResultStatus.RUNNING: _("em curso"),
    TaskResultStatus.FAILED: _("falhou"),
    TaskResultStatus.SUCCESSFUL: _("feita"),
}

admin.site.unregister(DBTaskResult)  # the library's page of the same rows speaks English only
SHOWN = ["name", "state", "tries", "since", "until"]


class ByState(admin.SimpleListFilter):
    title = _("estado")
    parameter_name = "estado"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(state.value, str(word)) for state, word in WORDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        wanted = self.value() in TaskResultStatus.values
        return queryset.filter(status=self.value()) if wanted else queryset


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = [*SHOWN]
    list_filter = [ByState]
    ordering = ["-enqueued_at"]
    fields = [*SHOWN, "error"]
    readonly_fields = [*SHOWN, "error"]
    actions = ["begin_anew"]

    @admin.display(description=_("tarefa"))
    def name(self, job: Job) -> str:
        return " ".join([job.task_name, *map(str, job.args_kwargs["args"][:1])])

    @admin.display(description=_("estado"))
    def state(self, job: Job) -> str:
        return str(WORDS[TaskResultStatus(job.status)])

    @admin.display(description=_("tentativas"))
    def tries(self, job: Job) -> int:
        return job.tries

    @admin.display(description=_("na fila desde"), ordering="enqueued_at")
    def since(self, job: Job) -> str:
        return _moment(job.enqueued_at)

    @admin.display(description=_("terminou em"), ordering="finished_at")
    def until(self, job: Job) -> str:
        return _moment(job.finished_at)

    @admin.display(description=_("último erro"))
    def error(self, job: Job) -> str:
        return job.traceback or "–"

    @admin.action(description=_("Tentar de novo as que falharam"), permissions=["view"])
    def begin_anew(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        n = sum(job.begin_anew() for job in jobs)
        self.message_user(
            request,
            ngettext("%(n)d tarefa voltou à fila.", "%(n)d tarefas voltaram à fila.", n) % {"n": n},
        )

    def has_view_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False


def _moment(at: datetime | None) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT") if at else "–"
