"""The page of one suggestion: what would change, whose it is, and a curator's answer."""

from copy import copy
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Resource, Suggestion
from ..models.acceptance import fingerprint, places_of
from .queue import Row, rows_of
from .verdict import REASONS, ReasonForm, WordingForm

Kind = Suggestion.Kind


class PageOfOne(admin.ModelAdmin):  # type: ignore[type-arg]
    """Django's form of a row has no place here: nobody edits what somebody else proposed."""

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        found = self.get_object(request, unquote(object_id))
        if not isinstance(found, Suggestion):
            raise Http404
        if not self.has_view_or_change_permission(request, found):
            raise PermissionDenied
        [row] = rows_of([found])
        wording = wording_of(row, request)
        reason = ReasonForm(request.POST if request.POST.get("answer") == "decline" else None)
        if request.method == "POST":
            if not self.has_change_permission(request, found):
                raise PermissionDenied
            if self._answered(request, found, wording, reason):
                return HttpResponseRedirect(self._next(found))
            # As it is now, with what was typed: somebody may have changed it meanwhile.
            [row] = rows_of([self.get_queryset(request).get(pk=found.pk)])
            wording = wording_again(row, request, wording)
        return self._one(request, row, wording, reason)

    def _answered(
        self, request: HttpRequest, found: Suggestion, wording: WordingForm, reason: ReasonForm
    ) -> bool:
        try:
            match request.POST.get("answer"):
                case "accept":
                    done, said = found.accept(by=request.user), _("aceitou")
                case "wording" if wording.is_valid():
                    done, said = found.accept(by=request.user, **wording.verdict()), _("aceitou")
                case "decline" if reason.is_valid():
                    why = reason.cleaned_data["reason"]
                    done, said = found.decline(by=request.user, reason=why), _("recusou")
                case _:
                    return False
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return False
        self.tell(request, said, [found] if done else [])
        return True

    def _one(
        self, request: HttpRequest, row: Row, wording: WordingForm, reason: ReasonForm
    ) -> HttpResponse:
        suggestion = row.suggestion
        queue = list(Suggestion.objects.waiting().values_list("pk", flat=True))
        place = queue.index(suggestion.pk) if suggestion.pk in queue else None
        return self.page(
            request,
            "admin/catalog/suggestion.html",
            title=f"{suggestion.get_kind_display().capitalize()}: {suggestion.about or suggestion}",
            row=row,
            suggestion=suggestion,
            compares=suggestion.kind in (Kind.CORRECTION, Kind.REPLACEMENT),
            places=list(places_of(suggestion.subject)) if suggestion.subject else [],
            queue=queue,
            number=None if place is None else place + 1,
            next=self._next(suggestion) if len(queue) > 1 else "",
            answer=request.POST.get("answer", "wording" if row.late else "accept"),
            wording=wording,
            reason=reason,
            reasons=REASONS,
            open=suggestion.is_waiting and self.has_change_permission(request, suggestion),
        )

    def _next(self, suggestion: Suggestion) -> str:
        """The page of the one that waits after it, else of the first; the queue when none does."""
        others = Suggestion.objects.waiting().exclude(pk=suggestion.pk)
        later = others.filter(
            Q(made_at__gt=suggestion.made_at) | Q(made_at=suggestion.made_at, pk__gt=suggestion.pk)
        )
        after = later.first() or others.first()
        return (
            reverse("admin:catalog_suggestion_change", args=[after.pk])
            if after
            else reverse("admin:catalog_suggestion_changelist")
        )

    def tell(self, request: HttpRequest, said: str, done: list[Suggestion]) -> None:
        """Log and say what was done; what somebody else had decided before is done no more."""
        for suggestion in done:
            self.log_change(request, suggestion, said)
        if done:
            text = _("%(who)s %(said)s %(names)s.")
            names = ", ".join(map(str, done))
            values = {"who": str(request.user), "said": said, "names": names}
            messages.success(request, text % values)
        else:
            messages.info(request, _("Já estava decidida: nada mudou."))

    def page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        request.current_app = self.admin_site.name
        context |= {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, context)


def wording_of(row: Row, request: HttpRequest) -> WordingForm:
    sent = request.POST if request.POST.get("answer") == "wording" else None
    return _wording(row, sent)


def wording_again(row: Row, request: HttpRequest, sent: WordingForm) -> WordingForm:
    """What was typed, over what the resource says now; with its errors, where it has some."""
    if not sent.is_bound or sent.errors:
        return sent
    return _wording(row, None, **sent.typed())


def _wording(row: Row, sent: Any, **typed: Any) -> WordingForm:
    suggestion = row.suggestion
    subject = suggestion.subject if suggestion.kind == Kind.CORRECTION else None
    return WordingForm(
        sent,
        # A copy: a form writes into what it is given, before anybody said yes.
        instance=copy(subject) or Resource(),
        initial={
            **suggestion.outcome(),
            "seen": fingerprint(subject) if subject else "",
            **typed,
        },
        prefix="novo",
        suggestion=suggestion,
        known=row.known is not None and subject is None,
    )
