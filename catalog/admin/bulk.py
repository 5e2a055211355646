"""Many resources at once: one form, one entry of the history, one way back."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from reversion.revisions import add_to_revision, set_comment
from taggit.forms import TagField
from taggit.models import Tag

from ..models import (
    Cost,
    Edition,
    Kind,
    Language,
    Level,
    Resource,
    TaggedResource,
    Track,
)
from ..models.resource import validate_tag
from .undo import UndoViews
from .widgets import is_key

AS_IT_IS = [("", gettext_lazy("como está"))]
UNSAID = [("-", gettext_lazy("não dizer"))]
FIELDS = ("kind", "level", "language", "cost")


class BulkForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Tipo"), choices=[*AS_IT_IS, *Kind.choices], required=False
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Nível"), choices=[*AS_IT_IS, *Level.choices, *UNSAID], required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Idioma"), choices=[*AS_IT_IS, *Language.choices], required=False
    )
    cost = forms.ChoiceField(
        label=gettext_lazy("Custo"), choices=[*AS_IT_IS, *Cost.choices, *UNSAID], required=False
    )
    add = TagField(
        label=gettext_lazy("Assuntos a acrescentar"),
        help_text=gettext_lazy("Separe com vírgulas."),
        required=False,
    )
    drop = forms.MultipleChoiceField(
        label=gettext_lazy("Assuntos a tirar"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, resources: Iterable[Resource], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        carried = Tag.objects.filter(resource_items__content_object__in=list(resources))
        named = carried.distinct().order_by("name").values_list("pk", "name")
        self.fields["drop"].choices = list(named)  # type: ignore[attr-defined]

    def clean_add(self) -> list[str]:
        names: list[str] = self.cleaned_data["add"] or []
        for name in names:
            validate_tag(name)
        return names

    def clean(self) -> dict[str, Any]:
        if not self.errors and not any(self.cleaned_data.values()):
            raise ValidationError(_("Escolha ao menos uma mudança."))
        return self.cleaned_data

    def change(self, resources: list[Resource]) -> list[Resource]:
        """Those of which anything truly changed."""
        retagged = self._change_tags(resources)
        prefetch_related_objects(resources, "tagged", "skills")  # as the history writes them down
        return [
            resource
            for resource in resources
            if self._change_fields(resource) or resource.pk in retagged
        ]

    def _change_fields(self, resource: Resource) -> bool:
        said = {name: value for name in FIELDS if (value := self.cleaned_data[name])}
        wanted = {name: "" if value == "-" else value for name, value in said.items()}
        changed = [name for name, value in wanted.items() if getattr(resource, name) != value]
        for name in changed:
            setattr(resource, name, wanted[name])
        if changed:
            resource.save(update_fields=changed)
        return bool(changed)

    def _change_tags(self, resources: list[Resource]) -> set[int]:
        """The keys of those whose tags changed. A few statements, however many they are."""
        add = [_tag(name).pk for name in self.cleaned_data["add"]]
        items = TaggedResource.objects.filter(content_object__in=resources)
        there = set(items.values_list("content_object", "tag"))
        new = [(row.pk, tag) for row in resources for tag in add if (row.pk, tag) not in there]
        TaggedResource.objects.bulk_create(
            TaggedResource(content_object_id=row, tag_id=tag) for row, tag in new
        )
        out = items.filter(tag__in=self.cleaned_data["drop"]).exclude(tag__in=add)
        gone = list(out.values_list("content_object", flat=True))
        out.delete()
        return {*gone, *(row for row, _tag in new)}


def _tag(name: str) -> Tag:
    """The tag of that name, however it is written, or a new one."""
    found: Tag = Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name)
    return found


class BulkViews(UndoViews):
    """Actions of the list that ask something first."""

    def get_urls(self) -> list[Any]:
        named = {"em-lote": self.set_view, "uniao": self.merge_view}
        return [
            path(
                f"{word}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"catalog_resource_{view.__name__.removesuffix('_view')}",
            )
            for word, view in named.items()
        ] + super().get_urls()

    @admin.action(
        permissions=["change"],
        description=gettext_lazy("Tipo, nível, idioma, custo, assuntos…"),
    )
    def set_many(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return self.set_page(request, queryset)

    @admin.action(permissions=["change"], description=gettext_lazy("Unir duplicatas…"))
    def merge(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return self.merge_page(request, queryset)

    def set_page(
        self,
        request: HttpRequest,
        resources: Iterable[Resource],
        track: Track | None = None,
        form: BulkForm | None = None,
    ) -> HttpResponse:
        rows = list(resources)
        title = ngettext("Mudar %(n)d recurso", "Mudar %(n)d recursos de uma vez", len(rows))
        return self._page(
            request,
            "bulk",
            rows,
            track,
            title=title % {"n": len(rows)},
            form=form or BulkForm(rows),
        )

    def set_view(self, request: HttpRequest) -> HttpResponse:
        rows, track = self._chosen(request)
        form = BulkForm(rows, request.POST)
        if not form.is_valid():
            return self.set_page(request, rows, track, form)
        said = _("mudou em lote")
        with self.create_revision(request):  # type: ignore[attr-defined]
            Edition.hold()
            changed = form.change(rows)
            for row in changed:
                add_to_revision(row)  # with its tags: its history tells what went
            self._log(request, changed, said)
        told = ngettext("%(n)d recurso mudou.", "%(n)d recursos mudaram.", len(changed))
        return self._done(request, changed, told % {"n": len(changed)}, track)

    def merge_page(self, request: HttpRequest, resources: Any, error: str = "") -> HttpResponse:
        rows = list(resources)
        loose = [row for row in rows if not row.merged_into_id]
        return self._page(
            request,
            "merge",
            loose,
            None,
            title=_("Unir duplicatas"),
            error=error,
            offered=sum(not row.retired_at for row in loose),
            already=[row for row in rows if row.merged_into_id],
        )

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        rows, _track = self._chosen(request)
        stays = next((row for row in rows if str(row.pk) == request.POST.get("stays")), None)
        if stays is None:
            return self.merge_page(request, rows, _("Escolha o recurso que fica."))
        try:
            with self.create_revision(request):  # type: ignore[attr-defined]
                others = (row for row in rows if row != stays)
                merged = [row for row in others if row.merge_into(stays)]
                self._log(request, merged, _("uniu a “%s”") % stays)
        except ValidationError as error:
            return self.merge_page(request, rows, " ".join(error.messages))
        told = ngettext(
            "%(n)d duplicata agora aponta para “%(title)s”.",
            "%(n)d duplicatas agora apontam para “%(title)s”.",
            len(merged),
        )
        return self._done(request, merged, told % {"n": len(merged), "title": stays}, None)

    def about_to_change(self, request: HttpRequest) -> list[Any]:
        """Of a bulk what was ticked, and the duplicates that may be led to another survivor."""
        if "resources" not in request.POST:
            return super().about_to_change(request)  # type: ignore[misc, no-any-return]
        rows, _track = self._chosen(request)
        led_on = Resource.objects.filter(merged_into__in=rows)
        return [*{row.pk: row for row in (*rows, *led_on)}.values()]

    def _chosen(self, request: HttpRequest) -> tuple[list[Any], Track | None]:
        """The resources that the page was made for, and the track it was opened from."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        keys = [key for key in request.POST.get("resources", "").split(",") if is_key(key)]
        track = request.POST.get("track", "")
        rows = self.get_queryset(request).filter(pk__in=map(int, keys)).order_by("title", "pk")
        return list(rows), Track.objects.filter(pk=track).first() if is_key(track) else None

    def _log(self, request: HttpRequest, changed: list[Any], said: str) -> None:
        if changed:
            # One statement for all of them; its words are the comment of the revision.
            LogEntry.objects.log_actions(request.user.pk, changed, CHANGE, said)  # type: ignore[arg-type]
            set_comment(said)

    def _done(
        self, request: HttpRequest, changed: list[Any], told: str, track: Track | None
    ) -> HttpResponse:
        if changed:
            self.tell(request, capfirst(told))
        else:
            self.message_user(request, _("Já estava assim: nada mudou."), messages.INFO)
        if track:
            return HttpResponseRedirect(
                reverse("admin:catalog_track_change", args=[track.pk]) + "#outline"
            )
        return HttpResponseRedirect(reverse("admin:catalog_resource_changelist"))

    def _page(
        self,
        request: HttpRequest,
        name: str,
        rows: list[Any],
        track: Track | None,
        **context: Any,
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "rows": rows,
            "keys": ",".join(str(row.pk) for row in rows),
            "track": track,
        }
        return TemplateResponse(request, f"admin/catalog/{name}.html", context)
