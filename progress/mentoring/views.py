from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def links(request: HttpRequest) -> HttpResponse:
    raise Http404


def new(request: HttpRequest) -> HttpResponse:
    raise Http404


def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404


def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404


def qr(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404


def shared(request: HttpRequest, key: str) -> HttpResponse:
    raise Http404
