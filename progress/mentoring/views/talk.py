from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def write_to(request: HttpRequest, uid: UUID, member: UUID) -> HttpResponse:
    raise Http404  # being built


def write(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built


def threads(request: HttpRequest) -> HttpResponse:
    raise Http404  # being built


def thread(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built


def close_thread(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built


def talk_mails(request: HttpRequest) -> HttpResponse:
    raise Http404  # being built
