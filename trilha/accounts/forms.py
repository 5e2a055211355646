"""allauth's forms in our words: what a field is called and says stands here once for all."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import User

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "name": _("Nome"),
    "password": _("Senha"),
    "oldpassword": _("Senha atual"),
    "password1": _("Senha nova"),
    "code": _("Código"),
    "remember": _("Lembrar de mim neste aparelho"),
}
HINTS = {
    "name": _("Opcional. Aparece para você e para quem abrir os seus links."),
    "password1": _("Pelo menos 12 caracteres. Uma frase funciona bem."),
    "remember": _("Por 14 dias. Em computador compartilhado, deixe sem marcar."),
}
ATTRIBUTES = {
    "login": {"autocomplete": "username"},
    "name": {"autocomplete": "name"},
    "code": {"inputmode": "numeric", "autocomplete": "one-time-code"},
}


class InOurWords:
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)  # writing it twice helps nobody: a code opens as well
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = HINTS.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(ATTRIBUTES.get(name, {}))
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _(
                    "Confira o endereço: ele é parecido com nome@exemplo.com.br."
                )


class LoginForm(InOurWords, allauth.LoginForm):
    pass


class SignupForm(InOurWords, allauth.SignupForm):
    account_already_exists: bool
    name = forms.CharField(max_length=80, required=False)
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = LABELS["password"]
        # A person never sees the trap; its own style attribute would be refused by our policy.
        self.fields["site"].label = _("Deixe em branco")
        self.fields["site"].widget.attrs = {"tabindex": "-1", "autocomplete": "off"}
        self.fields["site"].template_name = "account/_trap.html"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if "password1" in data:
            validator = UserAttributeSimilarityValidator(["name"])
            try:
                validator.validate(data["password1"], User(name=data.get("name", "")))
            except ValidationError as error:
                self.add_error("password1", error)
        return data

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """Make the account, or act as if: an address that has one must not answer sooner."""
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return super().try_save(request)  # type: ignore[no-any-return]
            except IntegrityError:  # a double click made it a moment ago
                self.account_already_exists = True
        else:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)  # type: ignore[no-any-return]


class RequestLoginCodeForm(InOurWords, allauth.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(InOurWords, allauth.ConfirmLoginCodeForm):
    pass


class ConfirmEmailForm(InOurWords, allauth.ConfirmEmailVerificationCodeForm):
    pass


class ReauthenticateForm(InOurWords, allauth.ReauthenticateForm):
    pass


class AddEmailForm(InOurWords, allauth.AddEmailForm):
    pass


class ChangePasswordForm(InOurWords, allauth.ChangePasswordForm):
    pass


class SetPasswordForm(InOurWords, allauth.SetPasswordForm):
    pass


class ResetPasswordForm(InOurWords, allauth.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(InOurWords, allauth.ResetPasswordKeyForm):
    pass


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ["name", "language"]
        labels = {"language": _("Idioma da Trilha e dos e-mails")}
        help_texts = {"name": HINTS["name"]}
        widgets = {"name": forms.TextInput(attrs=ATTRIBUTES["name"])}
