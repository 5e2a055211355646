"""A learner's notes: the form of one, with and without its script, and the page of all."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.models import Resource
from catalog.search import tidy

from ..forms.note import NoteForm
from ..models import Conflict, Note
from .learner import LearnerRequest

A_PAGE = 10
JSON = "application/json"


@login_required
@require_safe
def notes(request: LearnerRequest) -> HttpResponse:
    """All notes, the latest first, or those that hold every word of a question."""
    own, question = Note.objects.of(request.user.pk), tidy(request.GET.get("q", ""))
    found = (own.matching(question) if question else own).order_by("-changed_at", "-pk")
    page = Paginator(found.for_page(), A_PAGE).get_page(request.GET.get("pagina"))
    context = {"room": "path", "page": page, "question": question}
    return render(request, "progress/notes.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: LearnerRequest, uid: str) -> HttpResponse:
    resource, stored = _found(request, uid)
    if request.method == "POST":
        return _work_on(request, resource, stored)
    return _page(request, resource, stored, NoteForm.showing(stored))


def _found(request: LearnerRequest, uid: str) -> tuple[Resource, Note | None]:
    """The resource whose note a person means by an address, and the note if there is one.

    Their own note is theirs also where the resource has no page any more. On a survivor without a
    note that of its duplicate is meant.
    """
    own = Note.objects.of(request.user.pk).for_page()
    mine = own.filter(resource__uid=uid).first()
    if mine is None:
        try:
            survivor = Resource.objects.survivor(uid)
        except Resource.DoesNotExist:
            raise Http404 from None
        mine = own.on(survivor).first()
    return (mine.resource, mine) if mine else (survivor, None)


def _work_on(request: LearnerRequest, resource: Resource, stored: Note | None) -> HttpResponse:
    """One post of the form: save the text, or ask and take the note away."""
    form, do = NoteForm.posted(request.POST, stored), request.POST.get("do", "")
    if not form.is_valid():
        return _refused(request, resource, stored, form)
    text, version = form.written
    if stored and (do == "ask" or not (text or do == "erase")):
        return _ask(request, stored)
    try:
        note = Note.objects.write(request.user.pk, resource, "" if do == "erase" else text, version)
    except Conflict as conflict:
        newer = conflict.stored
        return _ask(request, newer) if do == "erase" else _show_both(request, newer, text)
    if _by_script(request):
        said = {"version": note.stamp, "html": note.html} if note else {"version": "", "html": ""}
        return JsonResponse(said)
    messages.success(request, _("Nota salva.") if note else _("Nota apagada."))
    return redirect(_home(resource, stored))


def _refused(
    request: LearnerRequest, resource: Resource, stored: Note | None, form: NoteForm
) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"said": form.problem}, status=422)
    return _page(request, resource, stored, form)


def _ask(request: LearnerRequest, stored: Note) -> HttpResponse:
    """Nothing brings a text back, so it is shown once more before it goes."""
    return render(request, "progress/note_erase.html", {"room": "path", "note": stored})


def _show_both(request: LearnerRequest, stored: Note, text: str) -> HttpResponse:
    """Two texts that were written on one version, side by side: the person decides."""
    if _by_script(request):
        return JsonResponse({"version": stored.stamp}, status=409)
    context = {"room": "path", "note": stored, "form": NoteForm.against(stored, text)}
    return render(request, "progress/note_conflict.html", context, status=409)


def _page(
    request: LearnerRequest, resource: Resource, stored: Note | None, form: NoteForm
) -> HttpResponse:
    about = stored.about if stored else resource
    context = {"room": "path", "resource": resource, "about": about, "note": stored, "form": form}
    return render(request, "progress/note.html", {**context, "back": _home(resource, stored)})


def _home(resource: Resource, stored: Note | None) -> str:
    """Where one reads the note: by its resource, or among all notes when that has no page."""
    if stored is None:
        return f"{resource.get_absolute_url()}#nota"
    return f"{stored.about.get_absolute_url()}#nota" if stored.opens else reverse("progress:notes")  # type: ignore[attr-defined]


def _by_script(request: LearnerRequest) -> bool:
    return request.get_preferred_type(["text/html", JSON]) == JSON
