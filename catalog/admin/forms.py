from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..links import canonical
from ..models import Step
from ..models.resource import validate_tag

# Further than any place; the renumbering after each save brings it near.
AT_THE_END = 2_000_000_000
SHORT_TEXTS: dict[Any, Any] = {TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})}}


class CatalogForm(forms.ModelForm):  # type: ignore[type-arg]
    """The forms show a stored uid without an input; one sent nevertheless is refused in words."""

    def clean(self) -> dict[str, Any] | None:
        sent = self.data.get(self.add_prefix("uid"))
        if self.instance.pk and sent not in (None, getattr(self.instance, "uid", sent)):
            raise ValidationError(_("O identificador não muda mais depois de salvo."))
        return super().clean()


class ListedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of a list with a number to type: which row, is said to those who do not see it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = _("Posição: %s") % self.instance
        self.fields["position"].widget.attrs["aria-label"] = label


class AddressForm(CatalogForm):
    """One thing to study exists once: the second one is refused, and the first one shown."""

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        model = type(self.instance)
        same = model._default_manager.filter(address=canonical(url)).exclude(pk=self.instance.pk)
        if other := same.first():
            raise ValidationError(
                format_html(
                    _("Este endereço já está no acervo: {}. Edite aquele, em vez de repetir."),
                    format_html(
                        '<a href="{}">{}</a>',
                        reverse(f"admin:catalog_{model._meta.model_name}_change", args=[other.pk]),
                        other,
                    ),
                )
            )
        return url


class ResourceForm(AddressForm):
    def clean_tags(self) -> list[str]:
        tags: list[str] = self.cleaned_data["tags"]
        for name in tags:
            validate_tag(name)
        return tags


class PlacedForm(CatalogForm):
    """A row in an order. A new one without a number goes to the end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if position := self.fields.get("position"):
            position.required = False
            if not self.instance.pk:
                position.initial = self.initial["position"] = None
                position.widget.attrs["placeholder"] = _("no fim")
        if self.instance.pk and "uid" in self.fields:
            self.fields["uid"].disabled = True
            self.fields["uid"].help_text = ""

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if "position" in self.fields and self.cleaned_data.get("position") is None:
            here = self.instance.position if self.instance.pk else AT_THE_END
            self.cleaned_data["position"] = here
        return self.cleaned_data


class StepForm(PlacedForm):
    uid = forms.SlugField(
        label=gettext_lazy("Identificador"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Em branco, nasce do que o passo aponta ou do título."),
    )

    class Meta:
        model = Step
        fields = [
            "position",
            "resource",
            "skill",
            "community",
            "requirement",
            "title",
            "title_language",
            "parent",
            "remark",
            "uid",
        ]
