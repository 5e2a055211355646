import re
from abc import abstractmethod
from collections.abc import Collection
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..history import with_pieces
from ..models import Section, Status, Step, Track
from ..models.order import in_reading_order
from .base import BOTH_PAGES, CatalogAdmin
from .downloads import DownloadViews
from .forms import ListedForm, PlacedForm
from .importing import ImportViews
from .outline import OutlineViews
from .publishing import TrackForm, at_the_sites_clock, moment_field
from .rows import SectionInline, StepInline
from .trackfiles import TrackFileViews
from .updating import UpdateViews
from .widgets import without_shortcuts


class WholeAdmin(CatalogAdmin):
    """A page whose rows are kept in order: by their numbers, and by buttons up and down."""

    list_editable = ["position"]

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, form=ListedForm, **kwargs)

    @abstractmethod
    def rows_of(self, whole: Any) -> QuerySet[Any]:
        """The rows that are kept in order."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.renumber()

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """A button that moves a row has saved the page too; the answer is the page at that row."""
        if "_move" not in request.POST:
            return super().response_change(request, obj)
        way, _colon, key = request.POST["_move"].partition(":")
        rows = in_reading_order(self.rows_of(obj))
        row = next((row for row in rows if str(row.pk) == key), None)
        if row and swap_with_neighbour(row, rows, up=way == "up"):
            obj.renumber()
            said = _("“%s” subiu.") if way == "up" else _("“%s” desceu.")
            self.message_user(request, said % row, messages.SUCCESS)
        return HttpResponseRedirect(f"{request.path}#linha-{row.pk}" if row else request.path)


def swap_with_neighbour(row: Any, rows: list[Any], *, up: bool) -> bool:
    """Exchange the places of a row and its sibling before or after. False at either end."""
    siblings = [other for other in rows if other.parent_id == row.parent_id]
    place = siblings.index(row) + (-1 if up else 1)
    if not 0 <= place < len(siblings):
        return False
    other = siblings[place]
    row.position, other.position = other.position, row.position
    row.save(update_fields=["position"])
    other.save(update_fields=["position"])
    return True


def _how_many(model: Any) -> Coalesce:
    """Rows of a track. Each kind is counted by itself: joined, they would be multiplied."""
    rows = model.objects.filter(track=OuterRef("pk")).order_by().values("track")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


@admin.register(Track)
class TrackAdmin(ImportViews, UpdateViews, TrackFileViews, DownloadViews, OutlineViews, WholeAdmin):
    form = TrackForm
    list_display = ["title", "state", "sections_count", "steps_count", "position", "page"]
    list_filter = ["status", "language"]
    search_fields = ["title", "uid", "summary"]
    ordering = ["position", "title", "pk"]
    prepopulated_fields = {"uid": ["title"]}
    inlines = [SectionInline]
    actions = ["publish", "back_to_draft", "retire"]
    fieldsets = [
        (
            gettext_lazy("Dados da trilha"),
            {
                "fields": [
                    "title",
                    "uid",
                    "summary",
                    "description",
                    ("language", "position"),
                    "publish_at",
                ]
            },
        ),
        (
            gettext_lazy("De onde veio"),
            {
                "classes": ["collapse"],
                "fields": [
                    "source_url",
                    ("source_path", "source_commit"),
                    "source_fetched_on",
                    ("source_author", "source_license"),
                ],
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        sections, steps = _how_many(Section), _how_many(Step)
        return super().get_queryset(request).annotate(sections_count=sections, steps_count=steps)

    def get_fieldsets(self, request: HttpRequest, obj: Track | None = None) -> Any:
        """Only a draft waits for its moment. Of a track that is there the form is a closed part of
        the page, whose heart is the outline."""
        (name, first), *others = super().get_fieldsets(request, obj)
        waits = obj is None or obj.status == Status.DRAFT
        fields = [field for field in first["fields"] if waits or field != "publish_at"]
        closed = {"classes": ["collapse"]} if obj else {}
        return [(name, {**first, **closed, "fields": fields}), *others]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "publish_at":
            return moment_field(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def rows_of(self, whole: Track) -> QuerySet[Section]:
        return whole.sections.all()

    @admin.display(description=gettext_lazy("situação"), ordering="status")
    def state(self, track: Track) -> str:
        if track.publish_at is None:
            return str(track.get_status_display())
        moment = at_the_sites_clock(track.publish_at, "SHORT_DATETIME_FORMAT")
        return _("rascunho, no ar em %(moment)s") % {"moment": moment}

    @admin.display(description=gettext_lazy("etapas"), ordering="sections_count")
    def sections_count(self, track: Any) -> int:
        return int(track.sections_count)

    @admin.display(description=gettext_lazy("passos"), ordering="steps_count")
    def steps_count(self, track: Any) -> int:
        return int(track.steps_count)

    def page_of(self, obj: Track) -> str:
        return super().page_of(obj) if obj.status == Status.PUBLISHED else ""

    def offered(self, obj: Track) -> Collection[str]:
        return {
            Status.DRAFT: ("publish", "retire"),
            Status.PUBLISHED: ("back_to_draft", "retire"),
            Status.RETIRED: ("publish", "back_to_draft"),
        }[Status(obj.status)]

    def apply(self, request: HttpRequest, rows: QuerySet[Track], *how: Any) -> None:
        super().apply(request, with_pieces(rows), *how)

    @admin.action(permissions=["change"], description=gettext_lazy("Publicar"), location=BOTH_PAGES)
    def publish(self, request: HttpRequest, queryset: Any) -> None:
        self.apply(request, queryset, Track.publish, _("publicou"))

    @admin.action(
        permissions=["change"], description=gettext_lazy("Voltar a rascunho"), location=BOTH_PAGES
    )
    def back_to_draft(self, request: HttpRequest, queryset: Any) -> None:
        def verb(track: Track) -> bool:
            return track.withdraw(Status.DRAFT)

        self.apply(request, queryset, verb, _("voltou a rascunho"))

    @admin.action(
        permissions=["change"], description=gettext_lazy("Retirar trilha"), location=BOTH_PAGES
    )
    def retire(self, request: HttpRequest, queryset: Any) -> None:
        def verb(track: Track) -> bool:
            return track.withdraw(Status.RETIRED)

        self.apply(request, queryset, verb, _("retirou"))


@admin.register(Section)
class SectionAdmin(WholeAdmin):
    form = PlacedForm
    list_display = ["title", "track_title", "parent", "steps_count", "position", "page"]
    list_filter = [("track", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["track", "parent"]
    ordering = ["track__position", "track_id", "position", "pk"]
    search_fields = ["title", "uid"]
    prepopulated_fields = {"uid": ["title"]}
    inlines = [StepInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(steps_count=Count("steps"))

    def rows_of(self, whole: Section) -> QuerySet[Any]:
        return whole.steps.select_related("resource__merged_into", "skill", "community")

    def get_fieldsets(self, request: HttpRequest, obj: Section | None = None) -> Any:
        place = ("parent", "position") if obj else ("position",)
        fields = ["track", ("title", "title_language"), "uid", place, "url", "description"]
        return [(None, {"fields": fields})]

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> list[str]:
        """A section stays in its track: the uids of its steps are promised there."""
        return [*super().get_readonly_fields(request, obj), *(["track"] if obj else [])]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        if obj and (parent := form.base_fields.get("parent")):
            parent.queryset = obj.track.sections.exclude(pk=obj.pk)
            without_shortcuts(parent)
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if formsets:  # a row of a list has none, see below
            form.instance.track.renumber()

    def settle(self, request: HttpRequest) -> None:
        """Numbers of a list are put in order after its last row: between two rows the first one's
        new number would lose its meaning."""
        sent = re.compile(r"form-\d+-id")
        keys = [value for name, value in request.POST.items() if sent.fullmatch(name)]
        for track in Track.objects.filter(sections__in=filter(str.isdecimal, keys)).distinct():
            track.renumber()

    @admin.display(description=gettext_lazy("trilha"), ordering="track__title")
    def track_title(self, section: Section) -> str:
        address = reverse("admin:catalog_track_change", args=[section.track_id])
        return format_html('<a href="{}">{}</a>', address, section.track)

    @admin.display(description=gettext_lazy("passos"), ordering="steps_count")
    def steps_count(self, section: Any) -> int:
        return int(section.steps_count)

    def page_of(self, obj: Section) -> str:
        return super().page_of(obj) if obj.track.status == Status.PUBLISHED else ""
