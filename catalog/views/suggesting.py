"""Where people suggest something for the catalog, and read what became of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..forms import CorrectionForm, LinkForm, ReplacementForm, SuggestionForm, TranslationForm
from ..models import Resource, Section, Status, Suggestion
from ..models.newcomer import check_author

View = Callable[[HttpRequest, int], HttpResponse]
A_PAGE = 50
# Of a resource; by the word in the address, the first when it says none.
WAYS: dict[str, tuple[type[SuggestionForm], Any]] = {
    "correcao": (CorrectionForm, gettext_lazy("Corrigir")),
    "substituto": (ReplacementForm, gettext_lazy("Outro no lugar")),
    "idioma": (TranslationForm, gettext_lazy("Em outro idioma")),
}


def signed_in(view: View) -> View:
    """Like `login_required` where only posts are taken: signing in leads to a page that opens."""

    @wraps(view)
    def guarded(request: HttpRequest, number: int) -> HttpResponse:
        if request.user.pk is None:
            return redirect_to_login(reverse("catalog:my_suggestions"))
        return view(request, number)

    return guarded


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    form, way = _form_or_404(request)
    problem = ""
    try:
        if request.method != "POST":
            check_author(request.user)  # nobody types in vain
        elif form.is_valid():
            form.suggestion().propose()
            messages.success(request, _("Sugestão enviada. A resposta da curadoria aparece aqui."))
            return _see_other("catalog:my_suggestions")
    except ValidationError as error:
        problem = " ".join(error.messages)
        if request.method == "POST":
            form.blame(error)
    context = {"form": form, "problem": problem, "way": way, "ways": WAYS.items()}
    subject = {"resource": form.about, "section": form.section}
    return render(request, "catalog/suggest.html", {"room": "tracks", **context, **subject})


@login_required
@require_safe
def my_suggestions(request: HttpRequest) -> HttpResponse:
    mine = Suggestion.objects.filter(by=request.user.pk).for_page().order_by("-made_at", "-pk")
    shown = mine.annotate(
        about_open=Resource.objects.has_page("about"),
        made_open=Resource.objects.has_page("resource"),
    )
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "catalog/my_suggestions.html", {"room": "path", "page": page})


@require_POST
@signed_in
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    suggestion = _own_or_404(request, number)
    if suggestion.withdraw():
        messages.success(request, _("Sugestão retirada. Nada dela ficou guardado."))
    else:
        messages.info(request, _("Ela já foi respondida: não há o que retirar."))
    return _see_other("catalog:my_suggestions")


@require_POST
@signed_in
def name(request: HttpRequest, number: int) -> HttpResponse:
    """Whether the page of the resource thanks its author."""
    shown = request.POST.get("shown") == "yes"
    if _own_or_404(request, number).show_name(shown=shown):
        said = _("Seu nome aparece na página.") if shown else _("Seu nome saiu da página.")
        messages.success(request, said)
    return _see_other("catalog:my_suggestions")


def _form_or_404(request: HttpRequest) -> tuple[SuggestionForm, str]:
    sent, asked = request.POST or None, request.GET
    if "etapa" in asked:
        return LinkForm(sent, by=request.user, section=_section_or_404(asked)), ""
    way = asked.get("tipo", next(iter(WAYS)))
    try:
        about = Resource.objects.survivor(asked.get("recurso", ""))
        form, _label = WAYS[way]
    except (Resource.DoesNotExist, KeyError):
        raise Http404 from None
    if not Resource.objects.published().filter(pk=about.pk).exists():
        raise Http404
    return form(sent, by=request.user, about=about), way


def _section_or_404(asked: QueryDict) -> Section:
    track, _slash, uid = asked.get("etapa", "").partition("/")
    open_ones = Section.objects.filter(track__status=Status.PUBLISHED).select_related("track")
    return get_object_or_404(open_ones, track__uid=track, uid=uid)


def _own_or_404(request: HttpRequest, number: int) -> Suggestion:
    return get_object_or_404(Suggestion, by=request.user, pk=number)


def _see_other(route: str) -> HttpResponse:
    answer = redirect(reverse(route))
    answer.status_code = 303
    return answer
