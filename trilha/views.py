from django.http import HttpRequest, HttpResponse


def home(request: HttpRequest, exception: object = None, reason: str = "") -> HttpResponse:
    return HttpResponse("")


about = alive = ready = robots = bad_request = forbidden = not_found = server_error = csrf_failure = home
