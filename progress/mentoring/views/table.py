from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def cohort(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built


def sheet(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built


def person(request: HttpRequest, uid: UUID, member: UUID) -> HttpResponse:
    raise Http404  # being built
