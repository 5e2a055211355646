from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def skills(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


@require_safe
def skill(request: HttpRequest, uid: str) -> HttpResponse:
    return render(request, "base.html")
