from django.http import Http404, HttpRequest, HttpResponse


def put_farewell_away(request: HttpRequest, farewell: int) -> HttpResponse:
    raise Http404  # being built


def looks(request: HttpRequest) -> HttpResponse:
    raise Http404  # being built


def looks_sheet(request: HttpRequest) -> HttpResponse:
    raise Http404  # being built
