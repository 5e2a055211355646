from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from taggit.models import Tag

from ..models import Resource
from ..stems import fold


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    used = Resource.objects.published().by_tag()
    rows = sorted(used, key=lambda tag: fold(tag.name))
    return render(request, "catalog/tags.html", {"room": "tracks", "tags": rows})


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    # A tag whose resources all left still has its page: resources that left link to it.
    found = get_object_or_404(Tag, slug=slug)
    tagged = Resource.objects.published().filter(tagged__tag=found).order_by("stems", "pk")
    return render(
        request,
        "catalog/tag.html",
        {
            "room": "tracks",
            "tag": found,
            "page": Paginator(tagged.for_page(), 50).get_page(request.GET.get("pagina")),
        },
    )
