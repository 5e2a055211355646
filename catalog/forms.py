"""What people fill in to suggest something. A form reads words; the suggestion judges them."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from .models import Language, Resource, Section, Suggestion
from .models.acceptance import SAYABLE
from .models.newcomer import LETTERS

# What people write is in a language that nobody asked for.
IN_ANY_LANGUAGE = {"lang": ""}


class SuggestionForm(forms.Form):
    """A place is given, a section or the resource it is about; the rest is typed."""

    kind: ClassVar[Suggestion.Kind]
    sayable: ClassVar[tuple[str, ...]]

    remark = forms.CharField(
        label=_("Por quê"),
        required=False,
        max_length=LETTERS,
        widget=forms.Textarea(attrs={"rows": 3, **IN_ANY_LANGUAGE}),
        help_text=_("Ajuda a curadoria a decidir. Mais ninguém lê."),
    )
    named = forms.BooleanField(
        label=_("Se a curadoria aceitar, mostrar meu nome na página do recurso"), required=False
    )

    def __init__(
        self,
        *args: Any,
        by: Any,
        about: Resource | None = None,
        section: Section | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.about, self.section = by, about, section
        own: Any = fields_for_model(Resource, self.sayable)
        self.fields = {name: own[name] for name in self.sayable} | self.fields
        self.fields["title"].widget.attrs |= IN_ANY_LANGUAGE
        self.fields["url"].widget.attrs |= {"inputmode": "url", "autocomplete": "off"}
        if not by.name:
            del self.fields["named"]

    def suggestion(self) -> Suggestion:
        """What was typed, as a suggestion that nobody has seen yet. The form is valid."""
        said = self.cleaned_data
        return Suggestion(
            by=self.by,
            kind=self.kind,
            about=self.about,
            section=self.section,
            track=self.section.track if self.section else None,
            title=said["title"],
            url=said["url"],
            changes=self.changes(),
            remark=said["remark"].replace("\r\n", "\n"),
            named=said.get("named", False),
        )

    def changes(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {name: {"to": said[name]} for name in self.sayable if name not in ("title", "url")}

    def blame(self, error: ValidationError) -> None:
        """Say beside its field what the suggestion refuses, and above the form what has none."""
        for name, problems in error.update_error_dict({}).items():
            self.add_error(name if name in self.fields else None, problems)


class LinkForm(SuggestionForm):
    kind = Suggestion.Kind.LINK
    sayable = ("url", "title", "kind", "language")


class ReplacementForm(SuggestionForm):
    kind = Suggestion.Kind.REPLACEMENT
    sayable = ("url", "title")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.about:
            self.fields["title"].initial = self.about.title


class TranslationForm(SuggestionForm):
    kind = Suggestion.Kind.TRANSLATION
    sayable = ("url", "title", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = self.about.language if self.about else ""
        language: Any = self.fields["language"]
        language.choices = [choice for choice in Language.choices if choice[0] != here]
        language.initial = language.choices[0][0]


class CorrectionForm(SuggestionForm):
    """The page remembers what it said when it was opened: a field that a curator changes
    meanwhile, and that nobody typed into here, is no part of the correction."""

    kind = Suggestion.Kind.CORRECTION
    sayable = SAYABLE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SAYABLE:
            self.fields[name].initial = getattr(self.about, name)
            self.fields[name].show_hidden_initial = True
        self.fields["description"].widget.attrs |= {"rows": 4, "lang": Language.PORTUGUESE.value}

    def changes(self) -> dict[str, Any]:
        found = {name: {"from": self._was(name), "to": self._is(name)} for name in SAYABLE}
        return {name: sides for name, sides in found.items() if sides["from"] != sides["to"]}

    def _is(self, name: str) -> Any:
        return _one_line_break(self.cleaned_data[name])

    def _was(self, name: str) -> Any:
        bound = self[name]
        if bound.html_initial_name not in self.data:
            return getattr(self.about, name)
        hidden = bound.field.hidden_widget()
        sent = hidden.value_from_datadict(self.data, self.files, bound.html_initial_name)
        try:
            return _one_line_break(bound.field.clean(sent))
        except ValidationError:
            return getattr(self.about, name)


def _one_line_break(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
