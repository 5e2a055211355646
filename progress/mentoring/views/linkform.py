"""The form that makes and changes a mentor's links."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.models import Resource, Section, Track

from ...views.learner import LearnerRequest
from ..access import cohorts_owned_by, links_of
from ..forms.link import ShareLinkForm
from ..models import ShareLink
from ..models.link import ShareLinkQuerySet
from ..picks import Pick, Picks

A_PAGE = 20  # links of the list that saving leads back to
OFFERED = 500  # names that the browser suggests while one types


@login_required
@require_safe
def new(request: LearnerRequest) -> HttpResponse:
    """An empty form, or one that begins with what the page before was about."""
    form = None
    if "de" in request.GET:
        form = _twin_of(links_of(request.user).filter(uid=_uid(request.GET, "de")))
    return _form_page(request, form or _begun_with(request.GET, ShareLink(owner=request.user)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: LearnerRequest, uid: UUID) -> HttpResponse:
    link = get_object_or_404(links_of(request.user).standing().for_page(), uid=uid)
    if request.method == "POST":
        return work_on(request, link)
    return _form_page(request, ShareLinkForm.showing(link, Picks.stored(link)))


def begun(request: LearnerRequest) -> ShareLink:
    """The link that a posted form makes, which the same form sent before may have made."""
    return ShareLink.objects.begun(request.user, _uid(request.POST, "uid"))


def work_on(request: LearnerRequest, link: ShareLink) -> HttpResponse:
    """One post of the form: save the link, or change the list and show all that was typed."""
    picks = Picks.posted(request.POST, link)
    if not _wants_to_save(request, picks):
        picks.change(request.POST)
        return _form_page(request, ShareLinkForm.again(request.POST, link, picks))
    clear = picks.settle()
    form = ShareLinkForm(request.POST, picks=picks, instance=link)
    if not (form.is_valid() and clear):
        return _form_page(request, form)
    try:
        form.save()
    except IntegrityError:
        # The same form, sent twice at once: its twin has made the link.
        if not links_of(request.user).filter(uid=link.uid).exists():
            raise
    messages.success(request, _("Link pronto. Copie o endereço e envie a quem quiser."))
    return redirect(_where_it_stands(link))


def _where_it_stands(link: ShareLink) -> str:
    """The list of links at this one, which is open now."""
    before = links_of(link.owner).open(timezone.now())
    number = before.filter(created_at__gt=link.created_at).count() // A_PAGE + 1
    page = f"?pagina={number}" if number > 1 else ""
    return f"{reverse('mentoring:links')}{page}#l-{link.uid}"


def _twin_of(links: ShareLinkQuerySet) -> ShareLinkForm | None:
    source = links.for_page().first()
    return ShareLinkForm.showing(source.duplicate(), Picks.copied(source)) if source else None


def _begun_with(asked: QueryDict, link: ShareLink) -> ShareLinkForm:
    said, picks = {}, Picks([])
    track = Track.objects.published().filter(uid=asked.get("trilha", "")).first()
    section = Section.objects.filter(track=track, uid=asked.get("etapa", "")).first()
    resource = Resource.objects.published().filter(uid=asked.get("recurso", "")).first()
    if resource:
        picks.rows.append(Pick(resource))
    elif section or track:
        said = {"track": track, "section": section, "name": str(section or track)}
    return ShareLinkForm.showing(link, picks, **said)


def _wants_to_save(request: LearnerRequest, picks: Picks) -> bool:
    """Enter in a field of the form saves as well, unless it was pressed to add to the list."""
    pressed = request.POST.get("do", "")
    return pressed == "save" or (pressed == "enter" and not picks.words)


def _uid(said: QueryDict, name: str) -> UUID:
    """What was said, else one that nobody has."""
    try:
        return UUID(said.get(name, ""))
    except ValueError:
        return uuid4()


def _form_page(request: LearnerRequest, form: ShareLinkForm) -> HttpResponse:
    link = form.instance
    offered = Resource.objects.published().order_by("title", "pk").for_page()
    action = reverse("mentoring:edit", args=[link.uid]) if link.pk else reverse("mentoring:links")
    studying = cohorts_owned_by(link.owner).going().filter(list__uid=link.uid)
    said = {"room": "links", "link": link, "form": form, "action": action}
    said |= {"offered": offered[:OFFERED], "studied": studying.first() if link.pk else None}
    return render(request, "mentoring/link_form.html", said)
