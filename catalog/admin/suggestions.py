from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from ..links import canonical
from ..models import Suggestion
from .one_suggestion import PageOfOne
from .queue import counts, rows_of
from .verdict import REASONS, ReasonForm
from .widgets import is_key

A_PAGE = 50
ANSWERED = "respondidas"


@admin.register(Suggestion)
class SuggestionAdmin(PageOfOne):
    """The queue and the page of one. What was suggested stays as it is: it is what its author
    consented to. A curator says it otherwise in the resource, and the history tells."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people suggest from their own pages

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suggestion]:
        return Suggestion.objects.for_page().select_related("by", "decided_by")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._answer_many(request)
        kind, words = request.GET.get("tipo", ""), request.GET.get("q", "").strip()
        found = _asked(self.get_queryset(request), kind, words)
        page = Paginator(found, A_PAGE).get_page(request.GET.get("pagina"))
        kinds = counts()
        return self.page(
            request,
            "admin/catalog/suggestions.html",
            title=_("Sugestões"),
            rows=rows_of(list(page)),
            page=page,
            kinds=kinds,
            waiting=sum(n for _kind, _label, n in kinds),
            kind=kind,
            words=words,
            reasons=REASONS,
            may_answer=self.has_change_permission(request) and kind != ANSWERED,
        )

    def _answer_many(self, request: HttpRequest) -> HttpResponse:
        """One by its own button, or those that are ticked."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        one, ticked = request.POST.getlist("accept"), request.POST.getlist("row")
        keys = [key for key in one or ticked if is_key(key)]
        chosen = list(self.get_queryset(request).filter(pk__in=keys).order_by("made_at", "pk"))
        reason = ReasonForm(request.POST)
        if not chosen:
            messages.info(request, _("Marque ao menos uma sugestão."))
        elif one or request.POST.get("verb") == "accept":
            self._accept(request, *chosen)
        elif request.POST.get("verb") != "decline":
            messages.info(request, _("Escolha aceitar ou recusar."))
        elif reason.is_valid():
            self._decline(request, reason.cleaned_data["reason"], *chosen)
        else:
            messages.error(request, str(reason.non_field_errors()[0]))
        return HttpResponseRedirect(request.get_full_path())

    def _accept(self, request: HttpRequest, *chosen: Suggestion) -> None:
        """Each for itself: one that cannot be done keeps none of the others waiting."""
        done, refused = [], False
        for suggestion in chosen:
            try:
                done += [suggestion] if suggestion.accept(by=request.user) else []
            except ValidationError as error:
                refused = True
                messages.error(request, f"“{suggestion}”: {' '.join(error.messages)}")
        if done or not refused:
            self.tell(request, _("aceitou"), done)

    def _decline(self, request: HttpRequest, reason: str, *chosen: Suggestion) -> None:
        done = [one for one in chosen if one.decline(by=request.user, reason=reason)]
        self.tell(request, _("recusou"), done)


def _asked(found: QuerySet[Suggestion], kind: str, words: str) -> QuerySet[Suggestion]:
    waiting = Suggestion.Status.WAITING
    if kind == ANSWERED:
        found = found.exclude(status=waiting).order_by(F("decided_at").desc(), "-pk")
    else:
        found = found.filter(status=waiting, **({"kind": kind} if kind else {}))
        found = found.order_by("made_at", "pk")
    if words:
        said = (
            Q(title__icontains=words) | Q(url__icontains=words) | Q(about__title__icontains=words)
        )
        found = found.filter(said | Q(address=canonical(words)))
    return found
