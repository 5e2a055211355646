from django.http import HttpRequest, HttpResponse


def mark(request: HttpRequest, **kw: str) -> HttpResponse:
    return HttpResponse("")


path = mark
