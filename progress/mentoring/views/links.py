"""A mentor's own links: the list of them, what each has for paper, and the way to close one."""

from io import BytesIO
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...views.learner import LearnerRequest, signed_in_for
from ..access import links_of
from .linkform import A_PAGE, begun, work_on


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: LearnerRequest) -> HttpResponse:
    if request.method == "POST":
        return work_on(request, begun(request))
    own = links_of(request.user).for_page().with_remains()
    found = own.with_openings(timezone.localdate()).open_first(timezone.now())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("pagina"))
    return render(
        request,
        "mentoring/links.html",
        {
            "room": "links",
            "signed": bool(request.user.name.strip()),
            "site": request.build_absolute_uri("/").rstrip("/"),
            "page": page,
            "links": [link for link in page if link.is_open],
            "ended": [link for link in page if not link.is_open],
        },
    )


@require_POST
@signed_in_for("mentoring:links")
def revoke(request: LearnerRequest, uid: UUID) -> HttpResponse:
    get_object_or_404(links_of(request.user), uid=uid).revoke()
    messages.success(request, _("Link revogado. Quem tentar abrir vê que ele não existe mais."))
    return redirect("mentoring:links")


@login_required
@require_safe
def qr(request: LearnerRequest, uid: UUID) -> HttpResponse:
    """The address as a picture: black on white with its margin, whatever the theme of the page."""
    link = get_object_or_404(links_of(request.user), uid=uid)
    drawn = BytesIO()
    code = segno.make_qr(request.build_absolute_uri(link.get_absolute_url()))
    code.save(drawn, kind="svg", scale=8, light="#fff", svgclass=None, lineclass=None)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@login_required
@require_safe
def poster(request: LearnerRequest, uid: UUID) -> HttpResponse:
    """A sheet for the wall. Of a link that opens nothing none is made."""
    open_ones = links_of(request.user).open(timezone.now()).for_page().with_size()
    link = get_object_or_404(open_ones, uid=uid)
    short = f"{request.get_host()}{link.get_absolute_url()}"
    return render(request, "mentoring/poster.html", {"room": "links", "link": link, "short": short})
