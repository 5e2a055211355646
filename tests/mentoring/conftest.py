"""Who is in most of these stories: Malu, who mentors, at her desk, and Ana, who learns."""

import pytest
from django.test import Client

from tests import cast
from tests.mentoring.talking import Saturday
from trilha.accounts.models import User


@pytest.fixture
def malu() -> User:
    return cast.malu()


@pytest.fixture
def ana() -> User:
    return cast.ana()


@pytest.fixture
def desk(client: Client, malu: User) -> Client:
    """A browser in which Malu has signed in."""
    client.force_login(malu)
    return client


@pytest.fixture
def saturday() -> Saturday:
    return Saturday()
