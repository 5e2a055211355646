from django.http import Http404, HttpRequest, HttpResponse


def oembed(request: HttpRequest) -> HttpResponse:
    raise Http404  # being built


def picture(request: HttpRequest, key: str) -> HttpResponse:
    raise Http404  # being built


def embed(request: HttpRequest, key: str) -> HttpResponse:
    raise Http404  # being built
