from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 900_000  # it is posted a second time, as a field


class LookedAtForm(forms.Form):
    """What is looked at before it does anything: a `file` or, the second time, its text as it was
    read."""

    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    # Reads it, keeps what it says, and returns its text. Raises `ValidationError`.
    look: Callable[[str | bytes], str]
    too_big = gettext_lazy("É grande demais: o limite são 900 kB.")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        file: Any = said.get("file")
        if not (said.get("text") or file):
            raise ValidationError({"file": _("Escolha um arquivo.")})
        if file and file.size > MOST_BYTES:
            raise ValidationError({"file": self.too_big})
        try:
            said["text"] = self.look(said.get("text") or file.read())
        except ValidationError as error:
            raise ValidationError({"file": error}) from None
        return said
