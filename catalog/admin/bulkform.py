"""What is set in many resources at once: only what was chosen changes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.forms import TagField
from taggit.models import Tag

from ..models import Cost, Kind, Language, Level, Resource, TaggedResource
from ..models.resource import validate_tag

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
