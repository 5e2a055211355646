"""What we do differently from allauth: adoption, languages, mails and the words of errors."""

from textwrap import fill
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.usersessions.models import UserSession
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _

from progress.journey import adopt
from progress.mentoring.brought import hand_over

from .models import User

# What every mail may point to, beside the links that allauth gives it.
LINKS = {
    "home_url": "home",
    "login_url": "account_login",
    "password_reset_url": "account_reset_password",
}
WELCOME = "welcome"  # in the session: what the welcome page says


class Adapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("Esta conta está desativada."),
        "duplicate_email": gettext_lazy("Este já é o seu e-mail."),
        "email_password_mismatch": gettext_lazy("O e-mail e a senha não combinam."),
        "email_taken": gettext_lazy("Este e-mail já está em uso."),
        "enter_current_password": gettext_lazy("Esta não é a sua senha atual."),
        "incorrect_code": gettext_lazy("O código não é este. Confira no e-mail e tente de novo."),
        "incorrect_password": gettext_lazy("A senha não é esta."),
        "invalid_password_reset": gettext_lazy("Este link não vale mais."),
        "rate_limited": gettext_lazy("Foram muitos pedidos. Espere um pouco e tente de novo."),
        "same_as_current": gettext_lazy("Este já é o seu e-mail."),
        "too_many_login_attempts": gettext_lazy(
            "Foram muitas tentativas. Espere alguns minutos e tente de novo."
        ),
    }

    def is_safe_url(self, url: str | None) -> bool:
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # an address that cannot even be read, such as `http://[`
            return False

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        user.language = get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)  # type: ignore[no-any-return]

    def login(self, request: HttpRequest, user: User) -> None:
        """Whoever comes back within the days of grace stays: every way of signing in leads here."""
        stayed = user.stay()  # before, because the session is checked by it
        super().login(request, user)
        if stayed:
            with override(user.language):
                text = _("Que bom ver você de novo. Sua conta fica: nada foi apagado.")
                messages.success(request, text)

    def post_login(
        self, request: HttpRequest, user: User, *, signup: bool, **hook: Any
    ) -> HttpResponse:
        """Bring along what the visitor marked and was sent, say so, and go on in the person's own
        language."""
        kept = adopt(request, user.pk)
        response: HttpResponse = super().post_login(request, user, signup=signup, **hook)
        shared = hand_over(request, response, user.pk)
        response["Location"] = translate_url(response["Location"], user.language)
        with override(user.language):
            if signup and (kept or shared):
                said = {"kept": kept, "shared": shared, "next": response["Location"]}
                request.session[WELCOME] = said
                response["Location"] = reverse("welcome")
            elif signup:
                messages.success(request, _("Pronto, sua conta está criada."))
            else:
                self._say_what_came(request, kept, shared)
        return response

    def _say_what_came(self, request: HttpRequest, kept: int, shared: int) -> None:
        if kept:
            came = ngettext("Seu passo veio junto.", "Seus %(n)d passos vieram junto.", kept)
            messages.success(request, came % {"n": kept})
        if shared:
            came = ngettext(
                "O link que você abriu está em “Compartilhado comigo”.",
                "Os %(n)d links que você abriu estão em “Compartilhado comigo”.",
                shared,
            )
            messages.success(request, came % {"n": shared})

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """A session is checked by the e-mail as well, so a new one ends all; this one goes on."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed and request.user.is_authenticated:
            update_session_auth_hash(request, email_address.user)
            UserSession.objects.create_from_request(request)
        return bool(confirmed)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        context = {**(context or {}), "user": user}  # a former address finds nobody any more
        super().send_notification_mail(template_prefix, user, context, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the language of whoever has the address; leave when the answer has left."""
        user = context.get("user") or User.objects.filter(email=email).first()
        language = user.language if user else get_language()
        links = {
            name: build_absolute_uri(self.request, reverse(route)) for name, route in LINKS.items()
        }
        links |= {name: url for name, url in context.items() if name.endswith("_url")}
        links = {name: translate_url(url, language) for name, url in links.items()}
        minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
        with override(language):
            context = {**context, **links, "email": email, "minutes": minutes}
            self.request.outbox.append(self.render_mail(template_prefix, email, context))

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The HTML is made of the text, so the two always say the same."""
        headers = {"Auto-Submitted": "auto-generated", **(headers or {})}
        mail = super().render_mail(template_prefix, email, context, headers)
        letter = {**context, "subject": mail.subject, "paragraphs": mail.body.split("\n\n")}
        # Short lines travel as they are, and can be read on the console of a developer.
        mail.body = "\n".join(
            fill(line, 68, break_on_hyphens=False, break_long_words=False)
            for line in mail.body.split("\n")
        )
        mail.attach_alternative(render_to_string("account/email/letter.html", letter), "text/html")
        return mail  # type: ignore[no-any-return]
