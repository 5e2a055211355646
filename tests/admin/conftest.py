from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.admin.desk import Desk
from trilha.accounts.models import User


@pytest.fixture
def duda(db: None) -> User:
    return cast.duda()


@pytest.fixture
def desk(duda: User, client: Client) -> Desk:
    """Duda sits at the desk."""
    client.force_login(duda)
    return Desk(client)


@pytest.fixture
def count_queries(client: Client) -> Callable[[str], int]:
    """How many statements a page costs, when what the first look fills is filled."""

    def count(url: str) -> int:
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    return count
