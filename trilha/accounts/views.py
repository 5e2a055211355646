from copy import copy
from typing import Any

from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
)
from allauth.account.views import LogoutView, SignupView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from .adapter import WELCOME
from .forms import PersonForm, PreferencesForm
from .models import User

SHOWN = 8


class AccountRequest(HttpRequest):
    user: User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: AccountRequest) -> HttpResponse:
    """A person's account at a glance; the name is changed right here."""
    form = PersonForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.instance.save(update_fields=list(form.fields))  # never write an old password back
        messages.success(request, _("Salvo."))
        return redirect("account")
    return render(request, "account/account.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: AccountRequest) -> HttpResponse:
    """What one chooses once. What is refused must not rule the page that says so: hence the copy
    of the person."""
    form = PreferencesForm(request.POST or None, instance=copy(request.user))
    if request.method == "POST" and form.is_valid():
        person = form.save()
        with override(person.language):
            messages.success(request, _("Preferências salvas."))
            return redirect("preferences")
    return render(request, "account/preferences.html", {"form": form})


@login_required
@require_safe
def welcome(request: AccountRequest) -> HttpResponse:
    """Right after signing up: what came along, and the way on."""
    said = request.session.get(WELCOME)
    return render(request, "account/welcome.html", said) if said else redirect("progress:path")


class SignUp(SignupView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        marked = self.request.journey.marked(SHOWN)
        more = self.request.journey.count - len(marked)
        return {**super().get_context_data(**kwargs), "marked": marked, "more": more}


class SignOut(LogoutView):
    def logout(self) -> None:
        super().logout()
        # Left behind, a pretended verification would tell that an address has an account.
        self.request.session.pop(EMAIL_VERIFICATION_CODE_SESSION_KEY, None)
