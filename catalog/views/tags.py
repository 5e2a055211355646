from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "base.html")
