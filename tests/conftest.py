"""What every test stands on. The settings of the tests are in tests/settings.py."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation

from catalog.curation import Curadoria

TRANSACTIONAL = {"transactional_db", "live_server"}


@pytest.fixture(autouse=True)
def _rows_made_by_migrations(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give a transactional test what the flush after the one before it took away.

    The cache is no model, so no flush empties it: counted attempts would add up.
    """
    marker = request.node.get_closest_marker("django_db")
    if TRANSACTIONAL & set(request.fixturenames) or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")
        Curadoria.ensure()
        yield
        cache.clear()
    else:
        yield


@pytest.fixture(autouse=True)
def _begin_in_portuguese() -> Iterator[None]:
    """A request leaves its language active in the thread, where it would turn later addresses."""
    yield
    translation.deactivate()
