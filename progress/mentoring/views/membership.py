from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def remove_member(request: HttpRequest, uid: UUID, member: UUID) -> HttpResponse:
    raise Http404  # being built


def membership(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built


def consent(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built


def leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built
