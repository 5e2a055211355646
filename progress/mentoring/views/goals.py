from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def goals(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built
