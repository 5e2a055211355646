"""What the pages of a learner have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.urls import reverse

from ..journey import JourneyRequest

View = Callable[..., HttpResponse]


class LearnerRequest(JourneyRequest):
    """A request of somebody signed in."""

    user: Any


def signed_in_for(route: str) -> Callable[[View], View]:
    """Like `login_required` where only posts are taken: signing in leads to a page that opens."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: LearnerRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.user.pk is None:
                return redirect_to_login(reverse(route))
            return view(request, *args, **kwargs)

        return guarded

    return decorate
