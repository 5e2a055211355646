"""The pages on which a person looks after their own data: take it away, bring it, erase it."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from trilha.accounts.models import Parcel, User
from trilha.accounts.privacy import end_sessions

from . import document
from .forms import BringForm, EraseForm

# A file of the largest size keeps a worker busy for seconds, each time that it is read.
LIMITS = {"data_brought": "10/h/user", "data_taken_in": "10/h/user"}


class OwnRequest(HttpRequest):
    user: User


@login_required
@require_safe
def my_data(request: OwnRequest) -> HttpResponse:
    """What is kept, why, for how long, who sees it, and the ways out."""
    return render(
        request,
        "privacy/my_data.html",
        {
            "kept": document.all_kept(request.user),
            "consents": document.all_consents(request.user),
            "form": BringForm(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@never_cache
def copy(request: OwnRequest) -> HttpResponse:
    """A page of its own, so that whoever had to show once more who they are lands on a button."""
    if request.method != "POST":
        return render(request, "privacy/copy.html")
    return HttpResponse(
        document.archive(request.user),
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="trilha-meus-dados.zip"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bring(request: OwnRequest) -> HttpResponse:
    """Take a file, check all of it, and keep it until the person has seen what it brings."""
    posted = request.method == "POST"
    if many := _too_many(request, "data_brought"):
        return many
    form = BringForm(request.POST, request.FILES) if posted else BringForm()
    if posted and form.is_valid():
        parcel = Parcel.objects.keep(request.user, form.content)
        return redirect("confirm_data", parcel.uid)
    return render(request, "privacy/bring.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm(request: OwnRequest, uid: UUID) -> HttpResponse:
    """What a file would bring; and the yes to it. The file is read anew each time."""
    waiting = Parcel.objects.waiting(timezone.now()).filter(owner=request.user)
    parcel = get_object_or_404(waiting, uid=uid)
    if many := _too_many(request, "data_taken_in"):
        return many
    file = document.read(bytes(parcel.content))
    report = document.bring(request.user, file, only_look=request.method != "POST")
    if request.method != "POST":
        return render(request, "privacy/preview.html", {"report": report, "parcel": parcel})
    messages.success(request, _("Pronto, seus dados estão aqui."))
    return redirect("progress:path")


def _too_many(request: OwnRequest, action: str) -> HttpResponse | None:
    """The answer to somebody who posts this more often than any person would; else nothing."""
    many: HttpResponse | None = ratelimit.consume_or_429(request, action=action, config=LIMITS)
    return many


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def erase(request: OwnRequest) -> HttpResponse:
    """Begin the days of grace: everything stops being shown now, and is erased after them."""
    user = request.user
    form = EraseForm(request.POST or None)
    last = user.is_last_superuser()
    if request.method != "POST" or last or not form.is_valid():
        return render(request, "privacy/erase.html", {"form": form, "last": last})
    end = user.ask_to_be_erased()
    end_sessions(user)
    letter = {"user": user, "end": end}
    get_adapter(request).send_mail("account/email/erasure", user.email, letter)
    logout(request)
    text = _("Combinado: tudo será apagado em %(day)s. Mudou de ideia? É só entrar até lá.")
    messages.success(request, text % {"day": date_format(timezone.localtime(end))})
    return redirect("home")


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """What every field of a copy means, for programs."""
    return HttpResponse(document.SCHEMA.read_bytes(), content_type="application/schema+json")
