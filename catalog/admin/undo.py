"""The way back of one act, however many things it changed: what the message after it links to."""

import json
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reversion.models import Revision

from .differences import Difference, Names, differences
from .moments import BELONGING, Key, NoWayBackError, State, go_back_all, key_of, moments_of, now_of

SHOWN = 20  # things with their differences; of a longer list the others are counted


class Way(NamedTuple):
    """One thing that an act changed: how it stood before, after, and how it stands now."""

    thing: Any
    before: State
    after: State
    stands: State

    @property
    def changed(self) -> set[Key]:
        """The rows that the act changed, brought or took."""
        keys = self.before.keys() | self.after.keys()
        return {key for key in keys if self.before.get(key) != self.after.get(key)}

    def stands_as(self, state: State) -> bool:
        return all(self.stands.get(key) == state.get(key) for key in self.changed)

    @property
    def wanted(self) -> State:
        """As it stands, but for the rows that the act changed."""
        others = {key: row for key, row in self.stands.items() if key not in self.changed}
        return others | {key: self.before[key] for key in self.changed if key in self.before}

    def differences(self, names: Names) -> list[Difference]:
        return differences(self.thing, self.stands, self.wanted, names)


def _to_go_back(ways: list[Way]) -> list[Way]:
    return [way for way in ways if way.stands_as(way.after)]


class UndoViews(admin.ModelAdmin):  # type: ignore[type-arg]
    """The rows that a revision changed go back to how they stood before. What somebody changed
    again since stays: its own history has the way back."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.undo_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_undo"
        return [path("desfazer/<int:revision_id>/", view, name=name), *super().get_urls()]

    def undo_url(self, request: HttpRequest) -> str:
        """Of what this person did last."""
        latest = Revision.objects.filter(user_id=request.user.pk).latest("pk")
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_undo", args=[latest.pk])

    def tell(self, request: HttpRequest, said: str) -> None:
        """The message after an act, with its way back."""
        link = format_html('<a href="{}">{}</a>', self.undo_url(request), _("Desfazer"))
        self.message_user(request, format_html("{} {}", said, link), messages.SUCCESS)

    def undo_view(self, request: HttpRequest, revision_id: int) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        revision = get_object_or_404(Revision, pk=revision_id)
        if request.method == "POST" and (done := self._undone(request, revision)):
            return HttpResponseRedirect(self._home(done))
        ways = self._ways(request, revision)
        back = _to_go_back(ways)
        names = Names([state for way in back[:SHOWN] for state in (way.stands, way.wanted)])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Desfazer: %s?") % (revision.comment or _("mudança")),
            "back": [(way.thing, way.differences(names)) for way in back[:SHOWN]],
            "more": max(0, len(back) - SHOWN),
            "stays": [
                way.thing
                for way in ways
                if not way.stands_as(way.after) and not way.stands_as(way.before)
            ],
            "home": self._home(ways),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/catalog/undo.html", context)

    def _ways(self, request: HttpRequest, revision: Revision) -> list[Way]:
        """What the revision changed; what it made has no state before."""
        ways = []
        things = list(self.get_queryset(request).filter(pk__in=self._touched(revision)))
        kept, stands = moments_of(things), now_of(things)
        for thing in things:
            mine = next((m for m in kept[thing.pk] if m.revision.pk == revision.pk), None)
            if mine and mine.before and mine.before != mine.after:
                ways.append(Way(thing, mine.before, mine.after, stands[thing.pk]))
        # A survivor before what points at it: nothing may ever be a duplicate of a duplicate.
        return sorted(ways, key=lambda way: bool(way.before[key_of(way.thing)].get("merged_into")))

    def _touched(self, revision: Revision) -> set[int]:
        label = self.model._meta.label_lower
        whole = BELONGING.get(label, {})
        keys = set()
        for version in revision.version_set.all():
            row = json.loads(version.serialized_data)[0]
            if row["model"] == label:
                keys.add(row["pk"])
            elif row["model"] in whole:
                keys.add(row["fields"][whole[row["model"]]])
        return keys

    def _undone(self, request: HttpRequest, revision: Revision) -> list[Way]:
        """What went back. How things stand is asked when nobody else can change them any more."""
        said = _("desfez: %s") % (revision.comment or _("mudança"))
        try:
            with self.create_revision(request):  # type: ignore[attr-defined]
                ways = _to_go_back(self._ways(request, revision))
                go_back_all((way.thing, way.wanted) for way in ways)
                for way in ways:
                    self.log_change(request, way.thing, said)
        except NoWayBackError as error:
            self.message_user(request, _("Não deu para voltar. %s") % error, messages.ERROR)
            return []
        if ways:
            told = ngettext(
                "Desfeito em “%(name)s”: %(what)s.", "Desfeito em %(n)d itens: %(what)s.", len(ways)
            )
            what = revision.comment or _("mudança")
            values = {"n": len(ways), "name": ways[0].thing, "what": what}
            self.message_user(request, told % values, messages.SUCCESS)
        return ways

    def _home(self, ways: list[Way]) -> str:
        """The page of the one thing, or the list of many."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if len(ways) == 1:
            return reverse(f"{name}_change", args=[ways[0].thing.pk])
        return reverse(f"{name}_changelist")
