"""What every test stands on. The settings of the tests are in tests/settings.py."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from pytest_django.fixtures import Settings

from catalog.curation import Curadoria
from tests.mailbox import Mailbox, mail_server

DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
TRANSACTIONAL = {"transactional_db", "live_server"}
flushed = False  # in this process; xdist has one per database


@pytest.fixture(autouse=True)
def _rows_made_by_migrations(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give a test what the flush after a transactional one took away: the group of curators.

    The cache is no model, so no flush empties it: counted attempts would add up.
    """
    global flushed  # noqa: PLW0603
    marker = request.node.get_closest_marker("django_db")
    wants = set(request.fixturenames)
    transactional = bool(TRANSACTIONAL & wants or (marker and marker.kwargs.get("transaction")))
    if flushed and (transactional or marker or "db" in wants):
        request.getfixturevalue("transactional_db" if transactional else "db")
        Curadoria.ensure()
    yield
    if transactional:
        flushed = True
        cache.clear()


def pytest_collection_finish() -> None:
    """What is there by now stays to the end, and a test leaves little behind: looking through all
    of it for garbage again and again would cost a tenth of the time."""
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """What mails really leave for: a mail server that keeps them."""
    with mail_server() as (box, settings.MAILERS):
        yield box


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is run beside the other database: both make one whole (decision 0012)."""
    here = [item for item in items if _belongs_here(item)]
    if here:
        config.hook.pytest_deselected(items=[item for item in items if item not in set(here)])
        items[:] = here


def _belongs_here(item: pytest.Item) -> bool:
    if marker := item.get_closest_marker("beside"):
        return bool(marker.args[0] == connection.vendor)
    return connection.vendor == "sqlite" or _asks_the_database(item)


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take SQLite's side files along: a server's thread may have held the database to the end."""
    name = Path(settings.DATABASES["default"]["NAME"])
    if name.is_absolute() and not hasattr(config, "workerinput"):
        for rest in name.parent.glob(f"{name.name}.test*"):
            rest.unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _begin_in_portuguese() -> Iterator[None]:
    """A request leaves its language active in the thread, where it would turn later addresses."""
    yield
    translation.deactivate()
