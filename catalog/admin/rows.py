"""Rows of one whole inside its page: the sections of a track, the steps of a section."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Section, Step
from ..models.base import free_uid
from ..models.order import in_reading_order
from .forms import SHORT_TEXTS, PlacedForm, StepForm
from .widgets import LightSelect, NamedSelect, without_shortcuts


class RowFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows in reading order, that stay a tree whatever is sent."""

    def get_queryset(self) -> Any:
        if not hasattr(self, "_rows"):
            self._rows = in_reading_order(super().get_queryset())
            self._parents = [("", "–")] + [
                (row.pk, "· " * row.depth + Truncator(str(row)).chars(50)) for row in self._rows
            ]
        return self._rows

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if parent := form.fields.get("parent"):
            parent.queryset = self.queryset
            self.get_queryset()
            parent.choices = self._parents  # once for all rows
            without_shortcuts(parent)

    def clean(self) -> None:
        super().clean()
        above = {form.instance.pk: form.instance.parent_id for form in self._staying()}
        for form in self._staying():
            seen = {key := form.instance.pk}
            while key := above.get(key):
                if key in seen:
                    raise ValidationError(_("“%s” ficaria dentro de si mesmo.") % form.instance)
                seen.add(key)

    def _staying(self) -> list[Any]:
        return [form for form in self.initial_forms if form not in self.deleted_forms]


class SectionFormSet(RowFormSet):
    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if form.instance.steps.exists() or form.instance.children.exists():
                text = _("“%s” ainda tem passos ou etapas dentro: tire-os primeiro.")
                raise ValidationError(text % form.instance)


class StepFormSet(RowFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name in {"resource", "skill", "community"} & form.fields.keys():
            form.fields[name].widget.widget.known = getattr(form.instance, name)

    def clean(self) -> None:
        self._lift()
        super().clean()
        taken = set(Step.objects.filter(track=self.instance.track_id).values_list("uid", flat=True))
        for form in self.extra_forms:
            if form.has_changed() and form.is_valid() and form not in self.deleted_forms:
                self._name(form, taken)

    def _name(self, form: Any, taken: set[str]) -> None:
        step = form.instance
        if step.uid in taken:
            form.add_error("uid", _("Esta trilha já tem um passo com este identificador."))
        step.uid = step.uid or free_uid(step.target.uid if step.target else step.title, taken)
        taken.add(step.uid)

    def _lift(self) -> None:
        """What stood inside a step that goes stays, one level higher."""
        gone = {form.instance.pk: form.instance.parent_id for form in self.deleted_forms}
        for form in self.forms:
            while form.instance.parent_id in gone:
                form.instance.parent_id = gone[form.instance.parent_id]

    def delete_existing(self, obj: Step, commit: bool = True) -> None:
        for child in obj.children.all():
            child.parent_id = obj.parent_id
            child.save(update_fields=["parent"])
        super().delete_existing(obj, commit)


class RowInline(admin.StackedInline):  # type: ignore[type-arg]
    template = "admin/catalog/rows.html"
    readonly_fields = ["move"]
    extra = 1
    formfield_overrides = SHORT_TEXTS

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever may only look gets no buttons."""
        (name, first), *others = super().get_fieldsets(request, obj)
        head, *lines = first["fields"]
        if not self.has_change_permission(request, obj):
            head = tuple(field for field in head if field != "move")
        return [(name, {**first, "fields": [head, *lines]}), *others]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["widget"] = LightSelect()
        elif db_field.name in self.autocomplete_fields:
            kwargs["widget"] = NamedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Of the shortcuts beside a select only the one to add: the others would fill the row."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(field, "widget"):
            field.widget.can_change_related = field.widget.can_view_related = False
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Taking a line out is editing what it stands in. History brings it back."""
        return self.has_change_permission(request, obj)

    @admin.display(description=gettext_lazy("ordem"))
    def move(self, row: Any) -> str:
        """Buttons that work without JavaScript and without a mouse."""
        if not row.pk:
            return ""
        button = '<button name="_move" value="{}:{}" aria-label="{}"{}>{}</button>'
        up = ("up", row.pk, _("Subir: %s") % row, " disabled" if row.first else "", "↑")
        down = ("down", row.pk, _("Descer: %s") % row, " disabled" if row.last else "", "↓")
        buttons = format_html_join("", button, [up, down])
        return format_html('<span class="updown">{}</span>', buttons)


class SectionInline(RowInline):
    """Every section at once, by number and name; the outline of the track is for the rest."""

    verbose_name_plural = gettext_lazy("Etapas em lista")
    classes = ["collapse"]
    model = Section
    form = PlacedForm
    formset = SectionFormSet
    show_change_link = True
    prepopulated_fields = {"uid": ["title"]}
    fieldsets = [
        (None, {"fields": [("move", "position", "title", "uid", "parent")]}),
        (
            gettext_lazy("Mais desta etapa"),
            {"classes": ["collapse"], "fields": [("url", "title_language"), "description"]},
        ),
    ]


class StepInline(RowInline):
    model = Step
    form = StepForm
    formset = StepFormSet
    autocomplete_fields = ["resource", "skill", "community"]
    fieldsets = [
        (None, {"fields": [("move", "position", "resource", "skill", "community")]}),
        (
            gettext_lazy("Mais deste passo"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("title", "title_language"),
                    ("parent", "requirement", "uid"),
                    "remark",
                ],
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what the rows point to, so that their names cost no statement each."""
        return (
            super()
            .get_queryset(request)
            .select_related("resource__merged_into", "skill", "community")
        )
