"""A mentor's own pages: their links, and the form that makes and changes them."""

from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Resource, Section, Track

from ..forms.link import ShareLinkForm
from ..models import ShareLink
from ..picks import Pick, Picks

A_PAGE = 20
OFFERED = 500  # names that the browser suggests while one types


class MentorRequest(HttpRequest):
    user: Any


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: MentorRequest) -> HttpResponse:
    if request.method == "POST":
        return _work_on(request, ShareLink.objects.begun(request.user, _uid_of(request)))
    own = ShareLink.objects.of(request.user).for_page().with_size()
    found = own.with_openings(timezone.localdate()).open_first(timezone.now())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("pagina"))
    return render(
        request,
        "mentoring/links.html",
        {
            "signed": bool(request.user.name.strip()),
            "site": request.build_absolute_uri("/").rstrip("/"),
            "page": page,
            "links": [link for link in page if link.is_open],
            "ended": [link for link in page if not link.is_open],
        },
    )


@login_required
@require_safe
def new(request: MentorRequest) -> HttpResponse:
    """An empty form, or one that begins with what the page before was about."""
    asked, said, picks = request.GET, {}, Picks([])
    track = Track.objects.published().filter(uid=asked.get("trilha", "")).first()
    section = Section.objects.filter(track=track, uid=asked.get("etapa", "")).first()
    resource = Resource.objects.published().filter(uid=asked.get("recurso", "")).first()
    if resource:
        picks.rows.append(Pick(resource))
    elif section or track:
        said = {"track": track, "section": section, "name": str(section or track)}
    link = ShareLink(owner=request.user)
    return _form_page(request, link, ShareLinkForm.showing(link, picks, **said))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MentorRequest, uid: UUID) -> HttpResponse:
    own = ShareLink.objects.of(request.user).standing().for_page()
    link = get_object_or_404(own, uid=uid)
    if request.method == "POST":
        return _work_on(request, link)
    return _form_page(request, link, ShareLinkForm.showing(link, Picks.stored(link)))


@require_POST
def revoke(request: MentorRequest, uid: UUID) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("mentoring:links"))
    get_object_or_404(ShareLink.objects.of(request.user), uid=uid).revoke()
    messages.success(request, _("Link revogado. Quem tentar abrir vê que ele não existe mais."))
    return redirect("mentoring:links")


@login_required
@require_safe
def qr(request: MentorRequest, uid: UUID) -> HttpResponse:
    """The address as a picture: black on white with its margin, whatever the theme of the page."""
    link = get_object_or_404(ShareLink.objects.of(request.user), uid=uid)
    drawn = BytesIO()
    code = segno.make_qr(request.build_absolute_uri(link.get_absolute_url()))
    code.save(drawn, kind="svg", scale=8, light="#fff", svgclass=None, lineclass=None)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def _work_on(request: MentorRequest, link: ShareLink) -> HttpResponse:
    """One post of the form: save the link, or change the list and show all that was typed."""
    picks = Picks.posted(request.POST, link)
    if not _wants_to_save(request, picks):
        picks.change(request.POST)
        return _form_page(request, link, ShareLinkForm.again(request.POST, link, picks))
    clear = picks.settle()
    form = ShareLinkForm(request.POST, picks=picks, instance=link)
    if not (form.is_valid() and clear):
        return _form_page(request, link, form)
    try:
        form.save()
    except IntegrityError:
        # The same form, sent twice at once: its twin has made the link.
        if not ShareLink.objects.of(request.user).filter(uid=link.uid).exists():
            raise
    messages.success(request, _("Link pronto. Copie o endereço e envie a quem quiser."))
    return redirect(_where_it_stands(link))


def _where_it_stands(link: ShareLink) -> str:
    """The list of links at this one, which is open now."""
    before = ShareLink.objects.of(link.owner).open(timezone.now())
    number = before.filter(created_at__gt=link.created_at).count() // A_PAGE + 1
    page = f"?pagina={number}" if number > 1 else ""
    return f"{reverse('mentoring:links')}{page}#l-{link.uid}"


def _wants_to_save(request: MentorRequest, picks: Picks) -> bool:
    """Enter in a field of the form saves as well, unless it was pressed to add to the list."""
    pressed = request.POST.get("do", "")
    return pressed == "save" or (pressed == "enter" and not picks.words)


def _uid_of(request: MentorRequest) -> UUID:
    try:
        return UUID(request.POST.get("uid", ""))
    except ValueError:
        return uuid4()


def _form_page(request: MentorRequest, link: ShareLink, form: ShareLinkForm) -> HttpResponse:
    offered = Resource.objects.published().order_by("title", "pk").for_page()
    action = reverse("mentoring:edit", args=[link.uid]) if link.pk else reverse("mentoring:links")
    context = {"link": link, "form": form, "action": action, "offered": offered[:OFFERED]}
    return render(request, "mentoring/link_form.html", context)


def poster(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built
