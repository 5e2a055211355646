from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def keep(request: HttpRequest, key: str) -> HttpResponse:
    raise Http404  # being built


def received(request: HttpRequest) -> HttpResponse:
    raise Http404  # being built


def let_go(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built
