from django.http import Http404, HttpRequest, HttpResponse


def join(request: HttpRequest) -> HttpResponse:
    raise Http404  # being built


def invited(request: HttpRequest, token: str) -> HttpResponse:
    raise Http404  # being built


def guardian(request: HttpRequest, token: str) -> HttpResponse:
    raise Http404  # being built
