from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def guides(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built


def stop_guiding(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built


def remove_guide(request: HttpRequest, uid: UUID, guide: int) -> HttpResponse:
    raise Http404  # being built
