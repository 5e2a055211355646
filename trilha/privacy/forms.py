from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .archive import LARGEST, BadFileError
from .document import File, read


class BringForm(forms.Form):
    """A file of one's own data. Valid only when all of it can be read: `content` and `parsed`."""

    file = forms.FileField(
        label=_("Arquivo baixado da Trilha"),
        help_text=_("O zip, ou o dados.json de dentro dele. Você vê uma prévia antes."),
        widget=forms.FileInput({"accept": ".zip,.json"}),
        error_messages={
            "required": _("Escolha um arquivo."),
            "empty": _("Este arquivo está vazio."),
        },
    )
    content: bytes
    parsed: File

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        self.content = file.read(LARGEST + 1)
        try:
            self.parsed = read(self.content)
        except BadFileError as error:
            raise ValidationError(str(error)) from None
        return file


class EraseForm(forms.Form):
    word = forms.CharField(
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": _("Escreva a palavra para confirmar.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Translators: the word that a person types to erase their account.
        self.wanted = str(_("apagar"))
        self.fields["word"].label = _("Escreva “%(word)s” para confirmar") % {"word": self.wanted}

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        if word.casefold() != self.wanted.casefold():
            text = _("A palavra é outra: escreva “%(word)s”.")
            raise ValidationError(text % {"word": self.wanted})
        return word
