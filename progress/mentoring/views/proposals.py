from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def propose(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built


def withdraw_proposal(request: HttpRequest, uid: UUID, proposal: UUID) -> HttpResponse:
    raise Http404  # being built


def proposals(request: HttpRequest) -> HttpResponse:
    raise Http404  # being built


def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built
