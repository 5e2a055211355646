from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse


def cohorts(request: HttpRequest) -> HttpResponse:
    raise Http404  # being built


def new_cohort(request: HttpRequest) -> HttpResponse:
    raise Http404  # being built


def edit_cohort(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built


def archive_cohort(request: HttpRequest, uid: UUID) -> HttpResponse:
    raise Http404  # being built
