from django.http import HttpRequest, HttpResponse


def tracks(request: HttpRequest, **kw: str) -> HttpResponse:
    return HttpResponse("")


track = section = resource = skills = skill = communities = tags = tag = search = suggestions = tracks
