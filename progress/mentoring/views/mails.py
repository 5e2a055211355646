"""Which conversations are told by mail, and the way out of it that needs no session."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ...views.learner import LearnerRequest, signed_in_for
from ..doors import unlisted
from ..forms.message import MailsForm
from ..letters import person_of
from ..models import choose_mails


@require_POST
@signed_in_for("mentoring:threads")
def talk_mails(request: LearnerRequest) -> HttpResponse:
    """Be told by mail what is said in the cohorts that were ticked, and in no other."""
    form = MailsForm(request.POST, person=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Avisos por e-mail guardados."))
    else:
        messages.error(request, _("Uma das turmas não está mais aqui. Confira e salve de novo."))
    return redirect(f"{reverse('mentoring:threads')}#avisos")


@csrf_exempt
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mails(request: HttpRequest, key: str) -> HttpResponse:
    """End all of them for whoever the key was made for; repeating it changes nothing.

    A mail program posts here by itself (RFC 8058), without session or token, and follows no
    redirect. Programs that look at every address of a mail only get the page with its button.
    """
    person = person_of(key)
    if person is None:
        raise Http404
    if request.method == "POST":
        choose_mails(person)
    return render(request, "mentoring/stop_mails.html", {"done": request.method == "POST"})
