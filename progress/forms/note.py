from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext

from ..models import Note
from ..models.note import LONGEST


def _tidy(typed: str) -> str:
    """Browsers end lines with two signs. Spaces at the beginning of a line mean something."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").rstrip().lstrip("\n")


class NoteForm(forms.Form):
    """A note as it was typed, and the version (`Note.stamp`) that it was written on."""

    # No `max_length`: in the page it would cut a pasted text without a word.
    text = forms.CharField(required=False, strip=False)
    version = forms.CharField(required=False)

    @classmethod
    def showing(cls, note: Note | None) -> "NoteForm":
        said = {"text": note.text, "version": note.stamp} if note else {}
        return cls(initial=said)

    @classmethod
    def posted(cls, data: QueryDict, stored: Note | None) -> "NoteForm":
        """As it was typed; `do=join` asks for the stored text and this one in one."""
        if stored and data.get("do") == "join":
            data = data.copy()
            data["text"] = stored.joined(_tidy(data.get("text", "")))
        return cls(data)

    @classmethod
    def against(cls, stored: Note, text: str) -> "NoteForm":
        """A text that was written on another version, ready to be saved on the stored one."""
        return cls(initial={"text": text, "version": stored.stamp})

    def clean_text(self) -> str:
        text = _tidy(self.cleaned_data["text"])
        if len(text) > LONGEST:
            n, most = (number_format(n, force_grouping=True) for n in (len(text), LONGEST))
            said = gettext(
                "A nota tem %(n)s caracteres e cabem %(most)s. Encurte um pouco: "
                "o texto continua aqui."
            )
            raise ValidationError(said % {"n": n, "most": most})
        return text

    @property
    def problem(self) -> str:
        return " ".join(str(said) for field in self.errors.values() for said in field)

    @property
    def written(self) -> tuple[str, str]:
        """The text and the version it was written on, of a valid form."""
        return self.cleaned_data["text"], self.cleaned_data["version"]
