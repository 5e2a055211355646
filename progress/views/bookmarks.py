"""What a learner keeps for later: the button on every page, and the page of all."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Community, Resource, Skill, Track
from catalog.origin import from_this_site
from catalog.stems import fold

from ..models import Bookmark, Thing
from ..models.bookmark import SHELVES, BookmarkQuerySet
from ..notice import Notice
from ..origin import where_it_was_pressed
from .learner import LearnerRequest

A_PAGE = 20
KINDS = {
    "resource": gettext_lazy("Recursos"),
    "skill": gettext_lazy("Habilidades"),
    "community": gettext_lazy("Comunidades"),
    "track": gettext_lazy("Trilhas"),
}
ORDERS = {
    "recentes": gettext_lazy("Mais recentes"),
    "antigos": gettext_lazy("Mais antigos"),
    "titulo": gettext_lazy("Título"),
}
# How to find what anybody may open, by its kind.
OPEN: dict[str, Callable[[str], Thing]] = {
    "resource": Resource.objects.survivor,
    "skill": lambda uid: Skill.objects.current().get(uid=uid),
    "community": lambda uid: Community.objects.current().get(uid=uid),
    "track": lambda uid: Track.objects.published().get(uid=uid),
}


@from_this_site
@require_POST
def keep(request: LearnerRequest, shelf: str, uid: str) -> HttpResponse:
    """Keep a thing for later, or no longer, and go back to the page it was pressed on."""
    if request.user.pk is None:
        return redirect_to_login(where_it_was_pressed(request, reverse("progress:path")))
    wanted = request.POST.get("keep", "")
    if wanted not in ("0", "1"):
        raise BadRequest(_("Diga se é para guardar (1) ou tirar dos guardados (0)."))
    thing, opens = _found(request, shelf, uid)
    own = Bookmark.objects
    changed = (own.keep if wanted == "1" else own.drop)(request.user.pk, thing)
    response = redirect(where_it_was_pressed(request, reverse("progress:bookmarks")))
    response.status_code = 303
    if changed:
        Notice.of_kept(thing, wanted == "1", request.path if opens else "").leave_on(response)
    return response


def _found(request: LearnerRequest, shelf: str, uid: str) -> tuple[Thing, bool]:
    """What anybody may open, else what this person kept while they could. Whether it opens."""
    kind = next(kind for kind, word in SHELVES.items() if word == shelf)
    try:
        return OPEN[kind](uid), True
    except ObjectDoesNotExist:
        own = Bookmark.objects.of(request.user.pk).filter(**{f"{kind}__uid": uid})
        kept = own.for_page().first()
        if kept is None:
            raise Http404 from None
        return kept.thing, False


@login_required
@require_safe
def bookmarks(request: LearnerRequest) -> HttpResponse:
    """All that is kept, narrowed to a kind and in the order that is asked for."""
    own = Bookmark.objects.of(request.user.pk).standing()
    kind, order = request.GET.get("tipo", ""), request.GET.get("ordem", "")
    counts = own.by_kind()
    page = Paginator(_in_order(own.of_kind(kind), order), A_PAGE)
    return render(
        request,
        "progress/bookmarks.html",
        {
            "room": "path",
            "page": page.get_page(request.GET.get("pagina")),
            "total": sum(counts.values()),
            "kinds": [(name, label, counts.get(name, 0)) for name, label in KINDS.items()],
            "kind": kind if kind in KINDS else "",
            "orders": ORDERS.items(),
            "order": order if order in ORDERS else "recentes",
        },
    )


def _in_order(rows: BookmarkQuerySet, order: str) -> BookmarkQuerySet | list[Bookmark]:
    if order == "titulo":
        # Titles of four kinds, as people sort them: databases would put Á behind Z.
        return sorted(rows.for_page(), key=lambda row: fold(row.thing.title))
    sign = "" if order == "antigos" else "-"
    return rows.order_by(f"{sign}created_at", f"{sign}pk").for_page()
