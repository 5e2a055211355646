"""What a curator fills in to answer a suggestion."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Resource, Section, Suggestion
from ..models.acceptance import SAYABLE, places_of
from ..models.order import paths
from .forms import AddressForm

Kind = Suggestion.Kind
LONGEST = Suggestion._meta.get_field("reason").max_length or 0
# What is said most often; the author reads it as it stands.
REASONS = [
    ("ja-temos", gettext_lazy("Já temos este recurso.")),
    ("fora", gettext_lazy("Foge do assunto da trilha.")),
    ("nao-abre", gettext_lazy("O link não abre.")),
    ("propaganda", gettext_lazy("Parece propaganda.")),
]


class ReasonForm(forms.Form):
    """Why not: one of the usual reasons, words of one's own, or both."""

    usual = forms.ChoiceField(choices=[("", ""), *REASONS], required=False)
    words = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        usual = dict(REASONS).get(self.cleaned_data.get("usual", ""), "")
        said = " ".join(f"{usual} {self.cleaned_data.get('words', '')}".split())
        if not said or len(said) > LONGEST:
            text = _("Escreva o motivo, em até %(n)d letras: quem sugeriu vai ler.")
            raise ValidationError(text % {"n": LONGEST})
        return {"reason": said}


class WordingForm(AddressForm):
    """What the resource will say, and where it will stand. What the catalog has already at that
    address keeps its words: then only the place can be chosen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Resource
        fields = SAYABLE
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, suggestion: Suggestion, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SAYABLE:
            self.fields[name].show_hidden_initial = True  # tells what was typed from what was shown
            if known:
                del self.fields[name]
        self.known = known
        if places := _places(suggestion):
            self.fields["place"] = places

    def typed(self) -> dict[str, Any]:
        """What the curator put in the place of what the page showed."""
        names = [name for name in self.changed_data if name in SAYABLE]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def verdict(self) -> dict[str, Any]:
        """What `Suggestion.accept` is told."""
        said = None if self.known else {name: self.cleaned_data[name] for name in SAYABLE}
        return {
            "said": said,
            "into": self.cleaned_data.get("place"),
            "seen": self.cleaned_data["seen"],
        }

    def clean_url(self) -> str:
        """Another suggestion for a known address finds it; a correction may not take it."""
        return super().clean_url() if self.instance.pk else str(self.cleaned_data["url"])


class Place(forms.ModelChoiceField):  # type: ignore[type-arg]
    @cached_property
    def paths(self) -> dict[int, str]:
        tracks = {section.track_id for section in self.queryset or ()}
        return paths(Section.objects.filter(track__in=tracks))

    def label_from_instance(self, section: Any) -> str:
        return f"{section.track} › {self.paths[section.pk]}"


def _places(suggestion: Suggestion) -> Place | None:
    if suggestion.kind == Kind.LINK:
        sections = Section.objects.filter(track=suggestion.track_id).select_related("track")
        return Place(
            sections,
            label=gettext_lazy("Em que etapa"),
            required=False,
            empty_label=_("no fim da trilha"),
            initial=suggestion.section_id,
        )
    if suggestion.kind == Kind.TRANSLATION and suggestion.subject:
        cited = places_of(suggestion.subject).order_by().values("section")
        return Place(
            Section.objects.filter(pk__in=cited).select_related("track"),
            label=gettext_lazy("Ao lado do original"),
            required=False,
            empty_label=_("em todas as trilhas que o têm"),
        )
    return None
