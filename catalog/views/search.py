from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from ..models import Resource
from ..search import Search, type_ahead


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = Search(request.GET, request.journey.keys_by_word())  # type: ignore[attr-defined]
    page = Paginator(asked.resources, 20).get_page(request.GET.get("pagina"))
    nothing = not page.paginator.count
    return render(
        request,
        "catalog/search.html",
        {
            "room": "search",
            "search": asked,
            "query": asked.address(),  # goes along into the other language
            "page": page,
            "said": asked.said(page.paginator.count),
            # What helps on when nothing was found.
            "unfiltered": asked.matching.count() if nothing and asked.filters else 0,
            "tags": Resource.objects.published().by_tag().order_by("-used", "name")[:8]
            if nothing
            else [],
        },
    )


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What the search field proposes while one types, with a sentence for screen readers."""
    found = type_ahead(request.GET.get("q", ""))
    n = len(found)
    said = ngettext("%(n)d sugestão", "%(n)d sugestões", n) % {"n": n}
    return JsonResponse({"said": said if n else gettext("Nenhuma sugestão"), "suggestions": found})
