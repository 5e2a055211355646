from collections.abc import Callable
from importlib import import_module

import pytest
from django.conf import settings

from progress.journey import Journey, LearnerJourney, VisitorJourney
from tests import cast

Again = Callable[[], Journey]


@pytest.fixture(params=["learner", "visitor"])
def again(request: pytest.FixtureRequest, db: None) -> Again:
    """One person's journey, read anew at every call as by a new request. Both homes take turns."""
    if request.param == "learner":
        ana = cast.ana()
        return lambda: LearnerJourney(ana.pk, "Ana")
    store = import_module(settings.SESSION_ENGINE).SessionStore
    first = store()
    first.create()
    return lambda: VisitorJourney(store(first.session_key))


@pytest.fixture
def journey(again: Again) -> Journey:
    return again()
