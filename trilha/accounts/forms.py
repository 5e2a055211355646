"""allauth's forms in our words: what a field is called and says stands here once for all."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from progress.models import StudyPlan

from . import zones
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
    "name": _("Opcional. Aparece para você, para quem abrir os seus links e onde você escolher."),
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
        fields = ["name"]
        help_texts = {"name": HINTS["name"]}
        widgets = {"name": forms.TextInput(attrs=ATTRIBUTES["name"])}


class ZoneSelect(forms.Select):
    """Names of places say which language they are in, which is not always that of the page."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["lang"] = "pt-BR" if value in zones.BRAZIL else "und"
        return option


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    """How Trilha looks and behaves for one person. Needs the person as its instance."""

    weekly_mail = forms.BooleanField(
        label=_("E-mail com a semana"),
        help_text=_("Uma vez por semana, o que o seu plano sugere. Cada e-mail traz como parar."),
        required=False,
    )

    class Meta:
        model = User
        fields = ["language", "theme", "time_zone", "rhythm", "shortcuts"]
        labels = {
            "language": _("Idioma"),
            "theme": _("Tema"),
            "time_zone": _("Fuso horário"),
            "rhythm": _("Mostrar meu ritmo"),
            "shortcuts": _("Atalhos de teclado"),
        }
        help_texts = {
            "language": _("Das páginas e dos e-mails. O conteúdo das trilhas não muda de língua."),
            "theme": _("Vale onde você entrar. O botão do topo muda só o aparelho em uso."),
            "rhythm": _("O mapa do ano e a sua semana. Desligar não apaga nada."),
            "shortcuts": _("J e K andam entre os passos, espaço marca, ? mostra a ajuda."),
        }
        widgets = {"time_zone": ZoneSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = StudyPlan.objects.filter(learner=self.instance.pk).first()
        if self.plan:
            self.initial["weekly_mail"] = self.plan.mail_since is not None
        else:
            del self.fields["weekly_mail"]
        self._offer_zones()

    def _offer_zones(self) -> None:
        """The list, and besides it what is set already: a zone may have had another name."""
        choices = zones.offered(timezone.now())
        now = str(self["time_zone"].value() or "")
        if now in zones.known() and not any(now in dict(rows) for _, rows in choices):
            choices.insert(0, (now, [(now, now)]))
        self.fields["time_zone"].widget.choices = choices

    def save(self, commit: bool = True) -> User:
        """Store only what stands in the form, never an old password or name."""
        person: User = self.instance
        with transaction.atomic():
            person.save(update_fields=list(self.Meta.fields))
            if self.plan and "weekly_mail" in self.changed_data:
                self.plan.turn_mail(self.cleaned_data["weekly_mail"])
        return person
